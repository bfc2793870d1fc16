/** An order that the house looks at first, on the phones of its party and on the waiter's. */
import { expect } from '@playwright/test';
import { Floor } from './floor';
import { House } from './house';
import { signIn } from './staff';
import { STILL, type See, type World } from './tour';
import { withApproval } from './venue';

export async function approving({ hub, devices }: World, see: See): Promise<void> {
  await withApproval(hub);
  const ada = await devices.guest('Ada', STILL);
  await ada.add('Tiramisù', { portions: 2, note: 'one with a candle, please' });
  await ada.add('Negroni');
  await ada.cart.place(ada.cart.checked());
  await see('order-checked', ada.page);
  await ada.orders.openFromReceipt();
  await ada.orders.dish('Tiramisù').getByRole('button', { name: /^Take back/ }).click();
  await see('orders-waiting', ada.page);

  const page = await devices.page(STILL);
  await signIn(page, hub);
  const floor = new Floor(page);
  await floor.open(hub.facts.floor_url);
  await expect(floor.tile('1')).toContainText('An order waits for you');
  await see('floor-order-waits', page);
  await floor.look('Now');
  await see('floor-approvals', page);
  await page.getByRole('button', { name: 'Decline order 1 of table 1' }).click();
  const sheet = page.getByRole('dialog', { name: 'Decline order 1 of table 1?' });
  await sheet.getByLabel('We come to your table to talk about it').check();
  // What else happens in the house takes the sheet from nobody.
  await (await House.of(hub)).party('4', 2, 'Dario');
  await see('floor-decline', page);
  await sheet.getByRole('button', { name: 'Decline the order' }).click();
  await expect(ada.orders.round(1)).toContainText('Not taken by the house');
  await see('orders-declined', ada.page);

  await floor.look('Tables');
  const visit = await floor.openTable('1');
  await visit.getByRole('button', { name: 'Take an order' }).click();
  await page.getByRole('button', { name: /^Change Tiramisù/ }).click();
  await expect(page.getByRole('dialog', { name: 'Tiramisù' })).toBeVisible();
  await see('waiter-edit', page);
}
