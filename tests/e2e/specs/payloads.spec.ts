/** Names and notes of somebody who means harm, on every screen that shows them. */
import { House } from '../support/house';
import { ticketName } from '../support/kitchen';
import {
  expectInOrder,
  formulasIn,
  Harm,
  joinAs,
  joined,
  NAMES,
  noteAs,
  NOTES,
  positionOf,
  REFUSED,
  SMALL,
} from '../support/payloads';
import { signIn, staffCookie } from '../support/staff';
import { enrol, hire } from '../support/team';
import { DESK, expect, test } from '../support/test';

/** Dishes that can be ordered with nothing chosen. */
const DISHES = ['negroni', 'risotto', 'octopus', 'tiramisu', 'espresso'];

test('what guests type is text on the screens of guests, of the kitchen and of the floor', async ({ hub, devices }) => {
  const [own, ...others] = NAMES;
  const ada = await devices.guest(own, SMALL);
  const harm = Harm.on(ada.page);
  const house = await House.of(hub);
  for (const [number, name] of others.slice(0, 7).entries()) {
    const item = DISHES[number % DISHES.length] ?? '';
    await house.orderAtDemoTable(name, { item, note: NOTES[number] ?? '' });
  }
  const waiting = others.slice(7);
  for (const [number, name] of waiting.entries()) {
    const { token } = (await (await joinAs(hub, name)).json()) as { token: string };
    const noted = await noteAs(hub, token, NOTES[(number + 3) % NOTES.length] ?? '');
    expect(noted.status).toBe(200);
  }

  await ada.openDish('Porcini risotto');
  await harm.expectNone(ada.page, 'whom a dish is for', ...others);
  await ada.page.keyboard.press('Escape');
  await ada.add('Porcini risotto', { note: NOTES[0] });
  await ada.cart.open();
  await ada.page.getByRole('button', { name: 'Give Porcini risotto to someone' }).click();
  await harm.expectNone(ada.page, 'whom a dish is given to', ...others);
  await ada.page.keyboard.press('Escape');
  await harm.expectNone(ada.page, 'the cart', NOTES[0], NOTES[6], NOTES[2], 'محمد', 'שרה');
  await ada.page.getByRole('button', { name: /^At the table: / }).click();
  await harm.expectNone(ada.page, 'the party', ...others);
  await ada.page.keyboard.press('Escape');
  await ada.cart.review();
  await harm.expectNone(ada.page, 'the review', NOTES[0], NOTES[2]);
  await ada.cart.placeButton().click();
  await expect(ada.cart.placed()).toBeVisible();
  await harm.expectNone(ada.page, 'the receipt');
  await ada.orders.openFromReceipt();
  await harm.expectNone(ada.page, 'the orders', NOTES[0], NOTES[6], NOTES[2], NOTES[5], others[0]);

  const kitchen = await devices.kitchen(DESK);
  const inKitchen = Harm.on(kitchen.page);
  await expect(kitchen.tickets.first()).toBeVisible();
  await inKitchen.expectNone(kitchen.page, 'the kitchen', NOTES[0], NOTES[1], others[0]);
  await kitchen.page.getByRole('button', { name: /^Grill/ }).press('Enter');
  await inKitchen.expectNone(kitchen.page, 'the grill', NOTES[1], NOTES[2], NOTES[6]);
  await kitchen.page.setViewportSize({ width: 820, height: 1180 });
  await inKitchen.expectNone(kitchen.page, 'the grill on a tablet', NOTES[1], NOTES[6]);
  await kitchen.page.getByRole('button', { name: /^Bar/ }).press('Enter');
  await inKitchen.expectNone(kitchen.page, 'the bar on a tablet', NOTES[0]);

  const floor = await devices.floor(SMALL);
  const onFloor = Harm.on(floor.page);
  await onFloor.expectNone(floor.page, 'the floor');
  await floor.openTable('1');
  await onFloor.expectNone(floor.page, 'the table on the floor', ...NAMES);
});

test('what the house types is text on the screens of the office', async ({ hub, devices }) => {
  test.setTimeout(180_000);
  for (const name of NAMES) await hire(hub, { name, role: 'waiter', password: 'three dull words' });
  const page = await devices.page(SMALL);
  const harm = Harm.on(page);
  await enrol(page, hub, '"><img src=x onerror=x()>');
  await page.goto(`${hub.url}/staff`);
  await harm.expectNone(page, 'the people at a device', ...NAMES);
  await signIn(page, hub);
  await page.goto(`${hub.url}/team`);
  await harm.expectNone(page, 'the team', ...NAMES);
  await page.getByRole('button', { name: 'Devices' }).click();
  await harm.expectNone(page, 'the devices', '"><img src=x onerror=x()>');
  await page.goto(`${hub.url}/audit`);
  await harm.expectNone(page, 'the audit', ...NAMES);

  // A spreadsheet takes no cell of the export for a formula.
  const { staff_name: name, staff_password: password } = hub.facts;
  const post = (path: string, data: object) =>
    page.request.post(hub.url + path, { data, headers: { origin: hub.url } });
  expect((await post('/api/staff/sign-in', { name, password })).status()).toBe(200);
  expect((await post('/api/staff/step-up', { password })).status()).toBe(204);
  const csv = await (await post('/api/audit/export', {})).text();
  for (const formula of ['=1+1', '+1', '-2', '@SUM(A1)']) {
    expect(csv).toContain(`,'${formula},`);
    expect(csv).not.toContain(`,${formula},`);
  }
  expect(formulasIn(csv)).toEqual([]);
});

test('names from right to left leave the order of their neighbours alone', async ({ hub, devices }) => {
  const ada = await devices.guest('Ada');
  for (const name of ['محمد', 'שרה', 'Ben']) expect((await joinAs(hub, name)).status).toBe(200);
  const floor = await devices.floor();
  await expect(floor.tile('1')).toContainText('Ben');
  await expectInOrder(floor.tile('1'), 'Ada', 'محمد', 'שרה', 'Ben');
  await ada.cart.open();
  await expect(ada.page.getByRole('button', { name: /^At the table: / })).toBeVisible();

  // One dish that several of them have.
  for (const name of ['نور', 'דוד']) {
    const { token } = await joined(hub, name);
    expect((await noteAs(hub, token, '')).status).toBe(200);
  }
  await (await House.of(hub)).orderAtDemoTable('Eve', { item: 'negroni' });
  const kitchen = await devices.kitchen(DESK);
  const dish = kitchen.dish(kitchen.ticket(ticketName('1', 1, 'Bar')), 'Negroni');
  await expect(dish).toContainText('Eve');
  await expectInOrder(dish, 'نور', 'דוד', 'Eve');
});

test('what cannot be seen or turns the writing is refused and leaves no trace', async ({ hub }) => {
  const cookie = await staffCookie(hub);
  const { token } = (await (await joinAs(hub, 'Ada')).json()) as { token: string };
  const before = await positionOf(hub, cookie);
  for (const text of REFUSED) {
    const name = await joinAs(hub, text);
    expect([name.status, ((await name.json()) as { code: string }).code], JSON.stringify(text)).toEqual([422, 'name_refused']);
    // A note may be empty, and then it is none.
    if (text.trim() === '' || text === '\u200d') continue;
    const note = await noteAs(hub, token, text);
    expect(note.status, JSON.stringify(text)).toBe(422);
  }
  expect(await positionOf(hub, cookie)).toBe(before);
});
