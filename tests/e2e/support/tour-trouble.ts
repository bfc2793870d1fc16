/** Where floor and kitchen do not come together: nobody shows an order, taps are refused, nobody has a phone. */
import { expect, type Page } from '@playwright/test';
import { Floor } from './floor';
import { House } from './house';
import { ticketName } from './kitchen';
import { ageUnshown } from './line';
import { signIn } from './staff';
import { STILL, type See, type World } from './tour';

export async function trouble({ hub, devices, complaints }: World, see: See): Promise<void> {
  complaints.expectLostCalls();
  for (const refused of ['/status', '/bump?seen=0', '/move']) complaints.expect(409, refused);
  const house = await House.of(hub);
  await house.party('4', 2, 'Chiara', { item: 'octopus' }, { item: 'risotto' });
  await house.party('t2', 3, 'Dario', { item: 'lamb-chops', modifiers: ['doneness/rare', 'side/polenta'] });
  const phone = await devices.page(STILL);
  await ageUnshown(phone, () => 60);
  await signIn(phone, hub);
  const floor = new Floor(phone);
  await floor.open(hub.facts.floor_url);
  const alarm = phone.getByRole('alert').filter({ hasText: 'No kitchen display shows' });
  await expect(alarm).toContainText('tables 4 and T2');
  await see('floor-unshown', phone);

  const kitchen = await devices.kitchen({ ...STILL, viewport: { width: 1280, height: 800 } });
  // By keyboard: what is told waits for the finger.
  await whileSilent(kitchen.page, '**/api/kitchen/order/**', async () => {
    await kitchen.dish(kitchen.ticket(ticketName('4', 1, 'Grill')), 'RISOTTO').press('Enter');
    await house.void(1, 1);
  });
  await whileSilent(kitchen.page, '**/bump?seen=0', async () => {
    await kitchen.bumpButton(ticketName('T2', 2, 'Grill')).press('Enter');
    await house.void(2, 0);
  });
  const refused = kitchen.page.getByRole('log', { name: 'Taps that were not taken' });
  // About two orders, so both are on their way at once: either may be answered first.
  for (const why of ['the dish was voided', 'something was voided on it']) await expect(refused).toContainText(why);
  await see('kitchen-refused', kitchen.page);

  await expect(alarm).toBeHidden();
  const visit = await floor.openTable('4');
  await whileSilent(phone, '**/move', async () => {
    await visit.getByRole('button', { name: 'Move', exact: true }).click();
    await visit.getByRole('button', { name: 'Move to table 7' }).click();
    await visit.getByRole('button', { name: 'Close', exact: true }).click();
    await house.party('7', 2, 'Elif');
  });
  await expect(phone.getByText('Moving table 4: somebody was seated')).toBeVisible();
  await see('floor-refused', phone);

  await floor.seat('3', 2);
  const alone = phone.getByRole('button', { name: 'Each alone' });
  await alone.click();
  await expect(alone).toHaveAttribute('aria-pressed', 'true');
  await phone.getByRole('button', { name: 'Take an order' }).click();
  await expect(phone.getByRole('button', { name: 'One order for the table' })).toBeVisible();
  await see('waiter-nobody-yet', phone);
}

/** What a page sends there is lost meanwhile, and sent again after that. */
async function whileSilent(page: Page, path: string, act: () => Promise<void>): Promise<void> {
  await page.route(path, (route) => route.abort('connectionfailed'));
  await act();
  await page.unroute(path);
}
