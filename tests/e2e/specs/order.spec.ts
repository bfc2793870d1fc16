import type { Request, Route } from '@playwright/test';
import { expect, test } from '../support/test';
import { Guest } from '../support/guest';
import { listen } from '../support/heard';
import { House } from '../support/house';
import { ticketName } from '../support/kitchen';
import { Line } from '../support/line';

const PLACE = '**/api/order/place';
const GRILL = ticketName('1', 1, 'Grill');

test('a party orders, the kitchen cooks, and both phones follow every dish', async ({ devices }) => {
  const ada = await devices.guest('Ada');
  const bruno = await devices.guest('Bruno');
  const kitchen = await devices.kitchen();
  await ada.add('Lamb scottadito', {
    answers: ['Medium', 'Soft polenta, green olive oil', 'Salsa verde with anchovy'],
    note: 'No salt, please',
    portions: 2,
  });
  await bruno.add('Negroni');
  await bruno.add('Burrata, peach and basil', { forWhom: 'Everyone' });

  const review = await ada.cart.review();
  await expect(review).toContainText(/Together\s*€78\.00/);
  await expect(ada.cart.placeButton()).toHaveText('Order 4 dishes · €78.00');
  await ada.cart.placeButton().click();
  await expect(ada.cart.placed()).toContainText('Order 1.');
  await ada.orders.openFromReceipt();
  await bruno.orders.open();
  await expect(bruno.notice).toContainText('Ada has ordered. It is with the kitchen.');
  for (const phone of [ada, bruno]) {
    await expect(phone.orders.rounds()).toHaveCount(1);
    await expect(phone.orders.round(1)).toContainText(/Round total\s*€78\.00$/);
    await expect(phone.orders.round(1).getByText('With the kitchen')).toHaveCount(3);
  }

  const grill = kitchen.ticket(GRILL);
  const lamb = kitchen.dish(grill, 'LAMB');
  await expect(kitchen.tickets).toHaveCount(3);
  await expect(grill.getByRole('heading')).toHaveText(/Table\s*1\s*Dining room\s*Round 1/);
  await expect(lamb).toHaveText(/2×\s*LAMB\s*MEDIUM\s*POLENTA\s*\+ SALSA VERDE\s*“No salt, please”\s*Ada\s*To do/);
  await expect(kitchen.ticket(ticketName('1', 1, 'Bar'))).toContainText('Negroni');
  await expect(kitchen.ticket(ticketName('1', 1, 'Cold'))).toContainText('BURRATA');

  await lamb.click();
  await expect(lamb).toContainText('Cooking');
  await expect(ada.orders.dish('Lamb scottadito')).toContainText('Being made');
  await expect(bruno.orders.dish('Lamb scottadito')).toContainText('Being made');
  await expect(bruno.orders.dish('Negroni')).toContainText('With the kitchen');
  await lamb.click();
  await expect(ada.orders.dish('Lamb scottadito')).toContainText('On its way');
});

// What got ready while a phone had no line was told to nobody: phones in pockets lose it all the time.
test('a guest hears once that a dish is ready, also after an outage and in a page that is opened anew', async ({
  hub,
  devices,
}) => {
  const page = await devices.page();
  const line = await Line.to(page, '/api/sync');
  const ada = new Guest(page, 'Ada');
  await ada.open(hub.facts.guest_url);
  await ada.join(hub.facts.pin);
  const { heard, felt } = await listen(page);
  for (const dish of ['Porcini risotto', 'Negroni', 'Affogato', 'Tiramisù']) await ada.add(dish);
  await ada.cart.place();
  await ada.orders.openFromReceipt();
  const house = await House.of(hub);
  const gotIt = page.getByRole('button', { name: 'Got it' });

  await house.setStatus(1, 0, 'ready');
  await expect(ada.notice).toContainText('Porcini risotto is ready');
  expect([await heard(), await felt()], 'three rising tones, and a buzz').toEqual([[784, 988, 1175], 1]);
  await gotIt.click();

  await line.cut();
  await expect(ada.connection).toContainText('Offline since');
  await house.setStatus(1, 1, 'ready');
  // Brought before the phone is heard again: no news any more.
  await house.setStatus(1, 3, 'served');
  line.mend();
  await expect(ada.notice).toContainText('Negroni is ready');
  await expect(ada.notice).not.toContainText('Tiramisù');
  expect([await heard(), await felt()]).toEqual([[784, 988, 1175, 784, 988, 1175], 2]);
  await gotIt.click();

  await line.cut();
  await expect(ada.connection).toContainText('Offline since');
  await house.setStatus(1, 2, 'ready');
  await page.goto('about:blank');
  line.mend();
  await page.goto(hub.facts.guest_url);
  await expect(ada.notice).toContainText('Affogato is ready');
  await expect(ada.notice).not.toContainText('Negroni');
  expect(await felt(), 'once').toBe(1);
  await page.reload();
  await ada.orders.open();
  await expect(ada.connection).toBeHidden();
  await expect(ada.orders.dish('Affogato')).toContainText('On its way');
  await expect(ada.notice, 'it was told').toBeHidden();
  expect(await felt()).toBe(0);
});

test('bump, undo, bump, recall, bump and serve, as the guest sees it', async ({ devices }) => {
  const ada = await devices.guest('Ada');
  const kitchen = await devices.kitchen();
  await ada.add('Porcini risotto');
  await ada.cart.place();
  await ada.orders.openFromReceipt();
  const dish = ada.orders.dish('Porcini risotto');

  await kitchen.bumpButton(GRILL).click();
  await expect(dish).toContainText('On its way');
  await kitchen.undoButton(GRILL).click();
  await expect(kitchen.ticket(GRILL)).toContainText('Cooking');
  await expect(dish).toContainText('Being made');

  const done = await kitchen.openDone();
  await kitchen.bumpButton(GRILL).click();
  await expect(dish).toContainText('On its way');
  await done.getByRole('button', { name: `Recall ${GRILL}` }).click();
  await expect(kitchen.ticket(GRILL)).toContainText('Cooking');
  await expect(dish).toContainText('Being made');

  await kitchen.bumpButton(GRILL).click();
  await done.getByRole('button', { name: `Served: ${GRILL}` }).click();
  await expect(done.getByText('At the table')).toBeVisible();
  await expect(dish).toContainText('At your table');
  await expect(kitchen.tickets).toHaveCount(0);
});

test('two phones that order at the same moment make one order and one clear answer', async ({
  devices,
  complaints,
}) => {
  complaints.expect(409, '/api/order/place');
  const ada = await devices.guest('Ada');
  const bruno = await devices.guest('Bruno');
  const kitchen = await devices.kitchen();
  const phones = [ada, bruno];
  await ada.add('Porcini risotto');
  await bruno.cart.open();
  await expect(bruno.cart.line('Porcini risotto', 'Ada')).toBeVisible();

  // Neither request leaves before both are there.
  const waiting: Route[] = [];
  for (const phone of phones) {
    await phone.page.route(PLACE, async (route) => {
      waiting.push(route);
      if (waiting.length === phones.length) await Promise.all(waiting.map((held) => held.continue()));
    });
    await phone.cart.review();
  }
  await Promise.all(phones.map((phone) => phone.cart.placeButton().click()));

  const answered = (phone: Guest) => phone.cart.placed().or(phone.sheet('The cart has changed'));
  for (const phone of phones) await expect(answered(phone)).toBeVisible();
  const isFirst = await ada.cart.placed().isVisible();
  const [first, second] = isFirst ? [ada, bruno] : [bruno, ada];
  const told = second.sheet('The cart has changed');
  await expect(first.cart.placed()).toContainText('Order 1.');
  await expect(told).toContainText('Nothing was ordered.');
  await expect(told).toContainText(`Porcini risotto: ${first.name} ordered it already.`);

  await told.getByRole('button', { name: 'Back to the cart' }).click();
  await first.orders.openFromReceipt();
  await second.orders.open();
  for (const phone of phones) await expect(phone.orders.rounds()).toHaveCount(1);
  await expect(kitchen.tickets).toHaveCount(1);
  await expect(kitchen.ticket(GRILL)).toContainText('RISOTTO');
});

test('a hub killed between commit and answer is asked again, and the order is there once', async ({
  hub,
  devices,
}) => {
  const ada = await devices.guest('Ada');
  const kitchen = await devices.kitchen();
  await ada.add('Porcini risotto');

  const bodies: (string | null)[] = [];
  const note = (request: Request) => bodies.push(request.postData());
  await ada.page.route(PLACE, async (route) => {
    note(route.request());
    if (bodies.length > 1) return route.continue();
    const answer = await route.fetch();
    expect(answer.status(), 'the hub has committed').toBe(200);
    await hub.kill();
    return route.abort('connectionreset');
  });
  await ada.cart.review();
  await ada.cart.placeButton().click();
  const unknown = ada.sheet('No answer yet');
  await expect(unknown).toContainText('It is never ordered twice.');
  await unknown.getByRole('button', { name: 'Carry on meanwhile' }).click();
  await expect(ada.page.getByText('Your order waits for an answer.')).toBeVisible();

  await hub.restart();
  await expect(ada.cart.placed()).toContainText('Order 1.');
  expect(bodies.length, 'it was asked again').toBeGreaterThan(1);
  expect(new Set(bodies).size, 'with the same id and the same content').toBe(1);
  await ada.orders.openFromReceipt();
  await expect(ada.orders.rounds()).toHaveCount(1);
  await ada.cart.open();
  await expect(ada.page.getByRole('heading', { name: 'Nothing in the cart yet' })).toBeVisible();
  await expect(kitchen.cutOff).toBeHidden();
  await expect(kitchen.tickets).toHaveCount(1);
});

test('an order that has no answer yet outlives a reload of the page', async ({ hub, devices }) => {
  const ada = await devices.guest('Ada');
  await ada.add('Porcini risotto');
  await ada.cart.review();
  await ada.page.route(PLACE, (route) => route.abort('connectionreset'));
  await hub.kill();
  await ada.cart.placeButton().click();
  await expect(ada.sheet('No answer yet')).toBeVisible();

  await hub.restart();
  await ada.page.reload();
  // Only the page that was loaded anew gets through.
  await ada.page.unroute(PLACE);
  await expect(ada.cart.placed()).toContainText('Order 1.');
  await ada.orders.openFromReceipt();
  await expect(ada.orders.rounds()).toHaveCount(1);
});

test('a late offline edit is a proposal for the next round and changes nothing that was sent', async ({
  hub,
  devices,
}) => {
  const ada = await devices.guest('Ada');
  const page = await devices.page();
  const line = await Line.to(page, '/api/sync');
  const bruno = new Guest(page, 'Bruno');
  await bruno.open(hub.facts.guest_url);
  await bruno.join(hub.facts.pin);
  await ada.add('Porcini risotto');
  await bruno.cart.open();
  await expect(bruno.cart.line('Porcini risotto', 'Ada')).toBeVisible();

  await line.cut();
  await expect(bruno.connection).toContainText('Offline since');
  await page.getByRole('button', { name: 'Change Porcini risotto of Ada' }).click();
  await page.getByRole('button', { name: 'One more Porcini risotto' }).click();
  await bruno.cart.expectShares({ who: 'Ada', dish: 'Porcini risotto', portions: 2 });
  await ada.cart.place();
  await ada.orders.openFromReceipt();

  line.mend();
  for (const phone of [ada, bruno]) {
    await phone.cart.open();
    await phone.cart.expectShares({ who: 'Ada', dish: 'Porcini risotto', portions: 1 });
    await expect(phone.cart.line('Porcini risotto', phone === ada ? 'You' : 'Ada')).toContainText('For the next round');
    await expect(phone.orders.round(1)).toContainText(/Round total\s*€16\.50$/);
  }
  await expect(bruno.notice).toContainText('Ada has ordered.');

  await bruno.cart.place();
  await bruno.orders.openFromReceipt();
  await expect(bruno.orders.rounds()).toHaveCount(2);
  await expect(bruno.orders.round(2)).toContainText(/Round total\s*€16\.50$/);
  await expect(bruno.page.getByText(/^Ordered so far/)).toHaveText(/€33\.00$/);
});
