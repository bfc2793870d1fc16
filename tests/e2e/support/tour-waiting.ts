/** What waits longer than the house wants, and what was pressed that the hub has not heard of. */
import { expect, type Page } from '@playwright/test';
import { withCourses } from './courses';
import { Floor } from './floor';
import { House } from './house';
import { Kitchen } from './kitchen';
import { pausePins, withoutPatience } from './line';
import { signIn } from './staff';
import { STILL, type See, type World } from './tour';

/** Nothing that is pressed on a page arrives from now on. */
const silence = (page: Page) =>
  page.route(/\/api\/(kitchen|sessions|floor\/)/, (route) =>
    route.request().method() === 'POST' ? route.abort('connectionfailed') : route.continue(),
  );

export async function waiting({ hub, devices, complaints }: World, see: See): Promise<void> {
  const paused = await devices.page(STILL);
  await pausePins(paused, 42);
  await signIn(paused, hub);
  await paused.goto(hub.facts.floor_url);
  await expect(paused.getByText(/^Too many wrong PINs .* For 42 minutes nobody joins by PIN/)).toBeVisible();
  await see('floor-pins-paused', paused);
  await paused.close();
  complaints.expectLostCalls();
  await withCourses(hub);
  const house = await House.of(hub);
  const gone = await house.party('5', 2, 'Dario', { item: 'octopus' });
  await house.setStatus(1, 0, 'served');
  await house.settle(gone.session);
  await house.close(gone.session);
  await house.allergicParty('4', 4, 'Chiara', ['nuts'], { item: 'burrata' }, { item: 'risotto', quantity: 2 });
  await house.setStatus(2, 0, 'ready');
  const ada = await devices.guest('Ada', STILL);
  await ada.page.getByRole('button', { name: 'Waiter', exact: true }).click();
  await ada.sheet('Call the waiter').getByRole('button', { name: 'Plates or cutlery' }).click();
  await expect(ada.sheet('Call the waiter').getByText('The waiters know.')).toBeVisible();

  const page = await devices.page(STILL);
  await withoutPatience(page);
  await signIn(page, hub);
  const floor = new Floor(page);
  await floor.open(hub.facts.floor_url);
  const own = await floor.openTable('4');
  await own.getByLabel('Looked after by').selectOption(hub.facts.staff_name);
  await own.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(floor.tile('4')).toContainText(hub.facts.staff_name);
  await see('floor-late', page);
  await floor.look('Plan');
  await see('floor-late-plan', page);
  await floor.look('Now');
  await see('floor-late-now', page);

  await silence(page);
  await page.getByRole('button', { name: /^Brought to table 4/ }).click();
  await page.getByRole('button', { name: 'Mark clean: table 5' }).click();
  await expect(page.getByRole('list', { name: 'Brought just now' })).toContainText('Not sent yet');
  await see('floor-unsent-now', page);
  await floor.look('Plan');
  await see('floor-unsent-plan', page);
  await floor.look('Tables');
  await see('floor-unsent', page);
  const sheet = await floor.openTable('4');
  await sheet.getByRole('button', { name: /^Fire Mains/ }).press('Enter');
  const fired = sheet.getByRole('listitem').filter({ hasText: 'Mains fired' });
  await expect(fired).toContainText('Not sent yet');
  await fired.scrollIntoViewIfNeeded();
  await see('floor-unsent-visit', page);

  const wall = await devices.page({ ...STILL, viewport: { width: 1280, height: 800 } });
  await signIn(wall, hub);
  const kitchen = new Kitchen(wall);
  await kitchen.open(hub.facts.kitchen_url);
  await silence(wall);
  const courses = await kitchen.openCourses();
  await see('kitchen-courses-allergy', wall);
  await courses.getByRole('button', { name: 'Fire Mains of table 4' }).press('Enter');
  await expect(courses.getByRole('listitem').filter({ hasText: 'Fired' })).toContainText('Not sent yet');
  await see('kitchen-courses-unsent', wall);
  await wall.getByRole('button', { name: 'Close', exact: true }).press('Enter');
  await kitchen.openDone();
  await see('kitchen-unsent', wall);
}
