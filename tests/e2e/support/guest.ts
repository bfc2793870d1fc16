/** A guest's phone: joins a table, reads the menu, chooses dishes. */
import { expect, type Locator, type Page } from '@playwright/test';
import { Cart } from './cart';
import { Orders } from './orders';

/** How a dish is wanted. */
export type Wish = { answers?: readonly string[]; note?: string; portions?: number; forWhom?: string };

export type Tab = 'Menu' | 'Cart' | 'Orders';

export class Guest {
  readonly cart: Cart;
  readonly orders: Orders;
  readonly joinButton: Locator;
  readonly pinField: Locator;
  readonly nameField: Locator;
  readonly tabs: Locator;
  readonly search: Locator;
  /** Who is at the table, in a line below the heading of the cart. */
  readonly party: Locator;
  /** The quiet line that tells of an outage. */
  readonly connection: Locator;
  /** What the guest is told, one thing at a time. */
  readonly notice: Locator;

  constructor(
    readonly page: Page,
    readonly name: string,
  ) {
    this.cart = new Cart(this);
    this.orders = new Orders(this);
    this.joinButton = page.getByRole('button', { name: 'Join the table', exact: true });
    this.pinField = page.getByLabel('Table PIN');
    this.nameField = page.getByLabel('Your name');
    this.tabs = page.getByRole('navigation', { name: 'Plato' });
    this.search = page.getByRole('textbox', { name: 'Search the menu' });
    this.party = page.getByRole('status', { name: 'At the table' });
    this.connection = page.getByRole('status', { name: 'Connection' });
    this.notice = page.getByRole('status').filter({ has: page.getByRole('button', { name: 'Got it' }) });
  }

  /** Opens what the table's QR code carries. */
  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await expect(this.joinButton).toBeVisible();
  }

  async typePin(pin: string): Promise<void> {
    await this.pinField.fill(pin);
    await this.nameField.fill(this.name);
    await this.joinButton.click();
  }

  /** Joins, and is seated. */
  async join(pin: string): Promise<void> {
    await this.typePin(pin);
    await expect(this.tabs).toBeVisible();
  }

  async go(tab: Tab): Promise<void> {
    const button = this.tabs.getByRole('button', { name: new RegExp(`^${tab}\\b`) });
    await button.click();
    await expect(button).toHaveAttribute('aria-current', 'page');
  }

  /** A dish on the menu, with all that its row says. */
  row(dish: string): Locator {
    const button = this.page.getByRole('button', { name: dish, exact: true });
    return this.page.getByRole('listitem').filter({ has: button });
  }

  sheet(name: string): Locator {
    return this.page.getByRole('dialog', { name });
  }

  /** Opens the sheet of a dish from the menu. */
  async openDish(dish: string): Promise<Locator> {
    await this.page.getByRole('button', { name: dish, exact: true }).click();
    const sheet = this.sheet(dish);
    await expect(sheet).toBeVisible();
    return sheet;
  }

  /** One answer to a question of an open dish, by its name. */
  answer(sheet: Locator, name: string): Locator {
    const start = new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(\\s*contains .*)?(\\s*\\+.*)?$`);
    return sheet.getByRole('radio', { name: start }).or(sheet.getByRole('checkbox', { name: start }));
  }

  /** Fills in an open dish. */
  async choose(sheet: Locator, { answers = [], note, portions = 1, forWhom }: Wish): Promise<void> {
    for (const name of answers) await this.answer(sheet, name).check();
    if (note !== undefined) await sheet.getByLabel('Anything the kitchen should know?').fill(note);
    for (let more = 1; more < portions; more += 1) await sheet.getByRole('button', { name: 'One more' }).click();
    if (forWhom === undefined) return;
    await sheet.getByText(forWhom, { exact: true }).click();
    await expect(sheet.getByRole('radio', { name: forWhom, exact: true })).toBeChecked();
  }

  addButton(sheet: Locator): Locator {
    return sheet.getByRole('button', { name: /^Add \d/ });
  }

  /** Puts a dish into the cart, from the menu. */
  async add(dish: string, wish: Wish = {}): Promise<void> {
    await this.go('Menu');
    const sheet = await this.openDish(dish);
    await this.choose(sheet, wish);
    await this.addButton(sheet).click();
    await expect(sheet).toBeHidden();
  }
}
