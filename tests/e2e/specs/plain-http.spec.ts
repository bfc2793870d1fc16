import { expect, test } from '../support/test';
import { ticketName } from '../support/kitchen';

// The configuration maps this name to the loopback address, as a venue's network maps `plato.local`.
test.use({ host: 'hub.test' });

test('joining, sharing and ordering need no secure context', async ({ hub, devices }) => {
  expect(new URL(hub.facts.guest_url).hostname).toBe('hub.test');
  const ada = await devices.guest('Ada');
  const isSecure = () => ada.page.evaluate(() => isSecureContext);
  expect(await isSecure(), 'this is not a secure context').toBe(false);
  const bruno = await devices.guest('Bruno');
  const kitchen = await devices.kitchen();

  await bruno.cart.open();
  await ada.add('Porcini risotto');
  await expect(bruno.cart.line('Porcini risotto', 'Ada')).toBeVisible();
  await ada.page.reload();
  await ada.cart.open();
  await ada.cart.expectShares({ who: 'Ada', dish: 'Porcini risotto', portions: 1 });
  await ada.cart.place();
  await ada.orders.openFromReceipt();
  await kitchen.dish(kitchen.ticket(ticketName('1', 1, 'Grill')), 'RISOTTO').click();
  await expect(ada.orders.dish('Porcini risotto')).toContainText('Being made');
});
