/** Everyone has a cart of their own, and they order together. */
import { expect } from '@playwright/test';
import { Floor } from './floor';
import { House } from './house';
import { signIn } from './staff';
import { STILL, type See, type World } from './tour';

export async function friends({ hub, devices }: World, see: See): Promise<void> {
  const house = await House.of(hub);
  await house.apart(hub.facts.session);
  const ada = await devices.guest('Ada', STILL);
  const bruno = await devices.guest('Bruno', STILL);
  await devices.guest('Chiara', STILL);
  await ada.add('Porcini risotto');
  await ada.cart.review();
  await see('review-with-others', ada.page);
  await ada.page.getByRole('button', { name: 'Ready: order with the others' }).click();
  await expect(ada.sheet('You are ready')).toBeVisible();
  await see('placed-with-others', ada.page);
  await ada.orders.openFromReceipt();
  await bruno.add('Negroni');
  await bruno.cart.review();
  await bruno.page.getByRole('button', { name: 'Ready: order with the others' }).click();
  await expect(ada.page.getByRole('button', { name: 'Send now: 2 of 3 are ready' })).toBeVisible();
  await see('orders-wait-for-others', ada.page);

  const page = await devices.page(STILL);
  await signIn(page, hub);
  const floor = new Floor(page);
  await floor.open(hub.facts.floor_url);
  await floor.look('Tables');
  await expect(floor.tile('1')).toContainText('2 orders wait for each other');
  await see('floor-gathering', page);
  const sheet = await floor.openTable('1');
  await expect(sheet.getByRole('button', { name: 'Send what is ready' })).toBeVisible();
  await see('floor-visit-gathering', page);
}
