import { expect, test, DESK } from '../support/test';
import { House } from '../support/house';
import { Kitchen, ticketName } from '../support/kitchen';
import { ageTickets } from '../support/line';
import { signIn } from '../support/staff';

const GRILL = ticketName('1', 1, 'Grill');

test('a kitchen that is cut off keeps its tickets and sends its taps when the hub is back', async ({
  hub,
  devices,
}) => {
  const ada = await devices.guest('Ada');
  const kitchen = await devices.kitchen();
  await ada.add('Porcini risotto');
  await ada.add('Negroni');
  await ada.cart.place();
  await ada.orders.openFromReceipt();
  const risotto = kitchen.dish(kitchen.ticket(GRILL), 'RISOTTO');
  await expect(risotto).toContainText('To do');

  await hub.kill();
  await expect(kitchen.cutOff).toContainText('tickets kept, taps wait');
  await risotto.click();
  await expect(risotto).toContainText('Cooking');
  await expect(risotto).toContainText('Not sent yet');
  await kitchen.bumpButton(ticketName('1', 1, 'Bar')).click();
  await expect(kitchen.cutOff).toContainText('tickets kept, 2 taps wait');
  await expect(kitchen.tickets).toHaveCount(1);

  await hub.restart();
  await expect(kitchen.cutOff).toBeHidden();
  await expect(kitchen.unsent).toHaveCount(0);
  await expect(kitchen.tickets).toHaveCount(1);
  await expect(ada.orders.dish('Porcini risotto')).toContainText('Being made');
  await expect(ada.orders.dish('Negroni')).toContainText('On its way');
});

test('taps that were not sent outlive a reload', async ({ hub, devices, complaints }) => {
  complaints.expectLostCalls();
  const house = await House.of(hub);
  await house.orderAtDemoTable('Ada', { item: 'risotto' });
  const kitchen = await devices.kitchen();
  await kitchen.page.route('**/api/kitchen/order/**', (route) => route.abort('connectionfailed'));
  const risotto = kitchen.dish(kitchen.ticket(GRILL), 'RISOTTO');
  await risotto.click();
  await expect(risotto).toContainText('Not sent yet');

  await kitchen.page.reload();
  await expect(risotto).toContainText('Cooking');
  await expect(risotto).toContainText('Not sent yet');
  await kitchen.page.unroute('**/api/kitchen/order/**');
  await expect(kitchen.unsent).toHaveCount(0);
  await expect(risotto).toContainText('Cooking');
});

test('tickets stand oldest first, by station, and say how old they are in colour and word', async ({
  hub,
  devices,
}) => {
  const house = await House.of(hub);
  await house.orderAtDemoTable('Ada', { item: 'risotto' }, { item: 'negroni' });
  await house.party('4', 2, 'Chiara', { item: 'sausage' });
  await house.party('t2', 3, 'Dario', { item: 'octopus' });
  const page = await devices.page(DESK);
  // Warned after 8 minutes at the grill, late after 12.
  await ageTickets(page, (order) => ({ 1: 13, 2: 9 })[order] ?? 0);
  await signIn(page, hub);
  const kitchen = new Kitchen(page);
  await kitchen.open(hub.facts.kitchen_url);

  await page.getByRole('button', { name: /^Grill/ }).click();
  await expect(kitchen.tickets.getByRole('heading')).toHaveText([/Table\s*1/, /Table\s*4/, /Table\s*T2/]);
  await expect(kitchen.tickets).toHaveText([/13:\d\d\s*Late/, /9:\d\d\s*Waiting/, /0:\d\d\s*New/]);
  const papers = await kitchen.tickets.evaluateAll((tickets) =>
    tickets.map((ticket) => getComputedStyle(ticket.querySelector('header') ?? ticket).backgroundColor),
  );
  expect(new Set(papers).size, 'three ages, three colours').toBe(3);

  await page.getByRole('button', { name: /^Bar/ }).click();
  await expect(kitchen.tickets.getByRole('heading')).toHaveText([/Table\s*1/]);
  await page.getByRole('button', { name: /^Cold/ }).click();
  await expect(page.getByRole('heading', { name: 'No tickets for Cold. Enjoy the quiet.' })).toBeVisible();
});

test('nothing that a kitchen screen is sent has to do with money', async ({ hub, devices }) => {
  const heard: string[] = [];
  const page = await devices.page(DESK);
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => heard.push(String(payload))));
  page.on('response', async (response) => {
    if (new URL(response.url()).pathname.startsWith('/api/kitchen/')) heard.push(await response.text());
  });
  await signIn(page, hub);
  const kitchen = new Kitchen(page);
  await kitchen.open(hub.facts.kitchen_url);
  const house = await House.of(hub);
  await house.orderAtDemoTable('Ada', { item: 'lamb-chops', modifiers: ['doneness/rare', 'side/polenta'] });
  await kitchen.dish(kitchen.ticket(GRILL), 'LAMB').click();
  await kitchen.bumpButton(GRILL).click();
  await expect(kitchen.undoButton(GRILL)).toBeVisible();

  const all = heard.join('\n');
  expect(all).toContain('LAMB');
  expect(all).not.toMatch(/price|total|minor|currency|EUR|€|25\.50|2550|27\.00|2700/i);
});

test('a dish that the kitchen takes off is grey on the menu and a problem in the cart', async ({ devices }) => {
  const ada = await devices.guest('Ada');
  const bruno = await devices.guest('Bruno');
  const kitchen = await devices.kitchen();
  await ada.add('Porcini risotto');
  await ada.add('Negroni');
  await ada.cart.open();

  const sheet = await kitchen.openEightySix();
  await sheet.getByLabel('Find a dish').fill('risotto');
  const risotto = sheet.getByRole('switch', { name: /^RISOTTO/ });
  await risotto.click();
  await expect(risotto).not.toBeChecked();

  await expect(bruno.row('Porcini risotto')).toContainText('Sold out today');
  const dish = await bruno.openDish('Porcini risotto');
  await expect(dish).toContainText('Sold out today. We are sorry.');
  await expect(bruno.addButton(dish)).toBeHidden();
  await expect(ada.cart.line('Porcini risotto')).toContainText('Sold out just now. Please choose something else.');
  await expect(ada.page.getByRole('button', { name: 'One dish needs a look first' })).toBeVisible();
  await expect(ada.cart.reviewButton()).toBeHidden();

  await risotto.click();
  await expect(risotto).toBeChecked();
  await expect(bruno.addButton(dish)).toBeVisible();
  await expect(ada.cart.reviewButton()).toHaveText('Check 2 dishes · €26.00');
});

test('a dish taken off while the review is open is refused with its name', async ({ hub, devices, complaints }) => {
  complaints.expect(409, '/api/order/place');
  const ada = await devices.guest('Ada');
  await ada.add('Porcini risotto');
  await ada.cart.review();
  await (await House.of(hub)).eightySix('risotto', true);
  await ada.cart.placeButton().click();
  const told = ada.sheet('The cart has changed');
  await expect(told).toContainText('Nothing was ordered.');
  await expect(told).toContainText('Porcini risotto: sold out just now.');
});
