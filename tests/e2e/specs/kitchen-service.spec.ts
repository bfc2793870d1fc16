import type { Page } from '@playwright/test';
import { DESK, expect, test } from '../support/test';
import { withCourses, withPasses } from '../support/courses';
import { Floor } from '../support/floor';
import { listen } from '../support/heard';
import { House } from '../support/house';
import { Kitchen, ticketName } from '../support/kitchen';
import { ageUnshown, letNoSocketThrough, Line } from '../support/line';
import { signIn } from '../support/staff';

test('a course waits until it is fired, by the kitchen or from the floor, with its dishes', async ({
  hub,
  devices,
}) => {
  await withCourses(hub);
  const house = await House.of(hub);
  const kitchen = await devices.kitchen();
  await house.party('4', 2, 'Chiara', { item: 'burrata' }, { item: 'risotto', quantity: 2 }, { item: 'tiramisu' });

  await expect(kitchen.ticket(ticketName('4', 1, 'Cold'))).toContainText('BURRATA');
  await expect(kitchen.tickets, 'mains and desserts wait').toHaveCount(1);
  const waiting = await kitchen.openCourses();
  await expect(waiting.getByRole('heading', { level: 3 })).toHaveText([/4\s*Mains/, /4\s*Desserts/]);
  await waiting.getByRole('button', { name: 'Fire Mains of table 4' }).click();
  await expect(waiting.getByRole('heading', { level: 3 })).toHaveText([/4\s*Desserts/]);
  await kitchen.page.getByRole('button', { name: 'Close', exact: true }).click();
  const mains = kitchen.tickets.filter({ hasText: 'RISOTTO' });
  await expect(mains).toContainText('2×');
  await expect(mains).toContainText('0:0');

  const floor = await devices.floor();
  await expect(floor.tile('4')).toContainText('Desserts waiting');
  const sheet = await floor.openTable('4');
  await sheet.getByRole('button', { name: 'Fire Desserts · 1 dish' }).click();
  await expect(sheet.getByText('Waiting for the kitchen')).toBeHidden();
  await expect(kitchen.tickets).toHaveCount(3);
});

test('a guest reads of a main that it comes later, until the kitchen is told to start it', async ({ hub, devices }) => {
  await withCourses(hub);
  const house = await House.of(hub);
  const ada = await devices.guest('Ada');
  await house.orderAtDemoTable('Bruno', { item: 'burrata' }, { item: 'risotto' });
  await ada.orders.open();
  await expect(ada.orders.dish('Burrata, peach and basil')).toContainText('With the kitchen');
  await expect(ada.orders.dish('Porcini risotto')).toContainText('Comes later');
  await house.fire(await house.sessionAt('1'), 2);
  await expect(ada.orders.dish('Porcini risotto')).toContainText('With the kitchen');
});

test('what is pressed while cut off does what was shown then, and says so where it no longer can', async ({
  hub,
  devices,
  complaints,
}) => {
  complaints.expectLostCalls();
  complaints.expect(409, '/fire');
  await withCourses(hub);
  const house = await House.of(hub);
  const four = await house.party('4', 2, 'Chiara', { item: 'burrata' }, { item: 'risotto' });
  const five = await house.party('5', 2, 'Dario', { item: 'burrata' }, { item: 'risotto' }, { item: 'tiramisu' });
  await house.bump('1-cold');
  const kitchen = await devices.kitchen();
  const floor = await devices.floor();
  const line = await Line.to(kitchen.page, '/api/feed');
  await kitchen.page.reload();
  await kitchen.openExpo();
  await expect(kitchen.outButton('4', 1)).toHaveText('Out');

  await kitchen.page.route('**/api/kitchen/**', (route) => route.abort('connectionfailed'));
  await line.cut();
  await expect(kitchen.cutOff).toBeVisible();
  await kitchen.outButton('4', 1).click();
  await expect(kitchen.whole('4', 1), 'it is too late to undo').toBeHidden();
  const waiting = await kitchen.openCourses();
  await waiting.getByRole('button', { name: 'Fire Mains of table 5' }).click();
  await kitchen.page.getByRole('button', { name: 'Close', exact: true }).click();

  // Meanwhile the risotto of table 4 is made, and that of table 5 comes with the desserts.
  await house.fire(four.session, 2);
  await house.bump('1.2-grill');
  await house.moveToCourse(2, 1, 3);
  await kitchen.page.unroute('**/api/kitchen/**');
  line.mend();
  await expect(kitchen.outButton('4', 1), 'nobody has carried the risotto').toHaveText('Out');
  await expect(kitchen.whole('4', 1)).toContainText('RISOTTO');
  await expect(floor.tile('4')).toContainText('1 ready');
  const log = kitchen.page.getByRole('log', { name: 'Taps that were not taken' });
  await expect(log, 'one alone').toHaveText(/^Order 2: nothing of it waits for that course any more/);
  await expect(floor.tile('5')).toContainText('Desserts waiting');

  await house.fire(five.session, 3);
  await kitchen.outButton('4', 1).click();
  await expect(floor.tile('4')).toContainText('Eating');
});

test('a course that is fired, and an order that goes out, are marked until they are sent', async ({
  hub,
  devices,
  complaints,
}) => {
  complaints.expectLostCalls();
  await withCourses(hub);
  const house = await House.of(hub);
  await house.party('4', 2, 'Chiara', { item: 'burrata' }, { item: 'risotto' });
  await house.party('5', 2, 'Dario', { item: 'octopus' });
  await house.bump('1-cold');
  await house.bump('2-grill');
  await house.setStatus(2, 0, 'served');
  const kitchen = await devices.kitchen();
  const line = await Line.to(kitchen.page, '/api/feed');
  await kitchen.page.reload();
  const strip = await kitchen.openDone();
  const done = (table: string) => strip.getByRole('listitem').filter({ hasText: table });
  await expect(done('5')).toContainText('At the table');
  await kitchen.page.route('**/api/kitchen/**', (route) => route.abort('connectionfailed'));
  await line.cut();
  await expect(kitchen.cutOff).toBeVisible();
  await kitchen.openExpo();
  await kitchen.outButton('4', 1).click();
  await expect(kitchen.whole('4', 1), 'it is too late to undo').toBeHidden();
  await expect(done('4'), 'what went out').toContainText('Not sent yet');
  await done('5').getByRole('button', { name: /^Not brought after all/ }).click();
  await expect(done('5'), 'what was put back').toContainText('Not sent yet');
  await expect(kitchen.dish(kitchen.whole('5', 2), 'OCTOPUS')).toContainText('Not sent yet');

  const waiting = await kitchen.openCourses();
  await waiting.getByRole('button', { name: 'Fire Mains of table 4' }).click();
  await expect(waiting.getByRole('listitem').filter({ hasText: 'Mains' })).toContainText(/Fired\s*Not sent yet/);
  await kitchen.page.getByRole('button', { name: 'Close', exact: true }).click();
  await kitchen.page.getByRole('button', { name: /^All/ }).click();
  await expect(kitchen.ticket(ticketName('4', 1, 'Grill')).locator('header')).toContainText('Not sent yet');

  await kitchen.page.unroute('**/api/kitchen/**');
  line.mend();
  await expect(kitchen.cutOff).toBeHidden();
  await expect(kitchen.unsent).toHaveCount(0);
  await expect(done('4')).toContainText('At the table');
});

test('a course that waits says what must not be eaten of it', async ({ hub, devices }) => {
  await withCourses(hub);
  const house = await House.of(hub);
  await house.allergicParty('4', 2, 'Chiara', ['nuts'], { item: 'burrata' }, { item: 'risotto' });
  await house.party('5', 2, 'Dario', { item: 'burrata' }, { item: 'risotto' });
  const kitchen = await devices.kitchen();
  const waiting = await kitchen.openCourses();
  const of = (table: string) => {
    const fire = kitchen.page.getByRole('button', { name: `Fire Mains of table ${table}` });
    return waiting.getByRole('listitem').filter({ has: fire });
  };
  await expect(of('4')).toContainText('ALLERGY: no NUTS · Chiara');
  await expect(of('5')).not.toContainText('ALLERGY');
});

test('a dish that waits moves into a course that was fired, and is called an addition', async ({ hub, devices }) => {
  await withCourses(hub);
  const house = await House.of(hub);
  const kitchen = await devices.kitchen();
  await house.party('4', 2, 'Chiara', { item: 'sausage' }, { item: 'octopus' }, { item: 'risotto' });
  const waiting = await kitchen.openCourses();
  const course = waiting.getByRole('group', { name: /^Course of RISOTTO/ });
  await course.getByRole('button', { name: 'Starters' }).click();
  await expect(course).toBeHidden();
  await kitchen.page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(kitchen.tickets.filter({ hasText: 'RISOTTO' })).toBeVisible();
});

test('the pass turns green when every station is done, tells the waiter, and sends the order out', async ({
  hub,
  devices,
}) => {
  const house = await House.of(hub);
  await house.party('4', 2, 'Chiara', { item: 'risotto' }, { item: 'negroni' });
  const kitchen = await devices.kitchen();
  const floor = await devices.floor();
  await kitchen.openExpo();
  const whole = kitchen.whole('4', 1);
  await expect(whole).toContainText('RISOTTO');
  await expect(whole).toContainText('Negroni');
  await house.bump('1-grill');
  await expect(kitchen.outButton('4', 1)).toHaveText('1 to come');
  await expect(whole).not.toContainText('All ready');
  await house.bump('1-bar');
  await expect(whole).toContainText('All ready');
  await expect(floor.tile('4')).toContainText('All ready');

  await kitchen.outButton('4', 1).click();
  await kitchen.page.getByRole('button', { name: `Undo bump of ${ticketName('4', 1, 'Expo')}` }).click();
  await expect(kitchen.outButton('4', 1)).toBeEnabled();
  await kitchen.outButton('4', 1).click();
  await expect(kitchen.tickets).toHaveCount(0);
  await expect(floor.tile('4')).toContainText('Eating');
});

test('a recall at the pass brings the order back at every station', async ({ hub, devices }) => {
  const house = await House.of(hub);
  await house.party('4', 2, 'Chiara', { item: 'risotto' }, { item: 'negroni' });
  await house.bump('1-grill');
  await house.bump('1-bar');
  const [expo, other] = [await devices.kitchen(), await devices.kitchen()];
  await expect(other.tickets).toHaveCount(0);
  await expo.openExpo();
  await expect(expo.whole('4', 1)).toContainText('All ready');
  const done = await expo.openDone();
  await done.getByRole('button', { name: /^Recall / }).first().click();
  await expect(expo.outButton('4', 1)).toHaveText('2 to come');
  await expect(other.ticket(ticketName('4', 1, 'Grill'))).toBeVisible();
  await expect(other.ticket(ticketName('4', 1, 'Bar'))).toBeVisible();
});

test('with two levels of a pass the last one waits for the first, and a recall is seen at both', async ({
  hub,
  devices,
}) => {
  await withPasses(hub);
  const house = await House.of(hub);
  await house.party('4', 2, 'Chiara', { item: 'risotto' }, { item: 'burrata' }, { item: 'negroni' });
  const [first, last] = [await devices.kitchen(), await devices.kitchen()];
  const floor = await devices.floor();
  await first.page.getByRole('button', { name: /^Kitchen pass/ }).click();
  await last.openExpo();
  for (const ticket of ['1-grill', '1-cold', '1-bar']) await house.bump(ticket);

  const here = first.whole('4', 1, 'Kitchen pass');
  await expect(here).toContainText('All ready');
  await expect(here).not.toContainText('Negroni');
  await expect(last.outButton('4', 1), 'what the bar has made can go').toHaveText('2 to come');
  await expect(last.whole('4', 1)).toContainText('Kitchen pass');
  await expect(floor.tile('4')).toContainText('1 ready');
  await first.outButton('4', 1, 'Kitchen pass').click();
  await expect(last.whole('4', 1)).toContainText('All ready');
  await expect(floor.tile('4')).toContainText('All ready');
  await expect(first.tickets).toHaveCount(0);

  const done = await first.openDone();
  await done.getByRole('button', { name: `Recall ${ticketName('4', 1, 'Grill')}` }).click();
  await expect(last.outButton('4', 1)).toHaveText('2 to come');
  await expect(first.outButton('4', 1, 'Kitchen pass')).toHaveText('2 to come');
  for (const ticket of ['1-grill', '1-cold']) await house.bump(ticket);
  await first.outButton('4', 1, 'Kitchen pass').click();
  await last.outButton('4', 1).click();
  await expect(floor.tile('4')).toContainText('Eating');
});

test('a voided dish is struck through until the kitchen has seen it, and is counted no more', async ({
  hub,
  devices,
}) => {
  const house = await House.of(hub);
  await house.party('4', 2, 'Chiara', { item: 'risotto', quantity: 2 }, { item: 'sausage' });
  const kitchen = await devices.kitchen();
  const ticket = kitchen.ticket(ticketName('4', 1, 'Grill'));
  await expect(kitchen.dish(ticket, 'RISOTTO')).toContainText('To do');
  await house.void(1, 0, 2);
  const risotto = kitchen.dish(ticket, 'RISOTTO');
  await expect(risotto).toContainText('Void');
  await expect(risotto.getByText('RISOTTO', { exact: true })).toHaveCSS('text-decoration-line', 'line-through');
  await expect(ticket.getByRole('banner').or(ticket.locator('header'))).toContainText('Void');
  const flash = () => ticket.evaluate((strip) => getComputedStyle(strip, '::after').animationName);
  expect(await flash(), 'it flashes until somebody touches it').toBe('strip-news');
  await risotto.click();
  await expect(risotto).not.toContainText('Tap: seen');
  expect(await flash()).toBe('none');

  await kitchen.page.getByRole('button', { name: 'Totals, all day', exact: true }).click();
  const totals = kitchen.page.getByRole('dialog', { name: 'Totals, all day' });
  await expect(totals.getByRole('listitem')).toHaveText([/1×\s*SAUSAGE/]);
});

test('whoever bumps a ticket has seen what is struck off it', async ({ hub, devices }) => {
  const house = await House.of(hub);
  await house.party('4', 2, 'Chiara', { item: 'risotto' }, { item: 'sausage' });
  const kitchen = await devices.kitchen();
  const ticket = kitchen.ticket(ticketName('4', 1, 'Grill'));
  await expect(ticket).toBeVisible();
  await house.void(1, 0);
  await expect(kitchen.dish(ticket, 'RISOTTO')).toContainText('Tap: seen');
  await kitchen.bumpButton(ticketName('4', 1, 'Grill')).click();
  await expect(kitchen.undoButton(ticketName('4', 1, 'Grill'))).toBeVisible();
  await expect(kitchen.undoButton(ticketName('4', 1, 'Grill'))).toBeHidden();
  await expect(kitchen.page.getByRole('log', { name: 'Taps that were not taken' })).toBeEmpty();
  await kitchen.page.reload();
  await expect(kitchen.tickets, 'the hub took the bump').toHaveCount(0);
});

test('what was marked as served by mistake is put back from the strip of what is done', async ({ hub, devices }) => {
  const house = await House.of(hub);
  await house.party('4', 2, 'Chiara', { item: 'risotto' });
  await house.bump('1-grill');
  const kitchen = await devices.kitchen();
  const strip = await kitchen.openDone();
  const name = ticketName('4', 1, 'Grill');
  await strip.getByRole('button', { name: `Served: ${name}` }).click();
  await strip.getByRole('button', { name: `Not brought after all: ${name}` }).click();
  await expect(strip.getByRole('button', { name: `Served: ${name}` })).toBeVisible();
  await kitchen.page.reload();
  await expect(strip.getByRole('button', { name: `Served: ${name}` })).toBeVisible();
  await expect(kitchen.tickets, 'nobody makes it again').toHaveCount(0);
});

test('nothing on a wall screen of the kitchen is smaller than 20 pixels', async ({ hub, devices }) => {
  const house = await House.of(hub);
  await house.allergicParty('4', 2, 'Chiara', ['nuts'], { item: 'risotto', note: 'no salt' }, { item: 'negroni' });
  await house.party('5', 2, 'Dario', { item: 'lamb-chops', modifiers: ['doneness/rare', 'side/polenta'] });
  const kitchen = await devices.kitchen({ viewport: { width: 1920, height: 1080 } });
  await house.bump('1-bar');
  await kitchen.openDone();
  await expect(kitchen.tickets).toHaveCount(2);
  expect(await smallest(kitchen.page)).toBeGreaterThanOrEqual(20);
  await kitchen.openExpo();
  await expect(kitchen.whole('4', 1)).toBeVisible();
  expect(await smallest(kitchen.page)).toBeGreaterThanOrEqual(20);
});

/** The smallest text that can be read on a page, in px. */
function smallest(page: Page): Promise<number> {
  return page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let least = Number.POSITIVE_INFINITY;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!parent || node.textContent?.trim() === '' || !parent.checkVisibility()) continue;
      // What only readers read is a pixel wide.
      const { width, height } = parent.getBoundingClientRect();
      if (width <= 1 || height <= 1 || parent.closest('.sr-only')) continue;
      least = Math.min(least, Number.parseFloat(getComputedStyle(parent).fontSize));
    }
    return least;
  });
}

test('a display keeps its screen awake, and asks anew when it is looked at again', async ({ hub, devices }) => {
  const page = await devices.page(DESK);
  await page.addInitScript(() => {
    const locks: string[] = [];
    const request = (kind: string) => {
      locks.push(kind);
      return Promise.resolve({ release: () => Promise.resolve() });
    };
    Object.defineProperty(navigator, 'wakeLock', { value: { request } });
    Object.assign(window, { locks });
  });
  await signIn(page, hub);
  await new Kitchen(page).open(hub.facts.kitchen_url);
  const locks = () => page.evaluate(() => (window as unknown as { locks: string[] }).locks);
  expect(await locks()).toEqual(['screen']);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  expect(await locks()).toEqual(['screen', 'screen']);
});

test('identical dishes are one row, and all of them move with it', async ({ hub, devices }) => {
  const house = await House.of(hub);
  await house.party('4', 2, 'Chiara', { item: 'risotto' }, { item: 'risotto' }, { item: 'risotto', note: 'no salt' });
  const kitchen = await devices.kitchen();
  const ticket = kitchen.ticket(ticketName('4', 1, 'Grill'));
  await expect(ticket.getByRole('listitem')).toHaveText([/2×\s*RISOTTO/, /1×\s*RISOTTO.*no salt/]);
  await ticket.getByRole('listitem').first().getByRole('button').click();
  await expect(ticket.getByRole('listitem').first()).toContainText('Cooking');
  await expect(kitchen.unsent).toHaveCount(0);
  await kitchen.page.reload();
  await expect(ticket.getByRole('listitem')).toHaveText([/2×\s*RISOTTO.*Cooking/, /1×\s*RISOTTO.*To do/]);
});

test('a bump bar bumps the ticket in its place, once it was turned on, and recalls the last', async ({
  hub,
  devices,
}) => {
  const house = await House.of(hub);
  await house.party('4', 2, 'Chiara', { item: 'risotto' });
  await house.party('5', 2, 'Dario', { item: 'sausage' });
  const kitchen = await devices.kitchen();
  await expect(kitchen.tickets).toHaveCount(2);
  await kitchen.page.keyboard.press('2');
  await expect(kitchen.undoButton(ticketName('5', 2, 'Grill')), 'not before it is turned on').toBeHidden();
  await kitchen.useKeys();
  await expect(kitchen.tickets.first()).toContainText(/1\s*Bump/);
  await kitchen.page.keyboard.press('2');
  await expect(kitchen.undoButton(ticketName('5', 2, 'Grill'))).toBeVisible();
  await expect(kitchen.tickets).toHaveCount(1);
  await kitchen.page.keyboard.press('r');
  await expect(kitchen.tickets).toHaveCount(2);
});

test('one tap turns the sound on, and each kind of news is heard', async ({ hub, devices }) => {
  const house = await House.of(hub);
  const kitchen = await devices.kitchen();
  const { heard } = await listen(kitchen.page);
  await house.party('4', 2, 'Chiara', { item: 'risotto' });
  await expect(kitchen.tickets).toHaveCount(1);
  expect(await heard(), 'nothing before').toEqual([]);
  await kitchen.page.getByRole('button', { name: 'Turn sound on' }).click();
  await house.party('5', 2, 'Dario', { item: 'sausage' });
  await expect.poll(heard, 'two tones for a new ticket').toContain(880);
  await house.void(1, 0);
  await expect.poll(heard, 'a falling tone for a void').toContain(300);
  await house.bump('2-grill');
  await expect.poll(heard, 'three rising tones for an order that is all ready').toContain(1175);
});

test('a ticket that changes is heard as a change, and what was added to it stands under a rule of its own', async ({
  hub,
  devices,
}) => {
  await withCourses(hub);
  const house = await House.of(hub);
  const kitchen = await devices.kitchen();
  await house.party('4', 2, 'Chiara', { item: 'octopus' }, { item: 'risotto' });
  const ticket = kitchen.ticket(ticketName('4', 1, 'Grill'));
  await expect(ticket).toBeVisible();
  const { heard } = await listen(kitchen.page);
  await kitchen.page.getByRole('button', { name: 'Turn sound on' }).click();
  await expect.poll(heard, 'the sample').toEqual([880, 1320]);

  await house.moveToCourse(1, 1, 1);
  await expect.poll(heard, 'three even tones').toEqual([880, 1320, 660, 660, 660]);
  await expect(ticket.locator('header')).toContainText('Changed');
  await expect(ticket.getByRole('listitem')).toHaveText([/OCTOPUS/, /^\s*Add-on\s*1×\s*RISOTTO/]);
});

test('an order added to a table is called an addition while the round before it is being made', async ({
  hub,
  devices,
}) => {
  const house = await House.of(hub);
  const kitchen = await devices.kitchen();
  const { heard } = await listen(kitchen.page);
  await kitchen.page.getByRole('button', { name: 'Turn sound on' }).click();
  const { pin } = await house.party('4', 2, 'Chiara', { item: 'risotto' });
  const round = (order: number) => kitchen.ticket(ticketName('4', order, 'Grill')).locator('header');
  await expect(round(1)).toContainText('Round 1');
  await house.orders('4', pin, 1, { item: 'octopus' });
  await expect(round(2)).toContainText(/Round 2.*Add-on/i);
  await expect(round(1), 'not the round before').not.toContainText(/Add-on/i);
  await expect.poll(heard, 'a ticket of its own is a new one').toEqual([880, 1320, 880, 1320, 880, 1320]);
  await house.bump('1-grill');
  await expect(round(2), 'nothing is left to add to').not.toContainText(/Add-on/i);
});

test('the floor is told of an order that no display has shown for a minute', async ({
  hub,
  devices,
  complaints,
}) => {
  complaints.expectLostCalls();
  const page = await devices.page();
  let seconds = 40;
  await ageUnshown(page, () => seconds);
  await signIn(page, hub);
  const floor = new Floor(page);
  await floor.open(hub.facts.floor_url);
  const house = await House.of(hub);
  await house.party('4', 2, 'Chiara', { item: 'risotto' });
  await expect(floor.tile('4')).toContainText('Ordered');
  const alarm = page.getByRole('alert').filter({ hasText: 'No kitchen display shows' });
  await expect(alarm).toBeHidden();
  seconds = 60;
  await house.party('5', 2, 'Dario', { item: 'negroni' });
  await expect(alarm).toContainText('orders of tables 4 and 5');
  const kitchen = await devices.kitchen();
  await expect(kitchen.tickets).toHaveCount(2);
  await expect(alarm).toBeHidden();
  // A display that is gone shows nothing; one that comes back says what it has.
  const line = await Line.to(kitchen.page, '/api/feed');
  await kitchen.page.reload();
  await expect(alarm).toBeHidden();
  // Its plain calls, too, by which it would say so as well.
  await kitchen.page.route('**/api/kitchen**', (route) => route.abort('connectionfailed'));
  await line.cut();
  await expect(alarm).toContainText('orders of tables 4 and 5');
  await kitchen.page.unroute('**/api/kitchen**');
  line.mend();
  await expect(alarm).toBeHidden();
});

test('a display whose network lets no WebSocket through says what it shows, too', async ({
  hub,
  devices,
  complaints,
}) => {
  complaints.expectNoSockets();
  const page = await devices.page();
  await ageUnshown(page, () => 60);
  await signIn(page, hub);
  const floor = new Floor(page);
  await floor.open(hub.facts.floor_url);
  const house = await House.of(hub);
  await house.party('4', 2, 'Chiara', { item: 'risotto' });
  const alarm = page.getByRole('alert').filter({ hasText: 'No kitchen display shows' });
  await expect(alarm).toContainText('order of table 4');
  const display = await devices.page(DESK);
  await letNoSocketThrough(display);
  await signIn(display, hub);
  const kitchen = new Kitchen(display);
  await kitchen.open(hub.facts.kitchen_url);
  await expect(kitchen.tickets).toHaveCount(1);
  await expect(alarm).toBeHidden();
});

test('two displays that were cut off with the same bumps come together without a word', async ({
  hub,
  devices,
  complaints,
}) => {
  complaints.expectLostCalls();
  // Which display is heard first is chance, and the hub tells the other that it was bumped already.
  complaints.expect(409, '/bump?seen=0');
  const house = await House.of(hub);
  for (const table of ['4', '5', '6', '8']) await house.party(table, 2, 'Chiara', { item: 'risotto' });
  const [one, two] = [await devices.kitchen(), await devices.kitchen()];
  const lines = await Promise.all([one, two].map(({ page }) => Line.to(page, '/api/feed')));
  for (const { page } of [one, two]) {
    await page.reload();
    await page.route('**/api/kitchen/**', (route) => route.abort('connectionfailed'));
  }
  await Promise.all(lines.map((line) => line.cut()));
  for (const display of [one, two]) {
    for (const order of [1, 2]) {
      const table = order === 1 ? '4' : '5';
      await display.bumpButton(ticketName(table, order, 'Grill')).click();
    }
    await expect(display.tickets).toHaveCount(2);
  }
  for (const { page } of [one, two]) await page.unroute('**/api/kitchen/**');
  for (const line of lines) line.mend();
  for (const display of [one, two]) {
    await expect(display.unsent).toHaveCount(0);
    await expect(display.tickets).toHaveCount(2);
    await expect(display.page.getByRole('log', { name: 'Taps that were not taken' })).toBeEmpty();
  }
});
