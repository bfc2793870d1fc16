/** Names and notes of somebody who means harm, where they are let in, looked at and written for. */
import { withCourses } from '../support/courses';
import { House } from '../support/house';
import { callAs, Harm, joinAs, joined, knockAs, LONG, NAMES, noteAs, NOTES, SMALL } from '../support/payloads';
import { DESK, expect, test } from '../support/test';
import { changeVenue } from '../support/venue';
import { invite, inviteCode, knock } from '../support/ways';

test('who knocks or comes by an invite is text on both sides of the door', async ({ hub, devices }) => {
  const [own, ...others] = NAMES;
  const ada = await devices.guest(own, SMALL);
  const floor = await devices.floor(SMALL);
  const outside = await devices.page(SMALL);
  const [harm, onFloor, harmOutside] = [Harm.on(ada.page), Harm.on(floor.page), Harm.on(outside)];
  const knocking = [...others.slice(0, 4), 'שרה'];
  for (const name of knocking) await knockAs(hub, name);
  const ben = await knock(hub, outside, LONG);
  await harmOutside.expectNone(outside, 'the waiting screen', LONG);

  await harm.expectNone(ada.page, 'the first knock', knocking[0] ?? '');
  await ada.cart.open();
  await ada.page.getByRole('button', { name: /^At the table: / }).click();
  await harm.expectNone(ada.page, 'all knocks', ...knocking, LONG);
  await ada.page.keyboard.press('Escape');
  await onFloor.expectNone(floor.page, 'a table with knocks');
  const sheet = await floor.openTable('1');
  await onFloor.expectNone(floor.page, 'the knocks on the floor', ...knocking, LONG);

  // Somebody of that name was here before.
  await outside.getByRole('button', { name: 'Stop waiting' }).click();
  await joined(hub, LONG);
  await ben.typePin(hub.facts.pin);
  await harmOutside.expectNone(outside, 'who was here before', LONG);
  await outside.getByRole('button', { name: `Yes, I am ${LONG}` }).click();
  await harmOutside.expectNone(outside, 'waiting for a yes', LONG);
  await onFloor.expectNone(floor.page, 'a new phone on the floor', `I was here as ${LONG}`);
  await ada.page.getByRole('button', { name: /^At the table: / }).click();
  await harm.expectNone(ada.page, 'a new phone', `Is this ${LONG} on a new phone?`);
  await ada.page.keyboard.press('Escape');
  await sheet.getByRole('button', { name: `Remove ${LONG}` }).click();
  await onFloor.expectNone(floor.page, 'whom to remove', `Remove ${LONG} from this table?`);

  const [first, second] = ['MMMMMMMMMMMMMMMMMMMMMMMM', `W ${'M'.repeat(22)}`];
  const held = await invite(ada);
  expect((await joinAs(hub, first, { invite: await inviteCode(held) })).status).toBe(200);
  await harm.expectNone(ada.page, 'a used invite', `${first} is in.`);
  await ada.page.getByRole('button', { name: 'Done' }).click();
  await sheet.getByRole('button', { name: 'Let somebody in' }).click();
  expect((await joinAs(hub, second, { invite: await inviteCode(sheet) })).status).toBe(200);
  await onFloor.expectNone(floor.page, 'a used invite on the floor', `${second} is in.`);
});

test('an order that waits for a yes is text for whoever looks at it, and so is the no', async ({ hub, devices }) => {
  await changeVenue(hub, (file) => `${file}\n[approval]\nover_portions = 1\n`);
  const [own, ...others] = NAMES;
  const ada = await devices.guest(own, SMALL);
  const harm = Harm.on(ada.page);
  await ada.add('Tiramisù', { portions: 2, note: NOTES[1] });
  await ada.cart.place(ada.cart.checked());
  await harm.expectNone(ada.page, 'an order that is checked');
  await ada.orders.openFromReceipt();
  const house = await House.of(hub);
  const tables = ['2', '3', '4', '5', '6', '7'];
  for (const [number, table] of tables.entries()) {
    const dish = { item: 'negroni', quantity: 2, note: NOTES[number] ?? '' };
    await house.allergicParty(table, 2, others[number] ?? '', ['nuts'], dish);
  }
  const long = others.slice(6);
  for (const [number, name] of long.entries()) {
    await house.orderAtDemoTable(name, { item: 'negroni', quantity: 2, note: NOTES[number] ?? '' });
  }
  await harm.expectNone(ada.page, 'the orders that are checked', NOTES[1], NOTES[6], LONG);

  const floor = await devices.floor(SMALL);
  const onFloor = Harm.on(floor.page);
  await onFloor.expectNone(floor.page, 'tables with orders that wait');
  await floor.look('Now');
  await onFloor.expectNone(floor.page, 'the orders that wait', ...NAMES, ...NOTES.slice(0, 7));
  await floor.look('Tables');
  const visit = await floor.openTable('1');
  await onFloor.expectNone(floor.page, 'a table with orders that wait', ...long, NOTES[1], NOTES[6]);
  await visit.getByRole('button', { name: 'Decline order 1 of table 1' }).click();
  const sheet = floor.page.getByRole('dialog', { name: 'Decline order 1 of table 1?' });
  await sheet.getByLabel('Something else').check();
  await sheet.getByRole('textbox').fill(NOTES[0]);
  await onFloor.expectNone(floor.page, 'declining');
  await sheet.getByRole('button', { name: 'Decline the order' }).click();
  await harm.expectNone(ada.page, 'a declined order', NOTES[0], 'Not taken by the house');
});

test('names and notes are text where a waiter orders for a table, splits it up and notes an allergy', async ({
  hub,
  devices,
}) => {
  for (const [number, name] of NAMES.entries()) {
    const { token } = await joined(hub, name);
    expect((await noteAs(hub, token, NOTES[number % NOTES.length] ?? '')).status).toBe(200);
  }
  const floor = await devices.floor(SMALL);
  const harm = Harm.on(floor.page);
  const visit = await floor.openTable('1');
  await visit.getByRole('button', { name: 'Note an allergy' }).click();
  await visit.getByRole('button', { name: 'Split up' }).click();
  await visit.getByRole('button', { name: 'Show what is in the cart' }).click();
  await expect(visit.getByText("The table's cart")).toBeVisible();
  await harm.expectNone(floor.page, 'what can be done at a table', ...NAMES);

  await visit.getByRole('button', { name: 'Take an order' }).click();
  const order = floor.page.getByRole('dialog', { name: 'Take an order' });
  await harm.expectNone(floor.page, 'the order that a waiter takes', ...NAMES, ...NOTES);
  await order.getByRole('button', { name: /^Change Negroni/ }).first().click();
  const line = floor.page.getByRole('dialog', { name: 'Negroni' });
  await line.getByLabel('For the kitchen').fill(NOTES[2]);
  await harm.expectNone(floor.page, 'a line that a waiter changes', ...NAMES);
  await line.getByRole('button', { name: LONG }).click();
  await line.getByRole('button', { name: 'Save' }).click();
  await expect(line).toBeHidden();
  await harm.expectNone(floor.page, 'the order that a waiter has changed', NOTES[2]);
  await order.getByRole('button', { name: /^Order \d+ dishes/ }).click();
  await expect(order.getByText('is with the kitchen')).toBeVisible();
  await floor.page.getByRole('button', { name: 'Close', exact: true }).click();
  await visit.getByRole('button', { name: 'Show the rounds' }).click();
  await harm.expectNone(floor.page, 'the rounds of a table');
});

test('what is at the pass, ready to be brought or called for is text', async ({ hub, devices }) => {
  await withCourses(hub);
  const house = await House.of(hub);
  const tables = ['2', '3', '4', '5', '6', '7'];
  for (const [number, table] of tables.entries()) {
    const note = NOTES[number + 1] ?? '';
    const dishes = ['burrata', 'risotto', 'tiramisu'].map((item) => ({ item, note }));
    await house.allergicParty(table, 2, NAMES[number * 2 + 1] ?? '', ['nuts'], ...dishes);
  }
  await callAs(hub, LONG);

  const kitchen = await devices.kitchen(DESK);
  const harm = Harm.on(kitchen.page);
  await kitchen.openCourses();
  await harm.expectNone(kitchen.page, 'the courses that wait', ...NOTES.slice(1, 7));
  await kitchen.page.getByRole('button', { name: 'Close', exact: true }).click();
  // By keyboard: after a finger nothing on the board moves for a while.
  await kitchen.page.getByRole('button', { name: /^Expo/ }).press('Enter');
  await expect(kitchen.tickets.first()).toBeVisible();
  await harm.expectNone(kitchen.page, 'the pass', NOTES[1], NAMES[1]);
  for (const viewport of [{ width: 820, height: 1180 }, { width: 360, height: 740 }]) {
    await kitchen.page.setViewportSize(viewport);
    await harm.expectNone(kitchen.page, `the pass at ${viewport.width}`);
  }

  const floor = await devices.floor(SMALL);
  const onFloor = Harm.on(floor.page);
  const visit = await floor.openTable('2');
  await visit.getByRole('button', { name: 'Change courses' }).click();
  await onFloor.expectNone(floor.page, 'the courses of a table', NAMES[1]);
  await floor.page.getByRole('button', { name: 'Close', exact: true }).click();
  for (const [order] of tables.entries()) await house.bump(`${order + 1}-cold`);
  await floor.look('Now');
  await expect(floor.page.getByRole('navigation', { name: 'Ready to run' }).getByRole('listitem')).not.toHaveCount(0);
  await onFloor.expectNone(floor.page, 'what is ready to run', LONG, NAMES[1], NAMES[3]);
  const strip = await kitchen.openDone();
  await expect(strip).toBeVisible();
  await harm.expectNone(kitchen.page, 'what was bumped');
});
