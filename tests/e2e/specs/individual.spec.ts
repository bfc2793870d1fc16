import { expect, test } from '../support/test';
import { Guest } from '../support/guest';

test('where everyone orders alone nobody sees the cart of another, until the waiter joins them', async ({
  devices,
}) => {
  const floor = await devices.floor();
  const code = floor.page.waitForResponse(/\/api\/floor\/tables\/3\/code$/);
  const sheet = await floor.openTable('3');
  await sheet.getByRole('button', { name: 'Each alone' }).click();
  await sheet.getByRole('button', { name: '2', exact: true }).click();
  await sheet.getByRole('button', { name: 'Seat 2 at table 3' }).click();
  const pin = await floor.pin(sheet);
  const { url } = (await (await code).json()) as { url: string };
  const [anna, ben] = [new Guest(await devices.page(), 'Anna'), new Guest(await devices.page(), 'Ben')];
  for (const guest of [anna, ben]) {
    await guest.open(url);
    await guest.join(pin);
  }

  const dish = await anna.openDish('Negroni');
  await expect(dish.getByText('Who is it for?')).toBeHidden();
  await anna.addButton(dish).click();
  await anna.cart.open();
  await expect(anna.page.getByText('Only you see this cart.')).toBeVisible();
  await expect(anna.cart.saved(anna.cart.line('Negroni'))).toBeVisible();
  await ben.add('Tiramisù');
  await ben.cart.open();
  await ben.cart.expectShares({ who: 'Ben', dish: 'Tiramisù', portions: 1 });

  await sheet.getByRole('button', { name: 'Show what is in the cart' }).click();
  await expect(sheet.getByRole('heading', { name: 'Anna' })).toBeVisible();
  await expect(sheet.getByText('Negroni')).toBeVisible();
  await expect(sheet.getByText('Tiramisù')).toBeVisible();

  await sheet.getByRole('button', { name: 'Together' }).click();
  const both = [
    { who: 'Anna', dish: 'Negroni', portions: 1 },
    { who: 'Ben', dish: 'Tiramisù', portions: 1 },
  ];
  await anna.cart.expectShares(...both);
  await ben.cart.expectShares(...both);
  await anna.cart.place();
  await expect(sheet.getByRole('button', { name: 'Each alone' })).toBeHidden();
});

test('a waiter writes for a table where everyone was to order alone and nobody has a phone', async ({ devices }) => {
  const floor = await devices.floor();
  const kitchen = await devices.kitchen();
  const sheet = await floor.openTable('3');
  await sheet.getByRole('button', { name: 'Each alone' }).click();
  await sheet.getByRole('button', { name: '2', exact: true }).click();
  await sheet.getByRole('button', { name: 'Seat 2 at table 3' }).click();
  await sheet.getByRole('button', { name: 'Take an order' }).click();
  const order = floor.page.getByRole('dialog', { name: 'Take an order' });
  await expect(order).toContainText('Nobody at this table has joined with a phone.');
  await order.getByRole('button', { name: 'One order for the table' }).click();
  await order.getByRole('button', { name: 'Add Negroni' }).click();
  await order.getByRole('button', { name: /^Order 1 dish/ }).click();
  await expect(order).toContainText('is with the kitchen.');
  await expect(kitchen.tickets).toHaveCount(1);
});
