import { House } from '../support/house';
import { expect, test } from '../support/test';

test('friends with a cart each order together, and one who waits may send what is ready', async ({ hub, devices }) => {
  const house = await House.of(hub);
  await house.apart(hub.facts.session);
  const [ada, bruno, chiara] = [
    await devices.guest('Ada'),
    await devices.guest('Bruno'),
    await devices.guest('Chiara'),
  ];
  const kitchen = await devices.kitchen();
  await ada.add('Porcini risotto');
  await ada.cart.review();
  await ada.page.getByRole('button', { name: 'Ready: order with the others' }).click();
  await expect(ada.sheet('You are ready')).toContainText('Order 1. It goes to the kitchen with those of the others.');
  await ada.orders.openFromReceipt();
  const waits = ada.page.getByRole('region', { name: /^Waits for the others/ });
  const who = (name: string) => waits.getByRole('listitem').filter({ hasText: name });
  await expect(who('Bruno')).toContainText('Still choosing');
  await expect(kitchen.tickets).toHaveCount(0);

  await bruno.add('Burrata, peach and basil');
  await bruno.cart.review();
  await bruno.page.getByRole('button', { name: 'Ready: order with the others' }).click();
  await bruno.orders.openFromReceipt();
  await expect(who('Bruno')).toContainText('Ready');
  await expect(who('Chiara')).toContainText('Still choosing');
  await expect(waits, 'what the others have is theirs').not.toContainText('Burrata');

  // Nobody waits for Chiara any more, who then orders for herself alone.
  await ada.page.getByRole('button', { name: 'Send now: 2 of 3 are ready' }).click();
  for (const guest of [ada, bruno]) {
    await expect(guest.page.getByRole('region', { name: /^Sent to the kitchen/ })).toBeVisible();
    await expect(guest.page.getByRole('region', { name: /^Waits for the others/ })).toBeHidden();
  }
  await expect(kitchen.tickets).toHaveCount(2);
  await chiara.add('Porcini risotto');
  await chiara.cart.place();
  await expect(kitchen.tickets).toHaveCount(3);
});

test('a waiter sends what waits for somebody who has gone', async ({ hub, devices }) => {
  const house = await House.of(hub);
  await house.apart(hub.facts.session);
  const ada = await devices.guest('Ada');
  const bruno = await devices.guest('Bruno');
  await bruno.go('Menu');
  await ada.add('Porcini risotto');
  await ada.cart.review();
  await ada.page.getByRole('button', { name: 'Ready: order with the others' }).click();
  await expect(ada.sheet('You are ready')).toBeVisible();
  const floor = await devices.floor();
  await expect(floor.tile('1')).toContainText('An order waits for the others');
  const sheet = await floor.openTable('1');
  await sheet.getByRole('button', { name: 'Send what is ready' }).click();
  await expect(sheet.getByText('An order waits for the others')).toBeHidden();
  await ada.orders.openFromReceipt();
  await expect(ada.page.getByRole('region', { name: /^Sent to the kitchen/ })).toBeVisible();
});
