/** The kitchen in service: courses that wait, a void, an order that is all ready, the totals. */
import { expect } from '@playwright/test';
import { withCourses, withPasses } from './courses';
import { Floor } from './floor';
import { House } from './house';
import { Kitchen, ticketName } from './kitchen';
import { ageTickets } from './line';
import { signIn } from './staff';
import { STILL, type See, type World } from './tour';

export async function service({ hub, devices }: World, see: See): Promise<void> {
  await withCourses(hub);
  const house = await House.of(hub);
  await house.party(
    '4',
    4,
    'Chiara',
    { item: 'burrata' },
    { item: 'octopus', note: 'no chilli, please' },
    { item: 'risotto', quantity: 2 },
    { item: 'lamb-chops', modifiers: ['doneness/rare', 'side/polenta'] },
    { item: 'negroni' },
    { item: 'tiramisu' },
  );
  await house.party('5', 2, 'Dario', { item: 'risotto' }, { item: 'risotto' }, { item: 'sausage' }, { item: 'negroni' });
  await house.party('t2', 3, 'Elena', { item: 'risotto' }, { item: 'negroni' });
  const page = await devices.page({ ...STILL, viewport: { width: 1280, height: 800 } });
  await ageTickets(page, (order) => ({ 1: 13, 2: 9 })[order] ?? 1);
  await signIn(page, hub);
  const screen = new Kitchen(page);
  await screen.open(hub.facts.kitchen_url);
  // By keyboard: after a finger nothing on the board moves for a while, not even to fit another size.
  await screen.useKeys();
  await house.void(2, 1);
  await expect(screen.ticket(ticketName('5', 2, 'Grill'))).toContainText('Void');
  await see('kitchen-void', page);

  await house.bump('3-grill');
  await house.bump('3-bar');
  await page.getByRole('button', { name: /^Expo/ }).press('Enter');
  await expect(screen.whole('T2', 3)).toContainText('All ready');
  await see('kitchen-expo', page);

  await page.getByRole('button', { name: /^Courses, / }).press('Enter');
  await expect(page.getByRole('dialog', { name: 'Waiting courses' })).toBeVisible();
  await see('kitchen-courses', page);
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByRole('button', { name: 'Totals, all day', exact: true }).press('Enter');
  await expect(page.getByRole('dialog', { name: 'Totals, all day' })).toBeVisible();
  await page.getByRole('switch', { name: 'With modifiers' }).click();
  await see('kitchen-all-day', page);
  await page.getByRole('button', { name: 'Close', exact: true }).click();

  const phone = await devices.page(STILL);
  await signIn(phone, hub);
  const floor = new Floor(phone);
  await floor.open(hub.facts.floor_url);
  await expect(floor.tile('4')).toContainText('Mains, Desserts waiting');
  await floor.openTable('4');
  await see('floor-courses', phone);

  await phone.getByRole('button', { name: 'Change courses' }).press('Enter');
  await see('floor-course-of-dishes', phone);
  await withPasses(hub);
  await house.bump('1-cold');
  await page.getByRole('button', { name: /^Kitchen pass/ }).press('Enter');
  await expect(screen.whole('T2', 3, 'Kitchen pass')).toContainText('All ready');
  await see('kitchen-first-pass', page);
  await page.getByRole('button', { name: /^All/ }).press('Enter');
  const strip = await screen.openDone();
  await house.setStatus(3, 1, 'served');
  await expect(strip.getByRole('button', { name: /^Not brought after all/ }).first()).toBeVisible();
  await see('kitchen-done', page);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.getByRole('button', { name: 'Next page' }).press('Enter');
  await see('kitchen-second-page', page);
}
