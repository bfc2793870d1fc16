/** A waiter's screen: tables, and what can be done at one. */
import { expect, type Locator, type Page } from '@playwright/test';

export class Floor {
  constructor(readonly page: Page) {}

  async open(url: string): Promise<void> {
    await this.page.goto(url);
    const views = this.page.getByRole('navigation', { name: 'Ways to look at the floor' });
    await expect(views).toBeVisible();
    // A phone starts with what there is to do.
    await views.getByRole('button', { name: 'Tables' }).click();
    await expect(this.page.getByRole('heading', { level: 2, name: 'Dining room' })).toBeVisible();
  }

  /** Looks at the floor in another way: what there is to do, the list, the plan. */
  async look(view: 'Now' | 'Tables' | 'Plan'): Promise<void> {
    await this.page
      .getByRole('navigation', { name: 'Ways to look at the floor' })
      .getByRole('button', { name: new RegExp(`^${view}`) })
      .click();
  }

  /** A call that waits, as the list of what to do shows it. */
  call(table: string, what: string): Locator {
    return this.page.getByRole('listitem').filter({ hasText: `Call from table ${table}` }).filter({ hasText: what });
  }

  tile(table: string): Locator {
    return this.page.getByRole('button', { name: new RegExp(`^Table ${table}\\b`) });
  }

  async openTable(table: string): Promise<Locator> {
    await this.tile(table).click();
    const sheet = this.page.getByRole('dialog', { name: `Table ${table}`, exact: true });
    await expect(sheet).toBeVisible();
    return sheet;
  }

  /** Seats a party; the sheet stays open and shows the PIN. Gives the PIN. */
  async seat(table: string, covers: number): Promise<string> {
    const sheet = await this.openTable(table);
    await sheet.getByRole('button', { name: String(covers), exact: true }).click();
    await sheet.getByRole('button', { name: `Seat ${covers} at table ${table}` }).click();
    return this.pin(sheet);
  }

  /** The PIN that an open sheet shows. */
  async pin(sheet: Locator): Promise<string> {
    const words = sheet.getByText(/^The PIN is/);
    await expect(words).toBeVisible();
    return ((await words.textContent()) ?? '').replace(/\D/g, '');
  }

  async closeTable(table: string): Promise<void> {
    const sheet = await this.openTable(table);
    await sheet.getByRole('button', { name: 'Close table' }).click();
    await this.page.getByRole('button', { name: `Close table ${table}`, exact: true }).click();
    await expect(this.page.getByRole('dialog')).toBeHidden();
  }
}
