/** Ways into a party besides its PIN, on both sides of the door. */
import { expect, type Locator, type Page } from '@playwright/test';
import { Guest } from './guest';
import type { Hub } from './hub';

/** Opens the party and asks for an invite; gives the sheet that shows it. */
export async function invite(guest: Guest): Promise<Locator> {
  await guest.cart.open();
  await guest.page.getByRole('button', { name: /^At the table: / }).click();
  await guest.page.getByRole('button', { name: 'Let somebody in' }).click();
  const sheet = guest.page.getByRole('dialog', { name: 'Let somebody in' });
  await expect(sheet.getByRole('img', { name: 'QR code of the invite' })).toBeVisible();
  return sheet;
}

/** The code on a sheet that shows an invite. */
export async function inviteCode(sheet: Locator): Promise<string> {
  return (await sheet.locator('figcaption').innerText()).split('\n').at(-1) ?? '';
}

/** Somebody who stands at the demo's table without a PIN, and knocks. */
export async function knock(hub: Hub, page: Page, name: string): Promise<Guest> {
  const guest = new Guest(page, name);
  await guest.open(hub.facts.guest_url);
  await page.getByRole('button', { name: 'No PIN? Ask to be let in' }).click();
  await guest.nameField.fill(name);
  await page.getByRole('button', { name: 'Ask to be let in', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Somebody will let you in' })).toBeVisible();
  return guest;
}

/** What a member's phone says of somebody who knocks. */
export const knockerAt = (guest: Guest, words: string): Locator => guest.page.getByText(words, { exact: true });
