import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LAUNCH } from '../support/browser';
import { expect, test } from '../support/test';
import { Guest } from '../support/guest';
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

test('an ordinary window is not taken for a private one', async ({ hub, devices, browser }) => {
  const ada = await devices.guest('Ada');
  await expect(ada.page.getByRole('status', { name: 'Connection' })).toBeEmpty();
  await expect(ada.notice).toBeHidden();

  const folder = await mkdtemp(join(tmpdir(), 'plato-profile-'));
  const kept = await browser.browserType().launchPersistentContext(folder, LAUNCH);
  try {
    for (const url of [hub.facts.guest_url, hub.facts.guest_url.replace(/\/\/[^:/]+/, '//localhost')]) {
      const ben = new Guest(await kept.newPage(), 'Ben');
      await ben.open(url);
      await ben.join(hub.facts.pin);
      await ben.cart.open();
      await expect(ben.party).toContainText('here');
      await expect(ben.notice).toBeHidden();
    }
  } finally {
    await kept.close();
    await rm(folder, { recursive: true, force: true });
  }
});
