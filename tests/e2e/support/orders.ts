/** What has gone to the kitchen, as a guest's phone shows it. */
import { expect, type Locator } from '@playwright/test';
import type { Guest } from './guest';

export class Orders {
  constructor(private readonly guest: Guest) {}

  async open(): Promise<void> {
    await this.guest.go('Orders');
  }

  /** From the receipt to the orders. */
  async openFromReceipt(): Promise<void> {
    await this.guest.page.getByRole('button', { name: 'See how it is coming along' }).click();
    await expect(this.guest.page.getByRole('heading', { level: 1, name: 'Orders' })).toBeVisible();
  }

  rounds(): Locator {
    return this.guest.page.getByRole('region', { name: /^(Sent to the kitchen|Being checked|Not taken)/ });
  }

  round(n: number): Locator {
    return this.rounds().filter({ hasText: `Round ${n}` });
  }

  dish(name: string): Locator {
    return this.rounds().getByRole('listitem').filter({ hasText: name });
  }
}
