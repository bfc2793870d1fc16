/** The bill on a guest's phone, and the till in a waiter's hand. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { Guest } from './guest';
import type { Hub } from './hub';

export class Bill {
  constructor(private readonly guest: Guest) {}

  async open(): Promise<void> {
    const button = this.guest.page.getByRole('button', { name: 'See the bill' });
    // After a visit to the provider it opens by itself.
    await expect(async () => {
      if (await this.sheet().isVisible()) return;
      if (!(await button.isVisible())) {
        await this.guest.tabs.getByRole('button', { name: /^Orders\b/ }).click({ timeout: 2_000 });
      }
      await button.click({ timeout: 2_000 });
    }).toPass();
    await expect(this.sheet().getByRole('heading', { name: 'Who pays what' })).toBeVisible();
  }

  sheet(): Locator {
    return this.guest.sheet('The bill');
  }

  total(): Locator {
    return this.sheet().getByRole('region', { name: 'Total' }).getByRole('definition').first();
  }

  async choose(way: string): Promise<void> {
    const chip = this.sheet().getByRole('button', { name: way, exact: true });
    await chip.click();
    await expect(chip).toHaveAttribute('aria-pressed', 'true');
  }

  /** Somebody's part, by how this phone calls them. */
  share(who: string): Locator {
    return this.sheet().locator('[data-share]').filter({ hasText: who });
  }

  /** Presses what comes next on the way to the provider's page, and pays there, unless all is paid before. */
  async payOnline(): Promise<void> {
    const next = this.sheet().getByRole('button', { name: /^(Pay online:|Pay €|Go on paying online:)/ }).last();
    const pay = this.guest.page.getByRole('button', { name: 'Pay now' });
    const isOver = this.sheet().getByText(/Everything is paid|to be given back/);
    await expect(async () => {
      if (await next.isVisible()) await next.click({ timeout: 2_000 });
      await expect(pay.or(isOver).first()).toBeVisible({ timeout: 1_000 });
    }).toPass();
    if (!(await pay.isVisible())) return;
    await pay.click();
    await expect(pay, 'the guest is sent back').toBeHidden();
  }

  changeOf(who: string): Locator {
    return this.sheet().getByRole('button', { name: `Change this part: ${who}` });
  }

  /** Says who pays a dish, and which parts of it. */
  async shareDish(dish: string, parts: Record<string, number>): Promise<void> {
    await this.sheet().getByRole('button', { name: `Who pays for ${dish}?` }).click();
    const form = this.sheet().getByRole('group', { name: `Who pays for ${dish}?` });
    for (const [who, count] of Object.entries(parts)) {
      const more = form.getByRole('button', { name: `One part more for ${who}` });
      for (let part = 0; part < count; part += 1) await more.click();
    }
    await form.getByRole('button', { name: 'Share it so' }).click();
    await expect(form).toBeHidden();
  }
}

export class Till {
  constructor(readonly page: Page) {}

  /** The bill of the demo's table, by way of the floor. */
  async open(hub: Hub): Promise<void> {
    await this.page.goto(`${hub.url}/bill`);
    await this.page.getByRole('main').getByRole('link', { name: /^1\b/ }).click();
    await expect(this.page.getByRole('heading', { name: 'Take payments' })).toBeVisible();
  }

  sheet(): Locator {
    return this.page.getByRole('dialog', { name: /^Payment: / });
  }

  shares(): Locator {
    return this.page.getByRole('region', { name: 'Take payments' }).locator('[data-share]');
  }

  /** What the shares come to, in cents. */
  async amounts(): Promise<number[]> {
    const texts = await this.shares().locator('.figures').allTextContents();
    return texts.map((text) => Number(text.replace(/\D/g, '')));
  }

  takeButton(who: string): Locator {
    return this.page.getByRole('button', { name: new RegExp(`^Take payment: ${who}, `) });
  }

  async take(who: string): Promise<void> {
    await this.takeButton(who).click();
    await expect(this.sheet()).toBeVisible();
  }

  /** The one share that there is. */
  async takeAny(): Promise<void> {
    await this.page.getByRole('button', { name: /^Take payment: / }).click();
    await expect(this.sheet()).toBeVisible();
  }

  async cash(given: string): Promise<void> {
    await this.sheet().getByLabel('Cash handed over').fill(given);
  }

  async card(reference: string): Promise<void> {
    await this.sheet().getByRole('button', { name: 'Card', exact: true }).click();
    await this.sheet().getByLabel('Terminal reference').fill(reference);
  }

  async tip(amount: string): Promise<void> {
    await this.sheet().getByLabel('Tip').fill(amount);
  }

  async confirm(amount: string): Promise<void> {
    await this.sheet().getByRole('button', { name: `Take ${amount}`, exact: true }).click();
  }

  async next(): Promise<void> {
    await this.sheet().getByRole('button', { name: 'Next' }).click();
    await expect(this.sheet()).toBeHidden();
  }

  /** Presses what comes next, freeing what others hold, until somebody's payment is there. */
  async insist(): Promise<void> {
    const next = this.page.getByRole('button', { name: /^(Take payment:|Free it$|Take €|Next$)/ }).last();
    await expect(async () => {
      if (await next.isVisible()) await next.click({ timeout: 2_000 });
      await expect(this.sheet()).toBeHidden({ timeout: 100 });
      await expect(this.payments().first()).toBeVisible({ timeout: 100 });
    }).toPass({ intervals: [100] });
  }

  async splitInto(payers: number): Promise<void> {
    for (let more = 2; more < payers; more += 1) await this.page.getByRole('button', { name: 'One share more' }).click();
    await this.page.getByRole('button', { name: 'Equally', exact: true }).last().click();
  }

  /** Frees a share that somebody is paying. */
  async letGo(who: string): Promise<void> {
    await this.shares().filter({ hasText: who }).getByRole('button', { name: 'Free it' }).click();
  }

  /** What came in online for nothing on the bill. */
  strays(): Locator {
    return this.page.getByRole('region', { name: 'Paid online for nothing' }).getByRole('listitem');
  }

  payments(): Locator {
    return this.page.getByRole('region', { name: 'Payments', exact: true }).getByRole('listitem');
  }
}
