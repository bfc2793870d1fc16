/** The cart as a guest's phone shows it, and the way from there to an order. */
import { expect, type Locator } from '@playwright/test';
import type { Guest } from './guest';

/** One person's portions of one line, named the same on every phone. */
export type Share = { who: string; dish: string; portions: number };

export class Cart {
  constructor(private readonly guest: Guest) {}

  async open(): Promise<void> {
    await this.guest.go('Cart');
  }

  /** What one person gets: `You`, `Everyone`, or a name. */
  group(who: string): Locator {
    return this.guest.page.getByRole('region', { name: new RegExp(`^${who}\\b`) });
  }

  /** A line of somebody's; without a name, of this phone's guest. */
  line(dish: string, who = 'You'): Locator {
    const heading = this.guest.page.getByRole('heading', { level: 3, name: dish });
    return this.group(who).getByRole('listitem').filter({ has: heading });
  }

  /** Says that only this phone knows of a line. */
  unsent(line: Locator): Locator {
    return line.getByText('on this phone');
  }

  /** Says that the hub has it on its disk. */
  saved(line: Locator): Locator {
    return line.getByText('saved', { exact: true });
  }

  /** Everything in the cart, sorted, with "You" replaced by the guest's name. */
  async shares(): Promise<Share[]> {
    const groups = this.guest.page.locator('section[aria-labelledby^="group-"]');
    const shares = await groups.evaluateAll((sections) =>
      sections.flatMap((section) => {
        const who = section.querySelector('h2 > span:not([aria-hidden])')?.textContent ?? '';
        return [...section.querySelectorAll('li')].map((line) => {
          const heading = line.querySelector('h3')?.textContent?.trim() ?? '';
          const [, count, dish] = /^(?:(\d+) × )?(.*)$/.exec(heading) ?? [];
          const portions = Number(line.querySelector('output')?.textContent ?? count ?? 1);
          return { who, dish: dish ?? '', portions };
        });
      }),
    );
    const named = shares.map((share) => ({ ...share, who: share.who === 'You' ? this.guest.name : share.who }));
    return named.toSorted((a, b) => `${a.who} ${a.dish}`.localeCompare(`${b.who} ${b.dish}`));
  }

  /** Waits until the phone shows exactly this. */
  async expectShares(...wanted: Share[]): Promise<void> {
    const sorted = wanted.toSorted((a, b) => `${a.who} ${a.dish}`.localeCompare(`${b.who} ${b.dish}`));
    await expect.poll(() => this.shares(), `the cart of ${this.guest.name}`).toEqual(sorted);
  }

  reviewButton(): Locator {
    return this.guest.page.getByRole('button', { name: /^Check \d+ dish/ });
  }

  /** Opens the review. */
  async review(): Promise<Locator> {
    await this.open();
    await this.reviewButton().click();
    const sheet = this.guest.sheet('Everything right?');
    await expect(sheet).toBeVisible();
    return sheet;
  }

  placeButton(): Locator {
    return this.guest.page.getByRole('button', { name: /^Order \d+ dish/ });
  }

  placed(): Locator {
    return this.guest.sheet('It is with the kitchen');
  }

  /** The receipt of an order that the house looks at first. */
  checked(): Locator {
    return this.guest.sheet('The house is checking your order');
  }

  /** Orders all that is in the cart. */
  async place(receipt = this.placed()): Promise<void> {
    await this.review();
    await this.placeButton().click();
    await expect(receipt).toBeVisible();
  }
}
