import { expect, test } from '../support/test';
import { listen } from '../support/heard';
import { ticketName } from '../support/kitchen';
import { withApproval } from '../support/venue';

test('the last portion, an allergy, a dish taken back, and a waiter who orders and voids', async ({ devices }) => {
  const kitchen = await devices.kitchen();
  const ada = await devices.guest('Ada');
  const bruno = await devices.guest('Bruno');
  const floor = await devices.floor();

  // One portion left: every phone says so.
  const list = await kitchen.openEightySix();
  await list.getByRole('button', { name: /^How many.*TIRAMISU/ }).click();
  await list.getByLabel('Portions left').fill('1');
  await list.getByRole('button', { name: 'Count down' }).click();
  await expect(list.getByRole('switch', { name: /^TIRAMISU\b/ })).toContainText('1 left');
  await list.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(ada.row('Tiramisù')).toContainText('Only 1 left');
  await expect(bruno.row('Tiramisù')).toContainText('Only 1 left');

  // What Ada must not eat goes with her order, in large letters.
  await ada.add('Tiramisù');
  const review = await ada.cart.review();
  await review.getByRole('button', { name: /^Is there anything you must not eat/ }).click();
  await review.getByRole('button', { name: 'peanuts', exact: true }).click();
  await expect(review.getByText('The kitchen is told: no peanuts')).toBeVisible();
  await ada.cart.placeButton().click();
  await expect(ada.cart.placed()).toContainText('Order 1.');
  const dessert = kitchen.ticket(ticketName('1', 1, 'Pass'));
  await expect(dessert).toContainText('ALLERGY: no PEANUTS · Ada');
  const hidden = () => dessert.getByRole('list').evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight);
  await expect.poll(hidden, 'the band hides nothing of the dishes').toBeLessThanOrEqual(0);
  await expect(bruno.row('Tiramisù')).toContainText('Sold out today');

  // Taken back before anybody began: nobody pays it, the cook sees who it was, and it is there again.
  await ada.orders.openFromReceipt();
  await expect(ada.orders.round(1)).toContainText('№ 1');
  await ada.orders.dish('Tiramisù').getByRole('button', { name: /^Take back/ }).click();
  await ada.orders.dish('Tiramisù').getByRole('button', { name: 'Yes, take it back' }).click();
  await expect(ada.orders.dish('Tiramisù')).toContainText('Taken off');
  await expect(ada.orders.round(1)).toContainText('€0.00');
  await expect(dessert).toContainText('Cancelled by guest');
  await expect(bruno.row('Tiramisù')).toContainText('Only 1 left');

  // The same again, into the cart; once the kitchen has begun, it stays.
  await ada.orders.dish('Tiramisù').getByRole('button', { name: /^Order again/ }).click();
  await expect(ada.notice).toContainText('Tiramisù is in the cart again.');
  await ada.notice.getByRole('button', { name: 'Got it' }).click();
  await ada.cart.place();
  await ada.orders.openFromReceipt();
  const again = ada.orders.round(2).getByRole('listitem').filter({ hasText: 'Tiramisù' });
  const second = kitchen.ticket(ticketName('1', 2, 'Pass'));
  await kitchen.dish(second, 'TIRAMISU').click();
  await expect(again).toContainText('Being made');
  await expect(again.getByRole('button', { name: /^Take back/ })).toHaveCount(0);
  await kitchen.dish(second, 'TIRAMISU').click();
  await expect(ada.notice.filter({ hasText: 'Tiramisù is ready' })).toBeVisible();
  await ada.page.reload();
  await expect(ada.tabs).toBeVisible();
  await ada.orders.open();
  await expect(ada.orders.round(2)).toContainText('On its way');
  await expect(ada.page.getByText('Tiramisù is ready')).toHaveCount(0);

  // A waiter orders in the same cart.
  const table = await floor.openTable('1');
  await table.getByRole('button', { name: 'Take an order' }).click();
  const order = floor.page.getByRole('dialog', { name: 'Take an order' });
  await order.getByRole('button', { name: 'Add Negroni' }).click();
  await expect(order.getByRole('region', { name: 'In the cart' })).toContainText('Negroni');
  await bruno.cart.open();
  await expect(bruno.cart.line('Negroni', 'Everyone')).toBeVisible();
  await order.getByRole('button', { name: /^Order 1 dish · / }).click();
  await expect(order.getByText('Order 3 is with the kitchen.')).toBeVisible();
  await order.getByRole('button', { name: 'Done' }).click();
  await expect(ada.orders.round(3)).toContainText('by Your waiter');

  // And takes it off again, with a reason; they have just proved who they are.
  await table.getByRole('button', { name: 'Show the rounds' }).click();
  await table.getByRole('button', { name: 'Void Negroni' }).click();
  const off = floor.page.getByRole('dialog', { name: 'Void Negroni' });
  await off.getByLabel('The guest changed their mind').check();
  await off.getByRole('button', { name: 'Void it' }).click();
  await expect(off).toBeHidden();
  await expect(ada.orders.round(3)).toContainText('Taken off');
});

test('the house looks at a first order: no, and then yes; the kitchen hears only of the yes', async ({
  hub,
  devices,
}) => {
  await withApproval(hub);
  const kitchen = await devices.kitchen();
  const ada = await devices.guest('Ada');
  const floor = await devices.floor();
  const { heard } = await listen(floor.page);
  await floor.page.getByRole('button', { name: 'Turn sound on' }).click();
  await ada.add('Negroni', { portions: 3 });
  await ada.cart.place(ada.cart.checked());
  await expect(floor.tile('1')).toContainText('An order waits for you');
  await expect.poll(heard, 'an order that waits is heard').toEqual(expect.arrayContaining([587, 740]));

  // One of three is taken back while it waits.
  await ada.orders.openFromReceipt();
  const dish = ada.orders.dish('Negroni');
  await expect(dish).toContainText('Being checked');
  await dish.getByRole('button', { name: /^Take back/ }).click();
  await dish.getByRole('button', { name: 'One less' }).click();
  await dish.getByRole('button', { name: 'One less' }).click();
  await dish.getByRole('button', { name: 'Yes, take it back' }).click();
  await expect(dish).toContainText('1 portion taken off');
  await expect(kitchen.page.getByRole('article')).toHaveCount(0);

  await floor.look('Now');
  const waits = floor.page.getByRole('listitem').filter({ hasText: 'First order of this table' });
  await expect(waits).toContainText('2 × Negroni');
  await waits.getByRole('button', { name: 'Decline order 1 of table 1' }).click();
  const no = floor.page.getByRole('dialog', { name: 'Decline order 1 of table 1?' });
  await no.getByLabel('Something else').check();
  await no.getByRole('button', { name: 'Decline the order' }).click();
  await expect(no.getByText('Please write a word or two.')).toBeVisible();
  await no.getByLabel('In your words, for the guests').fill('May we see an ID first?');
  await no.getByRole('button', { name: 'Decline the order' }).click();
  await expect(waits).toHaveCount(0);
  await expect(ada.notice).toContainText('The house has not taken order 1. May we see an ID first?');
  await ada.notice.getByRole('button', { name: 'Got it' }).click();
  await expect(ada.orders.round(1)).toContainText('Not taken by the house');

  // What was wanted is in the cart again, and this time it is taken.
  await ada.cart.open();
  await expect(ada.cart.line('Negroni')).toBeVisible();
  await ada.cart.place(ada.cart.checked());
  await ada.orders.openFromReceipt();
  await floor.page.getByRole('button', { name: 'Approve order 2 of table 1' }).click();
  await expect(kitchen.ticket(ticketName('1', 2, 'Bar'))).toContainText('Negroni');
  await expect(ada.orders.round(2)).toContainText('Sent to the kitchen');
});

test('a waiter sees the cart change, also after an outage, and changes a line for its guests', async ({
  hub,
  devices,
  complaints,
}) => {
  complaints.expectLostCalls();
  const ada = await devices.guest('Ada');
  const floor = await devices.floor();
  const table = await floor.openTable('1');
  await table.getByRole('button', { name: 'Take an order' }).click();
  const order = floor.page.getByRole('dialog', { name: 'Take an order' });
  await expect(order.getByText('Nothing yet.')).toBeVisible();
  await ada.add('Negroni');
  await order.getByRole('button', { name: /^Change Negroni/ }).click();
  const line = floor.page.getByRole('dialog', { name: 'Negroni' });
  await line.getByRole('button', { name: 'Everyone' }).click();
  await line.getByLabel('For the kitchen').fill('no ice');
  await line.getByRole('button', { name: 'Save' }).click();
  await ada.cart.open();
  await expect(ada.cart.line('Negroni', 'Everyone')).toContainText('no ice');

  await hub.kill();
  await ada.go('Menu');
  await ada.add('Tiramisù');
  await hub.restart();
  await expect(order.getByRole('region', { name: 'In the cart' })).toContainText('Tiramisù');
});

test('of a dish that two eat, a waiter says whose portion goes', async ({ devices }) => {
  const kitchen = await devices.kitchen();
  const ada = await devices.guest('Ada');
  const bruno = await devices.guest('Bruno');
  const floor = await devices.floor();
  await ada.add('Negroni', { portions: 2 });
  await ada.cart.open();
  await ada.cart.line('Negroni').getByRole('button', { name: /^Give / }).click();
  await ada.sheet('Who gets Negroni?').getByRole('button', { name: 'Bruno' }).click();
  await bruno.cart.open();
  await bruno.cart.expectShares(
    { who: 'Ada', dish: 'Negroni', portions: 1 },
    { who: 'Bruno', dish: 'Negroni', portions: 1 },
  );
  await ada.cart.place();
  const drinks = kitchen.ticket(ticketName('1', 1, 'Bar'));
  await expect(drinks).toContainText('Ada');
  await expect(drinks).toContainText('Bruno');

  const table = await floor.openTable('1');
  await table.getByRole('button', { name: 'Show the rounds' }).click();
  await table.getByRole('button', { name: 'Void Negroni' }).click();
  const off = floor.page.getByRole('dialog', { name: 'Void Negroni' });
  await off.getByRole('group', { name: 'Whose?' }).getByLabel('Bruno').check();
  await off.getByLabel('The guest changed their mind').check();
  await off.getByRole('button', { name: 'Void it' }).click();
  await expect(off).toBeHidden();
  await expect(drinks).not.toContainText('Bruno');
  await expect(drinks).toContainText('Ada');
});
