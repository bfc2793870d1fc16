/**
 * A walk through every screen and every state that matters, for whoever looks at each: `screens.spec.ts`
 * with axe and a camera.
 */
import { expect, type BrowserContextOptions, type Page } from '@playwright/test';
import type { Complaints } from './complaints';
import { fill, minutesSinceOrder } from './evening';
import { Floor } from './floor';
import { Guest } from './guest';
import { House } from './house';
import type { Hub } from './hub';
import { Kitchen, ticketName } from './kitchen';
import { ageTickets } from './line';
import { SignIn, signIn } from './staff';
import type { Devices } from './test';
import { approving } from './tour-approval';
import { friends } from './tour-friends';
import { paying } from './tour-bill';
import { service } from './tour-kitchen';
import { firstStart, office } from './tour-office';
import { trouble } from './tour-trouble';
import { waiting } from './tour-waiting';
import { trust } from './trust';
import { invite, knockerAt } from './ways';

/** Is called at each stop. Screens in `/kitchen` are for walls, all others for hands. */
export type See = (name: string, page: Page) => Promise<void>;

export type World = { hub: Hub; devices: Devices; complaints: Complaints };

/** The narrowest phone, with nothing that moves. */
export const STILL: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  deviceScaleFactor: 1,
  isMobile: false,
  hasTouch: true,
  reducedMotion: 'reduce',
};

export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Shows a page in a theme. The kitchen's is its own, whatever the device wants. */
export async function show(page: Page, theme: Theme): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  await page.evaluate((wanted) => {
    const { dataset } = document.documentElement;
    if (dataset['theme'] !== undefined) dataset['theme'] = wanted;
  }, theme);
}

/** Before anybody is seated on this phone. */
export async function arrival({ hub, devices, complaints }: World, see: See): Promise<void> {
  complaints.expect(401, '/api/sessions/join');
  complaints.expect(429, '/api/sessions/join');
  const page = await devices.page(STILL);
  const ada = new Guest(page, 'Ada');
  await page.goto(hub.url);
  await expect(page.getByRole('heading', { level: 1, name: 'Osteria Airone Zoppo' })).toBeVisible();
  await see('home', page);

  await page.goto(`${hub.url}/t/2`);
  await expect(page.getByRole('heading', { name: 'Please scan the code on your table' })).toBeVisible();
  await see('join-without-code', page);
  await page.getByRole('button', { name: 'Look at the menu first' }).click();
  await expect(ada.row('Tiramisù')).toBeVisible();
  await see('menu-before-joining', page);

  await ada.open(hub.facts.guest_url);
  await see('join', page);
  await ada.joinButton.click();
  await expect(page.getByText('Please tell us what to call you.')).toBeVisible();
  await see('join-incomplete', page);
  const wrong = hub.facts.pin === '0000' ? '0001' : '0000';
  await ada.typePin(wrong);
  await expect(page.getByText('That is not the PIN of this table.')).toBeVisible();
  await see('join-refused', page);
  for (const left of ['3 more times', '2 more times', 'once more']) {
    await ada.typePin(wrong);
    await expect(page.getByText(`You can try ${left}.`)).toBeVisible();
  }
  await ada.typePin(wrong);
  await expect(page.getByText('The table takes no more tries for now.')).toBeVisible();
  await expect(page.getByRole('timer')).toBeVisible();
  await see('join-blocked', page);
}

/** Reading the menu and filling the cart. */
export async function choosing({ hub, devices }: World, see: See): Promise<void> {
  const ada = await devices.guest('Ada', STILL);
  const { page } = ada;
  await expect(ada.row('Tiramisù')).toBeVisible();
  await see('menu', page);
  await ada.cart.open();
  await see('cart-empty', page);
  await ada.orders.open();
  await see('orders-empty', page);

  await ada.go('Menu');
  await ada.search.fill('sushi');
  await expect(page.getByRole('heading', { name: 'Nothing like that tonight' })).toBeVisible();
  await see('menu-nothing-found', page);
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await page.getByRole('button', { name: 'Diets and allergens' }).click();
  const filters = ada.sheet('Diets and allergens');
  await filters.getByRole('button', { name: 'milk', exact: true }).click();
  await filters.getByRole('button', { name: 'Vegetarian' }).click();
  await see('filters', page);
  await filters.getByRole('button', { name: /^Show/ }).click();
  await expect(filters).toBeHidden();
  await expect(ada.row('Tiramisù')).toContainText('Contains milk');
  await see('menu-filtered', page);
  await page.getByRole('button', { name: /^Diets and allergens/ }).click();
  await filters.getByRole('button', { name: 'Clear all' }).click();
  await filters.getByRole('button', { name: /^Show/ }).click();
  await expect(filters).toBeHidden();

  const bruno = await devices.guest('Bruno', STILL);
  const sheet = await ada.openDish('Lamb scottadito');
  await see('dish', page);
  await ada.addButton(sheet).click();
  await expect(ada.answer(sheet, 'Rare')).toBeFocused();
  await see('dish-question-left-out', page);
  await ada.choose(sheet, {
    answers: ['Medium', 'Soft polenta, green olive oil', 'Salsa verde with anchovy'],
    note: 'No salt, please',
    portions: 2,
  });
  await see('dish-chosen', page);
  await ada.addButton(sheet).click();
  await expect(sheet).toBeHidden();
  await bruno.add('Porcini risotto');
  await bruno.add('Burrata, peach and basil', { forWhom: 'Everyone' });

  await ada.cart.open();
  await expect(ada.cart.line('Burrata, peach and basil', 'Everyone')).toBeVisible();
  await see('cart', page);
  const line = ada.cart.line('Lamb scottadito');
  await line.getByRole('button', { name: 'Change Lamb scottadito', exact: true }).click();
  await expect(ada.sheet('Lamb scottadito')).toBeVisible();
  await see('line', page);
  await ada.page.goBack();
  await page.getByRole('button', { name: 'Change Porcini risotto of Bruno' }).click();
  await see('cart-of-another', page);
  await line.getByRole('button', { name: /^Give / }).click();
  await expect(ada.sheet('Who gets Lamb scottadito?')).toBeVisible();
  await see('give', page);
  await page.getByRole('button', { name: 'Close', exact: true }).click();

  const house = await House.of(hub);
  await house.eightySix('risotto', true);
  await expect(ada.cart.line('Porcini risotto', 'Bruno')).toContainText('Sold out');
  await see('cart-sold-out', page);
  await ada.go('Menu');
  await ada.search.fill('risotto');
  await expect(ada.row('Porcini risotto')).toContainText('Sold out today');
  await see('menu-sold-out', page);
  await ada.openDish('Porcini risotto');
  await see('dish-sold-out', page);
}

/** From the review to the goodbye, with an outage on the way. */
export async function ordering({ hub, devices, complaints }: World, see: See): Promise<void> {
  complaints.expect(409, '/api/order/place');
  const house = await House.of(hub);
  const ada = await devices.guest('Ada', STILL);
  const bruno = await devices.guest('Bruno', STILL);
  const { page } = ada;
  await ada.add('Lamb scottadito', { answers: ['Medium', 'Charred greens'] });
  await ada.add('Burrata, peach and basil', { forWhom: 'Everyone' });
  await bruno.add('Porcini risotto');
  await ada.cart.review();
  await see('review', page);
  await page.getByRole('button', { name: /^Is there anything you must not eat/ }).click();
  await expect(page.getByRole('button', { name: 'peanuts', exact: true })).toBeEnabled();
  await see('review-allergies', page);
  await house.eightySix('risotto', true);
  await ada.cart.placeButton().click();
  const changed = ada.sheet('The cart has changed');
  await expect(changed).toBeVisible();
  await see('review-changed', page);
  await house.eightySix('risotto', false);
  await expect(changed).toContainText('As it is now');
  await see('review-changed-anew', page);
  await page.getByRole('button', { name: 'Back to the cart' }).click();
  await expect(changed).toBeHidden();
  await ada.cart.place();
  await see('placed', page);
  await house.setStatus(1, 0, 'cooking');
  await house.setStatus(1, 1, 'ready');
  await ada.orders.openFromReceipt();
  await expect(ada.orders.rounds()).toContainText('On its way');
  await see('orders', page);
  await house.setStatus(1, 0, 'ready');
  await house.setStatus(1, 2, 'ready');
  await ada.go('Menu');
  await expect(ada.notice).toContainText('Lamb scottadito and Porcini risotto are ready');
  await see('menu-ready', page);
  await page.getByRole('button', { name: 'Got it' }).click();

  await bruno.add('Negroni');
  await bruno.cart.place();
  await ada.cart.open();
  await expect(ada.notice).toContainText('Bruno has ordered.');
  await see('cart-after-orders', page);
  await page.getByRole('button', { name: 'Got it' }).click();

  await hub.kill();
  await expect(ada.connection).toContainText('Offline since');
  await ada.add('Tiramisù', { portions: 2 });
  await see('menu-offline', page);
  await ada.cart.open();
  await expect(ada.cart.unsent(ada.cart.line('Tiramisù'))).toBeVisible();
  await see('cart-offline', page);
  await ada.cart.review();
  await ada.cart.placeButton().click();
  await expect(ada.sheet('No answer yet')).toBeVisible();
  await see('no-answer', page);
  await page.getByRole('button', { name: 'Carry on meanwhile' }).click();
  await expect(page.getByText('Your order waits for an answer.')).toBeVisible();
  await see('cart-with-waiting-order', page);

  await hub.restart();
  await expect(ada.cart.placed()).toContainText('Order 3.');
  await ada.orders.openFromReceipt();
  await house.settle(hub.facts.session);
  await house.close(hub.facts.session);
  await expect(page.getByRole('heading', { name: 'Thank you for coming' })).toBeVisible();
  await see('closed', page);
}

/** Who is at the table, who is about to order, whose phone is silent. */
export async function party({ hub, devices }: World, see: See): Promise<void> {
  const page = await devices.page(STILL);
  await page.clock.install();
  const ada = new Guest(page, 'Ada');
  await ada.open(hub.facts.guest_url);
  await ada.join(hub.facts.pin);
  const bruno = await devices.guest('Bruno', STILL);
  const chloe = await devices.guest('Chloé', STILL);
  await ada.add('Porcini risotto');
  await chloe.add('Negroni', { forWhom: 'Everyone' });
  await chloe.page.close();
  await ada.cart.open();
  await expect(page.getByRole('button', { name: /Chloé \(not connected/ })).toBeVisible();
  await page.clock.fastForward('04:10');
  await expect(ada.party).toContainText('not heard from for 4 min');
  await see('cart-somebody-away', page);
  await bruno.cart.review();
  await expect(ada.party).toContainText('Bruno is confirming');
  await see('cart-somebody-confirms', page);
  await page.getByRole('button', { name: /^At the table: / }).click();
  await expect(ada.sheet('At the table')).toBeVisible();
  await see('party', page);
  await page.keyboard.press('Escape');
  await ada.cart.review();
  await see('review-two-confirm', page);
}

/** The sign-in page and the kitchen. */
export async function kitchen({ hub, devices, complaints }: World, see: See): Promise<void> {
  complaints.expect(401, '/api/staff/sign-in');
  const page = await devices.page({ ...STILL, viewport: { width: 1280, height: 800 } });
  const door = new SignIn(page);
  await page.goto(`${hub.url}/staff`);
  await see('sign-in', page);
  await door.button.click();
  await expect(page.getByText('Type your name.')).toBeVisible();
  await see('sign-in-incomplete', page);
  await door.as('Demo', 'not the password');
  await expect(door.problem).toBeVisible();
  await see('sign-in-refused', page);

  await signIn(page, hub);
  await ageTickets(page, minutesSinceOrder);
  const screen = new Kitchen(page);
  await screen.open(hub.facts.kitchen_url);
  await expect(page.getByRole('heading', { name: 'No tickets. Enjoy the quiet.' })).toBeVisible();
  await see('kitchen-empty', page);
  await fill(await House.of(hub));
  await expect(page.getByRole('button', { name: 'All 11', exact: true })).toBeVisible();
  await see('kitchen', page);
  // By keyboard: after a finger nothing on the board moves for a while, not even to fit another size.
  await page.getByRole('button', { name: /^Grill/ }).press('Enter');
  await expect(screen.ticket(ticketName('8', 5, 'Grill'))).toBeVisible();
  await see('kitchen-grill', page);
  await page.getByRole('button', { name: /^All/ }).press('Enter');

  const sheet = await screen.openEightySix();
  await sheet.getByRole('switch', { name: /^OCTOPUS/ }).click();
  await see('kitchen-86', page);
  await sheet.getByRole('button', { name: /^How many/ }).first().click();
  await expect(sheet.getByLabel('Portions left')).toBeVisible();
  await see('kitchen-86-count', page);
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByRole('button', { name: 'Account' }).click();
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  await see('kitchen-account', page);
  await page.getByRole('button', { name: 'Close', exact: true }).click();

  await hub.kill();
  await expect(screen.cutOff).toBeVisible();
  await screen.openDone();
  await screen.dish(screen.ticket(ticketName('T2', 3, 'Grill')), 'OCTOPUS').click();
  await screen.bumpButton(ticketName('1', 1, 'Bar')).click();
  await expect(screen.undoButton(ticketName('1', 1, 'Bar'))).toBeHidden();
  await see('kitchen-cut-off', page);
}

/** The waiter's screen. */
export async function floor({ hub, devices }: World, see: See): Promise<void> {
  const house = await House.of(hub);
  await fill(house);
  const page = await devices.page(STILL);
  await signIn(page, hub);
  const screen = new Floor(page);
  await screen.open(hub.facts.floor_url);
  await expect(screen.tile('4')).toContainText('Ready to run');
  await see('floor', page);
  await screen.look('Plan');
  await see('floor-plan', page);
  await screen.look('Now');
  await expect(page.getByRole('button', { name: 'Brought to table 4, order 2' })).toBeVisible();
  await see('floor-now', page);
  const waiter = await devices.guest('Ada', STILL);
  await waiter.page.getByRole('button', { name: 'Waiter', exact: true }).click();
  const calling = waiter.sheet('Call the waiter');
  await calling.getByRole('button', { name: 'The bill, please' }).click();
  await expect(calling.getByText('The waiters know.')).toBeVisible();
  await see('call', waiter.page);
  await page.getByRole('button', { name: 'Brought to table 4, order 2' }).click();
  await expect(page.getByRole('button', { name: 'Undo: order 2 was not brought to table 4' })).toBeVisible();
  await expect(screen.call('1', 'The bill')).toBeVisible();
  await see('floor-calls', page);
  await page.getByRole('button', { name: 'Undo: order 2 was not brought to table 4' }).click();
  await screen.look('Tables');

  const sheet = await screen.openTable('5');
  await see('floor-seat', page);
  await sheet.getByRole('button', { name: 'More', exact: true }).click();
  await expect(sheet.getByRole('button', { name: 'Seat 13 at table 5' })).toBeVisible();
  await see('floor-seat-many', page);
  await sheet.getByRole('button', { name: '4', exact: true }).click();
  await sheet.getByRole('button', { name: 'Seat 4 at table 5' }).click();
  await screen.pin(sheet);
  await expect(page.getByRole('img', { name: 'QR code of table 5' })).toBeVisible();
  await see('floor-pin', page);
  await page.getByRole('button', { name: 'Close', exact: true }).click();

  const visit = await screen.openTable('4');
  await see('floor-visit', page);
  await visit.getByRole('button', { name: 'Note an allergy' }).click();
  await visit.getByRole('button', { name: 'nuts', exact: true }).click();
  await expect(visit.getByText('Whole table: no nuts')).toBeVisible();
  await see('floor-allergies', page);
  await visit.getByRole('button', { name: 'Done', exact: true }).click();
  await visit.getByRole('button', { name: 'Move', exact: true }).click();
  await see('floor-moving', page);
  await visit.getByRole('button', { name: 'Move', exact: true }).click();
  await visit.getByRole('button', { name: 'Take an order' }).click();
  const order = page.getByRole('dialog', { name: 'Take an order' });
  await order.getByRole('button', { name: 'Add Negroni' }).click();
  await expect(order.getByRole('button', { name: /^Order 1 dish/ })).toBeVisible();
  await see('waiter-order', page);
  await order.getByRole('button', { name: 'Close', exact: true }).click();
  await visit.getByRole('button', { name: 'Show the rounds' }).click();
  await expect(visit.getByText('Charged so far')).toBeVisible();
  await see('floor-rounds', page);
  await visit.getByRole('button', { name: /^Void / }).first().click();
  await expect(page.getByRole('dialog', { name: /^Void / })).toBeVisible();
  await see('floor-void', page);
  await page.getByRole('button', { name: 'Close', exact: true }).last().click();
  await visit.getByRole('button', { name: 'Join a table' }).click();
  await visit.getByRole('button', { name: 'Join table 1' }).click();
  await expect(visit.getByText('Tables 4 and 1 become one party.')).toBeVisible();
  await see('floor-joining', page);
  await visit.getByRole('button', { name: 'Split up' }).click();
  const parting = visit.getByRole('group', { name: 'Who sits elsewhere?' });
  await parting.getByRole('button', { name: /more goes$/ }).first().click();
  await expect(parting.getByText('Where to?')).toBeVisible();
  await see('floor-parting', page);
  await visit.getByRole('button', { name: 'Close table' }).click();
  await expect(page.getByRole('dialog', { name: 'Close table 4?' })).toBeVisible();
  await see('floor-close', page);
  await page.getByRole('button', { name: 'Keep it open' }).click();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByRole('button', { name: 'Account' }).click();
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  await see('floor-account', page);
  await page.getByRole('button', { name: 'Close', exact: true }).click();

  await hub.kill();
  await expect(page.getByText(/^Not connected since/)).toBeVisible();
  await see('floor-cut-off', page);
  await screen.openTable('4');
  await see('floor-visit-cut-off', page);
}

/** Ways in besides the PIN, on both sides of the door, and the goodbyes that a waiter brings about. */
export async function ways({ hub, devices }: World, see: See): Promise<void> {
  const page = await devices.page(STILL);
  const ben = new Guest(page, 'Ben');
  await ben.open(hub.facts.guest_url);
  await page.getByRole('button', { name: 'I have an invite' }).click();
  await expect(page.getByLabel('Invite code')).toBeVisible();
  await see('join-by-code', page);
  await page.getByRole('button', { name: 'No PIN? Ask to be let in' }).click();
  await see('join-by-knocking', page);
  const ada = await devices.guest('Ada', STILL);
  await invite(ada);
  await see('invite', ada.page);
  await ada.page.getByRole('button', { name: 'Take it back' }).click();
  await ben.nameField.fill('Ben');
  await page.getByRole('button', { name: 'Ask to be let in', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Somebody will let you in' })).toBeVisible();
  await see('waiting', page);
  await expect(knockerAt(ada, 'Ben would like to join')).toBeVisible();
  await see('somebody-knocks', ada.page);
  await ada.page.getByRole('button', { name: /^At the table: / }).click();
  await expect(ada.sheet('At the table')).toBeVisible();
  await see('party-with-knock', ada.page);
  const desk = await devices.page(STILL);
  await signIn(desk, hub);
  const screen = new Floor(desk);
  await screen.open(hub.facts.floor_url);
  await expect(screen.tile('1')).toContainText('Ben wants to join');
  await see('floor-knock', desk);
  const sheet = await screen.openTable('1');
  await see('floor-door', desk);
  await sheet.getByRole('button', { name: 'Not now: Ben' }).click();
  await expect(page.getByRole('heading', { name: 'Not just now' })).toBeVisible();
  await see('turned-away', page);
  await sheet.getByRole('button', { name: 'Let somebody in' }).click();
  await expect(sheet.getByRole('img', { name: 'QR code of the invite' })).toBeVisible();
  await see('floor-invite', desk);
  await sheet.getByRole('button', { name: 'Remove Ada' }).click();
  await see('floor-remove', desk);
  await sheet.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(ada.page.getByRole('heading', { name: 'Your phone was taken off the table' })).toBeVisible();
  await see('taken-off', ada.page);
}

const guests = { arrival, choosing, ordering, approving, friends, party, ways };
const house = { kitchen, service, trouble, floor, waiting, office, firstStart, trust };

export const TOURS = { ...guests, ...house, paying };
