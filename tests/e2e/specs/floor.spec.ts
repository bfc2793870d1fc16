import { expect, test } from '../support/test';
import { Floor } from '../support/floor';
import { Guest } from '../support/guest';
import { House } from '../support/house';
import { SignIn } from '../support/staff';

test('staff sign in with name and password, and a wrong one is refused', async ({ hub, devices, complaints }) => {
  complaints.expect(401, '/api/staff/me');
  complaints.expect(401, '/api/staff/sign-in');
  const page = await devices.page();
  await page.goto(hub.facts.floor_url);
  const signIn = new SignIn(page);
  await expect(page.getByRole('heading', { level: 1, name: 'Staff sign-in' })).toBeVisible();

  await signIn.button.click();
  await expect(page.getByText('Type your name.')).toBeVisible();
  await expect(page.getByText('Type your password.')).toBeVisible();
  await signIn.as(hub.facts.staff_name, 'not the password');
  await expect(signIn.problem).toBeVisible();
  await signIn.as('Nobody', hub.facts.staff_password);
  await expect(signIn.problem).toBeVisible();

  await signIn.as(hub.facts.staff_name, hub.facts.staff_password);
  await expect(page.getByRole('heading', { level: 1, name: 'Floor' })).toBeVisible();
  expect(new URL(page.url()).pathname, 'on to the screen that was asked for').toBe('/floor');

  await page.getByRole('button', { name: 'Account' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(signIn.button).toBeVisible();
  await page.goto(hub.facts.kitchen_url);
  await expect(signIn.button).toBeVisible();
});

test('a waiter seats a party, its guest joins by the code, and closing ends the visit', async ({
  hub,
  devices,
  complaints,
}) => {
  complaints.expect(409, '/api/sessions/join');
  const floor = await devices.floor();
  await expect(floor.tile('3')).toHaveText(/4 seats\s*Free/);
  const code = floor.page.waitForResponse(/\/api\/floor\/tables\/3\/code$/);
  const pin = await floor.seat('3', 2);
  expect(pin).toMatch(/^\d{4}$/);
  await expect(floor.page.getByRole('img', { name: 'QR code of table 3' })).toBeVisible();
  const { url } = (await (await code).json()) as { url: string };

  const chiara = new Guest(await devices.page(), 'Chiara');
  await chiara.open(url);
  await chiara.join(pin);
  const sheet = floor.page.getByRole('dialog', { name: 'Table 3' });
  await expect(sheet.getByRole('listitem').filter({ hasText: 'Chiara' })).toBeVisible();
  await sheet.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(floor.tile('3')).toHaveText(/Seated\s*2 guests\s*Chiara/);

  await chiara.add('Negroni');
  await chiara.cart.place();
  await expect(floor.tile('3')).toHaveText(/Ordered\s*1 to come/);

  const house = await House.of(hub);
  for (const status of ['cooking', 'ready', 'served'] as const) await house.setStatus(1, 0, status);
  await expect(floor.tile('3')).toHaveText(/Eating/);
  await house.settle(await house.sessionAt('3'));
  await expect(floor.tile('3')).toHaveText(/Paid/);
  await floor.tile('3').click();
  await expect(sheet).toContainText('Everything is brought and paid.');
  await sheet.getByRole('button', { name: 'Close', exact: true }).click();
  await floor.closeTable('3');
  await expect(floor.tile('3')).toHaveText(/To clean/);
  await floor.look('Now');
  await floor.page.getByRole('button', { name: 'Mark clean: table 3' }).click();
  await floor.look('Tables');
  await expect(floor.tile('3')).toHaveText(/4 seats\s*Free/);
  await expect(chiara.page.getByRole('heading', { level: 1, name: 'Thank you for coming' })).toBeVisible();
  await expect(chiara.page.getByRole('region', { name: /^Sent to the kitchen/ })).toContainText('Negroni');
  await chiara.page.getByRole('button', { name: 'Start a new visit' }).click();
  await chiara.typePin(pin);
  await expect(chiara.page.getByText('Nobody is seated at this table yet.')).toBeVisible();
});

test('the PIN of a seated table is shown when asked, and a new one takes its place', async ({
  hub,
  devices,
  complaints,
}) => {
  complaints.expect(401, '/api/sessions/join');
  const ada = await devices.guest('Ada');
  const floor = await devices.floor();
  const sheet = await floor.openTable('1');
  await sheet.getByRole('button', { name: 'Show PIN' }).click();
  expect(await floor.pin(sheet)).toBe(hub.facts.pin);
  await sheet.getByRole('button', { name: 'New PIN' }).click();
  await expect.poll(() => floor.pin(sheet)).not.toBe(hub.facts.pin);
  const fresh = await floor.pin(sheet);

  const bruno = new Guest(await devices.page(), 'Bruno');
  await bruno.open(hub.facts.guest_url);
  await bruno.typePin(hub.facts.pin);
  await expect(bruno.page.getByText('That is not the PIN of this table.')).toBeVisible();
  await bruno.join(fresh);
  await ada.cart.open();
  await bruno.add('Negroni');
  await expect(ada.cart.line('Negroni', 'Bruno'), 'whoever was in stays in').toBeVisible();
});

test('dishes that are ready lead the waiter to their table', async ({ hub, devices }) => {
  const house = await House.of(hub);
  await house.party('t2', 3, 'Dario', { item: 'octopus' });
  const floor = await devices.floor();
  await expect(floor.tile('T2')).toContainText('1 to come');
  await house.setStatus(1, 0, 'ready');
  await floor.look('Now');
  const toRun = floor.page.getByRole('navigation', { name: 'Ready to run' });
  await toRun.getByRole('button', { name: /^Run to table T2/ }).click();
  await expect(floor.page.getByRole('dialog', { name: 'Table T2' })).toContainText('Ready to run');
});

test('a floor screen that is cut off says so and comes back by itself', async ({ hub, devices }) => {
  const floor: Floor = await devices.floor();
  const banner = floor.page.getByText(/^Not connected since .+ Tables are as they were then\./);
  await hub.kill();
  await expect(banner).toBeVisible();
  const sheet = await floor.openTable('3');
  await expect(sheet).toContainText('This needs the hub.');
  await sheet.getByRole('button', { name: '2', exact: true }).click();
  await expect(sheet.getByRole('button', { name: 'Seat 2 at table 3' })).toBeDisabled();

  await hub.restart();
  await expect(banner).toBeHidden();
  await sheet.getByRole('button', { name: 'Seat 2 at table 3' }).click();
  expect(await floor.pin(sheet)).toMatch(/^\d{4}$/);
});
