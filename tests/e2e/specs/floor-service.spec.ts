import { VENUE_HOST } from '../support/browser';
import { withCourses } from '../support/courses';
import { expect, test } from '../support/test';
import { Floor } from '../support/floor';
import { listen } from '../support/heard';
import { House } from '../support/house';
import { Kitchen, ticketName } from '../support/kitchen';
import { Line, withoutPatience } from '../support/line';
import { signIn } from '../support/staff';
import { hire, MIA } from '../support/team';

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true };

test('a guest calls, the waiter comes, and the whole party sees it', async ({ hub, devices }) => {
  const ada = await devices.guest('Ada');
  const floor = await devices.floor(PHONE);
  await floor.look('Now');
  await expect(floor.page.getByText('Nothing to do right now')).toBeVisible();
  const { heard, felt } = await listen(floor.page);
  await floor.page.getByRole('button', { name: 'Turn sound on' }).click();
  await expect(floor.page.getByRole('button', { name: 'Sound is on' })).toBeVisible();
  expect(await felt()).toBe(0);

  await ada.page.getByRole('button', { name: 'Waiter', exact: true }).click();
  const sheet = ada.sheet('Call the waiter');
  await sheet.getByRole('button', { name: 'The bill, please' }).click();
  await expect(sheet.getByText('The waiters know.')).toBeVisible();

  const call = floor.call('1', 'The bill');
  await expect(call).toContainText('Ada');
  await expect.poll(felt, 'a call is felt').toBe(1);
  expect(await heard(), 'the sample of a call, and the call').toEqual([1568, 1568, 1568, 1568]);
  await floor.page.getByRole('button', { name: 'My tables' }).click();
  await expect(call, 'a table that nobody looks after is everybody\'s').toBeVisible();
  await call.getByRole('button', { name: 'On my way: table 1, The bill' }).click();
  await expect(sheet.getByText(`${hub.facts.staff_name} is on the way.`)).toBeVisible();
  await floor.look('Tables');
  await expect(floor.tile('1')).toContainText('Wants to pay');
  await floor.look('Now');
  await call.getByRole('button', { name: 'Done: table 1, The bill' }).click();
  await expect(call).toBeHidden();
  await expect(sheet.getByRole('button', { name: 'The bill, please' })).toBeVisible();
  await ada.page.setViewportSize({ width: 1280, height: 800 });
  const below = ada.page.getByRole('navigation', { name: 'Plato', includeHidden: true });
  await expect(below, 'laid out anew').not.toContainText('Menu');
  await expect(sheet, 'also when the page is laid out anew').toBeVisible();
  await ada.page.goBack();
  await expect(sheet, 'Back puts the sheet away and leaves the page there').toBeHidden();
  await expect(ada.tabs).toBeVisible();

  const house = await House.of(hub);
  await house.orderAtDemoTable('Ben', { item: 'octopus' });
  await house.setStatus(1, 0, 'ready');
  await expect(floor.page.getByRole('button', { name: 'Brought to table 1, order 1' })).toBeVisible();
  await expect.poll(heard, 'three rising tones for what is ready to run').toContain(1175);
});

test('a party moves with cart, phones and dishes, and takes a table more', async ({ hub, devices }) => {
  const house = await House.of(hub);
  await house.orderAtDemoTable('Ben', { item: 'octopus' });
  const ada = await devices.guest('Ada');
  await ada.add('Negroni');
  const kitchen: Kitchen = await devices.kitchen();
  await expect(kitchen.ticket(ticketName('1', 1, 'Grill'))).toBeVisible();
  const floor = await devices.floor();

  const sheet = await floor.openTable('1');
  await sheet.getByRole('button', { name: 'Move', exact: true }).click();
  await sheet.getByRole('button', { name: 'Move to table 7' }).click();
  await expect(kitchen.ticket(ticketName('7', 1, 'Grill')), 'the same ticket, called anew').toBeVisible();
  await expect(kitchen.ticket(ticketName('1', 1, 'Grill'))).toBeHidden();
  await expect(floor.page.getByRole('dialog'), 'the sheet goes with the party').toHaveAccessibleName('Table 7');
  await floor.page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(floor.tile('1')).toContainText('To clean');
  await expect(floor.tile('7')).toContainText('Ada');
  await ada.cart.open();
  await expect(ada.cart.line('Negroni'), 'the cart goes with them').toBeVisible();
  await ada.page.getByRole('button', { name: 'Waiter', exact: true }).click();
  await expect(ada.sheet('Call the waiter'), 'the phone knows where it sits').toContainText('You are at table 7.');

  const moved = await floor.openTable('7');
  await moved.getByRole('button', { name: 'Add a table' }).click();
  await moved.getByRole('button', { name: 'Add table 8' }).click();
  await expect(kitchen.ticket(ticketName('7 \\+ 8', 1, 'Grill'))).toBeVisible();
  await moved.getByRole('button', { name: 'Take off 8' }).click();
  await expect(kitchen.ticket(ticketName('7', 1, 'Grill'))).toBeVisible();
  await floor.page.getByRole('button', { name: 'Close', exact: true }).click();

  const left = await floor.openTable('1');
  await left.getByRole('button', { name: 'Mark clean' }).click();
  await floor.page.reload();
  await floor.look('Tables');
  await expect(floor.tile('1')).toContainText('Free');
});

test('a waiter takes a table and corrects how many sit there, and what waits too long there blinks', async ({
  hub,
  devices,
}) => {
  const page = await devices.page(PHONE);
  await withoutPatience(page);
  await signIn(page, hub);
  const floor = new Floor(page);
  await floor.open(hub.facts.floor_url);
  const house = await House.of(hub);
  await house.party('4', 2, 'Chiara', { item: 'octopus' });
  const sheet = await floor.openTable('4');
  await sheet.getByRole('button', { name: 'One guest more', exact: true }).click();
  await expect(sheet.locator('output')).toHaveText('3');
  await sheet.getByLabel('Looked after by').selectOption(hub.facts.staff_name);
  await sheet.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(floor.tile('4')).toContainText('3 guests');
  await expect(floor.tile('4')).toContainText(hub.facts.staff_name);
  await expect(floor.tile('4')).toHaveCSS('animation-name', 'none');

  await house.setStatus(1, 0, 'ready');
  await expect(floor.tile('4'), 'it waits to be run').toHaveCSS('animation-name', 'is-late');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect(floor.tile('4')).toHaveCSS('animation-name', 'none');
  await expect(floor.tile('4'), 'late without moving').toHaveCSS('outline-style', 'solid');
  await page.reload();
  await floor.look('Tables');
  await expect(floor.tile('4'), 'the hub has it').toContainText('3 guests');
  await expect(floor.tile('4')).toContainText(hub.facts.staff_name);
});

test('two tables become one party, one of them parts again, and the kitchen makes nothing twice', async ({
  hub,
  devices,
}) => {
  const house = await House.of(hub);
  const ada = await devices.guest('Ada');
  await ada.add('Negroni');
  await house.party('4', 2, 'Ben', { item: 'octopus' });
  const kitchen: Kitchen = await devices.kitchen();
  await expect(kitchen.ticket(ticketName('4', 1, 'Grill'))).toBeVisible();
  const floor = await devices.floor();

  const sheet = await floor.openTable('4');
  await sheet.getByRole('button', { name: 'Join a table' }).click();
  await sheet.getByRole('button', { name: 'Join table 1' }).click();
  await expect(sheet.getByText('Tables 4 and 1 become one party.')).toBeVisible();
  await sheet.getByRole('button', { name: 'Join them' }).click();
  await expect(kitchen.ticket(ticketName('1 \\+ 4', 1, 'Grill')), 'the same ticket, called anew').toBeVisible();
  await expect(kitchen.ticket(ticketName('4', 1, 'Grill'))).toBeHidden();
  await expect(ada.page.getByText('Ben sits with you now')).toBeVisible();
  await ada.go('Orders');
  await expect(ada.page.getByRole('region', { name: /^Sent to the kitchen/ })).toContainText('Charred octopus');
  await expect(sheet.getByRole('listitem').filter({ hasText: 'Ada' })).toBeVisible();

  await sheet.getByRole('button', { name: 'Split up' }).click();
  await sheet.getByRole('button', { name: 'Ben', exact: true }).click();
  await sheet.getByRole('button', { name: 'To table 7, as a party of their own' }).click();
  await expect(kitchen.ticket(ticketName('7', 1, 'Grill')), 'still the same ticket').toBeVisible();
  await sheet.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(floor.tile('7')).toContainText('Ben');
  await ada.cart.open();
  await expect(ada.cart.line('Negroni'), 'Ada keeps what is hers').toBeVisible();
  await ada.go('Orders');
  await expect(ada.page.getByRole('region', { name: /^Sent to the kitchen/ })).toBeHidden();
  expect(await kitchen.tickets.count(), 'one strip, all the time').toBe(1);
});

test('half of a party with one phone sits elsewhere, with the dishes that the waiter names', async ({
  hub,
  devices,
}) => {
  const house = await House.of(hub);
  await house.party('4', 6, 'Chiara', { item: 'octopus' }, { item: 'risotto' }, { item: 'risotto' });
  const kitchen: Kitchen = await devices.kitchen();
  await expect(kitchen.ticket(ticketName('4', 1, 'Grill'))).toBeVisible();
  const floor = await devices.floor(PHONE);
  const sheet = await floor.openTable('4');
  await sheet.getByRole('button', { name: 'Split up' }).click();
  const parting = sheet.getByRole('group', { name: 'Who sits elsewhere?' });
  await expect(parting.getByText('Choose who or what goes.')).toBeVisible();
  await parting.getByRole('button', { name: 'One Porcini risotto more goes' }).click();
  await parting.getByRole('button', { name: 'One guest more' }).click();
  await parting.getByRole('button', { name: 'One guest more' }).click();
  await expect(parting.getByLabel('3 go')).toBeVisible();
  // Whoever has a phone takes along what is theirs: it is not chosen beside.
  await parting.getByRole('button', { name: 'Chiara', exact: true }).click();
  await expect(parting.getByText('There are no others.')).toBeVisible();
  await parting.getByRole('button', { name: 'Chiara', exact: true }).click();
  await parting.getByRole('button', { name: 'One Porcini risotto more goes' }).click();
  await parting.getByRole('button', { name: 'To table 7, as a party of their own' }).click();
  await expect(kitchen.ticket(ticketName('4 / 7', 1, 'Grill')), 'the same ticket, for two tables').toBeVisible();
  await sheet.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(floor.tile('4')).toContainText('3 guests');
  await expect(floor.tile('7')).toContainText('3 guests');
  expect(await kitchen.tickets.count(), 'nothing is made again').toBe(1);
});

test('a waiter notes an allergy for a table without phones, and whoever cooks for it sees it at once', async ({
  hub,
  devices,
}) => {
  const house = await House.of(hub);
  await house.party('4', 2, 'Chiara', { item: 'risotto' });
  const kitchen: Kitchen = await devices.kitchen();
  const ticket = kitchen.ticket(ticketName('4', 1, 'Grill'));
  await expect(ticket).toBeVisible();
  const floor = await devices.floor(PHONE);
  const sheet = await floor.openTable('4');
  await sheet.getByRole('button', { name: 'Note an allergy' }).click();
  await sheet.getByRole('button', { name: 'peanuts' }).click();
  await expect(ticket, 'it was sent before').toContainText('no PEANUTS · whole table');
  await expect(ticket.locator('header'), 'as news').toContainText('Allergy');
  await sheet.getByRole('button', { name: 'Chiara', exact: true }).click();
  await sheet.getByRole('button', { name: 'milk' }).click();
  await expect(ticket).toContainText('no MILK · Chiara');
  await expect(sheet.getByText('Chiara: no milk')).toBeVisible();
  await sheet.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(floor.tile('4')).toContainText('No peanuts, milk');
});

test('what was marked as brought by mistake is taken back where it was pressed', async ({ hub, devices }) => {
  const house = await House.of(hub);
  await house.party('4', 2, 'Chiara', { item: 'octopus' });
  await house.setStatus(1, 0, 'ready');
  const floor = await devices.floor(PHONE);
  await floor.look('Now');
  const brought = floor.page.getByRole('button', { name: 'Brought to table 4, order 1' });
  await brought.click();
  await expect(brought).toBeHidden();
  await floor.page.getByRole('button', { name: 'Undo: order 1 was not brought to table 4' }).click();
  await expect(brought, 'it waits to be brought again').toBeVisible();
  await floor.page.reload();
  await floor.look('Now');
  await expect(brought, 'and the hub says so as well').toBeVisible();
});

test('what a waiter marks as brought while cut off is what they were shown', async ({ hub, devices, complaints }) => {
  complaints.expectLostCalls();
  const house = await House.of(hub);
  await house.party('4', 2, 'Chiara', { item: 'octopus' }, { item: 'burrata' });
  await house.setStatus(1, 0, 'ready');
  const floor = await devices.floor(PHONE);
  const line = await Line.to(floor.page, '/api/feed');
  await floor.page.reload();
  await floor.look('Now');
  const brought = floor.page.getByRole('button', { name: 'Brought to table 4, order 1' });
  const here = floor.page.getByRole('listitem').filter({ has: brought });
  await expect(here).toContainText('OCTOPUS');
  await floor.page.route(/\/api\/(floor|kitchen)/, (route) => route.abort('connectionfailed'));
  await line.cut();
  await expect(floor.page.getByText(/^Not connected since/)).toBeVisible();
  await brought.click();
  await expect(brought).toBeHidden();
  await house.setStatus(1, 1, 'ready');
  await floor.page.unroute(/\/api\/(floor|kitchen)/);
  line.mend();
  await expect(here, 'nobody has carried the burrata').toContainText('BURRATA');
  await expect(here).not.toContainText('OCTOPUS');
  await expect(floor.page.getByText('not sent yet')).toBeHidden();
  await expect(brought).toBeVisible();
});

test('a course that is fired and a round that is brought are marked until they are sent', async ({
  hub,
  devices,
  complaints,
}) => {
  complaints.expectLostCalls();
  await withCourses(hub);
  const house = await House.of(hub);
  await house.party('4', 2, 'Chiara', { item: 'burrata' }, { item: 'risotto' });
  await house.setStatus(1, 0, 'ready');
  const floor = await devices.floor(PHONE);
  const line = await Line.to(floor.page, '/api/feed');
  await floor.page.reload();
  await floor.look('Now');
  const brought = floor.page.getByRole('button', { name: 'Brought to table 4, order 1' });
  await expect(brought).toBeVisible();
  await floor.page.route(/\/api\/(floor|kitchen|sessions)/, (route) => route.abort('connectionfailed'));
  await line.cut();
  await expect(floor.page.getByText(/^Not connected since/)).toBeVisible();
  await brought.click();
  const justBrought = floor.page.getByRole('list', { name: 'Brought just now' });
  await expect(justBrought).toContainText('Not sent yet');
  await floor.look('Tables');
  await expect(floor.tile('4')).toContainText('Not sent yet');
  const sheet = await floor.openTable('4');
  await sheet.getByRole('button', { name: 'Fire Mains · 1 dish' }).click();
  await expect(sheet.getByRole('listitem').filter({ hasText: 'Mains fired' })).toContainText('Not sent yet');
  await expect(sheet.getByText('Not sent yet'), 'the count of guests has nothing to do with it').toHaveCount(1);
  await sheet.getByRole('button', { name: 'Close', exact: true }).click();
  await floor.look('Plan');
  await expect(floor.tile('4')).toHaveAccessibleName(/Not sent yet/);
  await floor.page.reload();
  await floor.look('Now');
  await expect(justBrought, 'also after a reload').toContainText('Not sent yet');

  await floor.page.unroute(/\/api\/(floor|kitchen|sessions)/);
  line.mend();
  await expect(floor.page.getByText(/^Not connected since/)).toBeHidden();
  await expect(floor.page.getByText('Not sent yet')).toHaveCount(0);
  await floor.look('Tables');
  await expect(floor.tile('4')).not.toContainText('Mains waiting');
});

test('the count of what there is to do is of the tables that are looked at', async ({ hub, devices }) => {
  await hire(hub, MIA);
  const house = await House.of(hub);
  await house.party('4', 2, 'Chiara', { item: 'octopus' });
  await house.party('5', 2, 'Dario', { item: 'octopus' });
  await house.setStatus(1, 0, 'ready');
  await house.setStatus(2, 0, 'ready');
  const floor = await devices.floor(PHONE);
  const sheet = await floor.openTable('5');
  await sheet.getByLabel('Looked after by').selectOption(MIA.name);
  await sheet.getByRole('button', { name: 'Close', exact: true }).click();
  const tab = floor.page.getByRole('button', { name: /^Now/ });
  await expect(tab).toHaveText(/2$/);
  await floor.look('Now');
  await floor.page.getByRole('button', { name: 'My tables' }).click();
  await expect(floor.page.getByRole('button', { name: /^Run to table/ })).toHaveText([/^Run to table 4/]);
  await expect(tab, 'table 5 is Mia\'s').toHaveText(/1$/);
  await floor.page.getByRole('button', { name: 'All tables' }).click();
  await expect(tab).toHaveText(/2$/);
});

test('a call and a table to clean that wait too long say so, on list, plan and Now, without motion too', async ({
  hub,
  devices,
}) => {
  const ada = await devices.guest('Ada');
  const page = await devices.page(PHONE);
  await withoutPatience(page);
  await signIn(page, hub);
  const floor = new Floor(page);
  await floor.open(hub.facts.floor_url);
  const house = await House.of(hub);
  const { session } = await house.party('4', 2, 'Chiara', { item: 'octopus' });
  await house.setStatus(1, 0, 'served');
  await house.settle(session);
  await house.close(session);
  await ada.page.getByRole('button', { name: 'Waiter', exact: true }).click();
  await ada.sheet('Call the waiter').getByRole('button', { name: 'Water' }).click();
  await expect(floor.tile('1')).toContainText('Too long: Water');
  await expect(floor.tile('4')).toContainText(/Too long: .*To clean/);
  for (const view of ['Tables', 'Plan'] as const) {
    await floor.look(view);
    for (const table of ['1', '4']) await expect(floor.tile(table)).toHaveCSS('animation-name', 'is-late');
  }
  await expect(floor.tile('1')).toHaveAccessibleName(/Too long: Calls: Water/);
  await floor.look('Now');
  const call = floor.call('1', 'Water');
  const dirty = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: 'Mark clean: table 4' }) });
  for (const card of [call, dirty]) {
    await expect(card).toContainText('Too long');
    await expect(card).toHaveCSS('animation-name', 'is-late');
  }
  await expect(page.getByRole('button', { name: /^Now/ }), 'both count').toHaveText(/2$/);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const card of [call, dirty]) {
    await expect(card).toHaveCSS('animation-name', 'none');
    await expect(card).toHaveCSS('outline-style', 'solid');
  }
  await call.getByRole('button', { name: 'On my way: table 1, Water' }).click();
  await expect(call, 'somebody is on the way').not.toContainText('Too long');
  await dirty.getByRole('button', { name: 'Mark clean: table 4' }).click();
  await expect(dirty).toBeHidden();
});

test('the plan says of a table what the list says', async ({ hub, devices }) => {
  const ada = await devices.guest('Ada');
  const house = await House.of(hub);
  await house.orderAtDemoTable('Ben', { item: 'octopus' }, { item: 'burrata', quantity: 2 });
  await house.setStatus(1, 0, 'ready');
  const floor = await devices.floor(PHONE);
  const sheet = await floor.openTable('1');
  await sheet.getByLabel('Looked after by').selectOption(hub.facts.staff_name);
  await sheet.getByRole('button', { name: 'Close', exact: true }).click();
  await ada.page.getByRole('button', { name: 'Waiter', exact: true }).click();
  await ada.sheet('Call the waiter').getByRole('button', { name: 'Water' }).click();
  await floor.look('Plan');
  const table = floor.tile('1');
  const words = ['Ready to run', 'Calls: Water', '1 ready', '4 guests', `Looked after by ${hub.facts.staff_name}`];
  for (const word of words) await expect(table).toHaveAccessibleName(new RegExp(word));
  const cut = await table.evaluate(({ scrollWidth, clientWidth, scrollHeight, clientHeight }) => [
    scrollWidth - clientWidth,
    scrollHeight - clientHeight,
  ]);
  expect(cut, 'nothing of it is cut off on the narrowest phone').toEqual([0, 0]);
  await expect(floor.tile('2')).toHaveAccessibleName(/^Table 2\s*Free$/);
});

test('what is ready comes before calls, and of two tables the one that has waited longest', async ({
  hub,
  devices,
}) => {
  const ada = await devices.guest('Ada');
  await ada.page.getByRole('button', { name: 'Waiter', exact: true }).click();
  await ada.sheet('Call the waiter').getByRole('button', { name: 'The bill, please' }).click();
  const house = await House.of(hub);
  await house.party('4', 2, 'Chiara', { item: 'octopus' });
  await house.party('5', 2, 'Dario', { item: 'octopus' });
  await house.setStatus(2, 0, 'ready');
  await house.setStatus(1, 0, 'ready');
  const floor = await devices.floor(PHONE);
  await floor.look('Now');
  await expect(floor.page.getByRole('heading', { level: 2 })).toHaveText(['Ready to run', 'Calls']);
  const run = floor.page.getByRole('navigation', { name: 'Ready to run' });
  await expect(run.getByRole('button', { name: /^Run to table/ })).toHaveText([/^Run to table 5/, /^Run to table 4/]);
});

test('what was made is given free by the office: a waiter is told so and led to no refusal', async ({ hub, devices }) => {
  await hire(hub, MIA);
  const house = await House.of(hub);
  await house.party('4', 2, 'Chiara', { item: 'octopus' }, { item: 'burrata' });
  await house.setStatus(1, 0, 'ready');
  const page = await devices.page(PHONE);
  await signIn(page, hub, MIA);
  const waiter = new Floor(page);
  await waiter.open(hub.facts.floor_url);
  const boss = await devices.floor(PHONE);
  const octopus = 'On the house: Charred octopus';
  for (const floor of [waiter, boss]) {
    const sheet = await floor.openTable('4');
    await sheet.getByRole('button', { name: 'Show the rounds' }).click();
    await expect(sheet.getByRole('button', { name: 'Void Burrata, peach and basil' })).toBeVisible();
    await expect(sheet.getByRole('button', { name: octopus })).toHaveCount(floor === boss ? 1 : 0);
    await expect(sheet.getByText('A manager can put it on the house')).toHaveCount(floor === boss ? 0 : 1);
  }
});

test('a dish that waits moves to another course from the floor', async ({ hub, devices }) => {
  await withCourses(hub);
  const house = await House.of(hub);
  await house.party('4', 2, 'Chiara', { item: 'burrata' }, { item: 'risotto' }, { item: 'tiramisu' });
  const floor = await devices.floor(PHONE);
  const sheet = await floor.openTable('4');
  await expect(sheet.getByRole('button', { name: 'Fire Mains · 1 dish' })).toBeVisible();
  await sheet.getByRole('button', { name: 'Change courses' }).click();
  const risotto = sheet.getByRole('group', { name: 'Course of RISOTTO' });
  await risotto.getByRole('button', { name: 'Desserts' }).click();
  await expect(sheet.getByRole('button', { name: 'Fire Desserts · 2 dishes' })).toBeVisible();
  await expect(sheet.getByRole('button', { name: /^Fire Mains/ })).toBeHidden();
});

test.describe('plain http by name', () => {
  test.use({ host: VENUE_HOST });

  test('a waiter works on while the hub is away, and is told what it refused', async ({ hub, devices, complaints }) => {
    complaints.expect(409, '/move');
    const house = await House.of(hub);
    await house.party('4', 2, 'Chiara', { item: 'octopus' });
    await house.setStatus(1, 0, 'ready');
    const floor = await devices.floor(PHONE);
    await floor.look('Now');
    const brought = floor.page.getByRole('button', { name: 'Brought to table 4, order 1' });
    await expect(brought).toBeVisible();

    await hub.kill();
    await expect(floor.page.getByText(/^Not connected since/)).toBeVisible();
    await brought.click();
    await expect(brought, 'a press shows at once').toBeHidden();
    await expect(floor.page.getByText('1 thing not sent yet.')).toBeVisible();
    // Plain http keeps the page for opening it anew, not for reloading.
    await floor.page.goto('about:blank');
    await floor.page.goto(hub.facts.floor_url);
    await floor.look('Tables');
    await expect(floor.tile('4'), 'the tables are kept on the device').toBeVisible();
    await expect(floor.page.getByText('1 thing not sent yet.')).toBeVisible();
    await floor.tile('4').click();
    const sheet = floor.page.getByRole('dialog', { name: 'Table 4', exact: true });
    await sheet.getByRole('button', { name: 'Move', exact: true }).click();
    await sheet.getByRole('button', { name: 'Move to table 5' }).click();
    await expect(sheet.getByText('The move waits for the hub.')).toBeVisible();
    await sheet.getByRole('button', { name: 'Close', exact: true }).click();

    // Somebody else is quicker: the move reaches the hub only after that.
    let goOn = () => {};
    const isSeated = new Promise<void>((done) => (goOn = done));
    await floor.page.route('**/api/floor/sessions/*/move', async (route) => {
      await isSeated;
      await route.continue();
    });
    await hub.restart();
    await house.party('5', 2, 'Elif');
    goOn();
    await expect(floor.page.getByText(/^Not connected since/)).toBeHidden();
    await expect(
      floor.page.getByText('Moving table 4: somebody was seated at that table meanwhile.'),
      'what was refused is explained',
    ).toBeVisible();
    await expect(floor.tile('4'), 'what was brought is brought, once').toContainText('Eating');
  });
});
