/** A kitchen screen. Tickets are named by table, order and station, as a cook calls them. */
import { expect, type Locator, type Page } from '@playwright/test';

/** Which ticket: `table 1, order 1, Grill`. */
export const ticketName = (table: string, order: number, station: string) =>
  `table ${table}, order ${order}, ${station}`;

export class Kitchen {
  readonly tickets: Locator;
  readonly cutOff: Locator;
  readonly unsent: Locator;

  constructor(readonly page: Page) {
    this.tickets = page.getByRole('article');
    this.cutOff = page.getByRole('status').filter({ hasText: /^Not connected/ });
    this.unsent = page.getByText('Not sent yet');
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await expect(this.page.getByRole('group', { name: 'Stations' })).toBeVisible();
  }

  ticket(name: string): Locator {
    return this.tickets.filter({ has: this.bumpButton(name) });
  }

  bumpButton(name: string): Locator {
    // The key of a bump bar stands before it, where there is one.
    return this.page.getByRole('button', { name: new RegExp(`^([0-9] )?Bump ${name}$`) });
  }

  undoButton(name: string): Locator {
    return this.page.getByRole('button', { name: `Undo bump of ${name}`, exact: true });
  }

  /** A dish of a ticket: a tap moves it on. */
  dish(ticket: Locator, name: string): Locator {
    return ticket.getByRole('button', { name: new RegExp(`^\\d+× ${name}\\b`) });
  }

  async openDone(): Promise<Locator> {
    const strip = this.page.getByRole('region', { name: 'Bumped last' });
    const button = this.page.getByRole('button', { name: /^Done, / });
    if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click();
    await expect(strip).toBeVisible();
    return strip;
  }

  /** Whole orders, with what each station still has to do. */
  async openExpo(): Promise<void> {
    await this.page.getByRole('button', { name: /^Expo/ }).click();
  }

  /** The button with which an order leaves a pass: the last one, or a first one. */
  outButton(table: string, order: number, pass = 'Expo'): Locator {
    const name = new RegExp(`^([0-9] )?(Out|Send on|\\d+ to come): ${ticketName(table, order, pass)}$`);
    return this.page.getByRole('button', { name });
  }

  /** An order at the pass. */
  whole(table: string, order: number, pass = 'Expo'): Locator {
    return this.tickets.filter({ has: this.outButton(table, order, pass) });
  }

  /** Lets digits bump, and arrows turn pages. */
  async useKeys(): Promise<void> {
    await this.page.getByRole('button', { name: 'Account' }).press('Enter');
    await this.page.getByRole('button', { name: 'Use a bump bar or keyboard' }).press('Enter');
    await this.page.getByRole('button', { name: 'Close', exact: true }).press('Enter');
  }

  /** The courses that wait. */
  async openCourses(): Promise<Locator> {
    await this.page.getByRole('button', { name: /^Courses, / }).click();
    const sheet = this.page.getByRole('dialog', { name: 'Waiting courses' });
    await expect(sheet).toBeVisible();
    return sheet;
  }

  async openEightySix(): Promise<Locator> {
    await this.page.getByRole('button', { name: /^86, / }).click();
    const sheet = this.page.getByRole('dialog', { name: '86 list' });
    await expect(sheet).toBeVisible();
    return sheet;
  }
}
