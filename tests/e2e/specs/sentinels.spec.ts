/** A price that occurs nowhere else, looked for in all that a kitchen's screen hears and keeps. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { House } from '../support/house';
import { Kitchen, ticketName } from '../support/kitchen';
import { signIn, staffCookie } from '../support/staff';
import { DESK, expect, test } from '../support/test';
import { keepKitchen, kept, noteSecrets } from '../support/trail';

/** 9182.73, as it may be written, and words that go with amounts. */
const MONEY = /918273|9182\.73|9,182|1836546|18365\.46|"(price|minor|currency|total|unit_price)"|EUR|€/;

test('no money is in anything that a kitchen screen hears or keeps', async ({ hub, devices }) => {
  const file = (await readFile('../../hub/demo/venue.toml', 'utf8')).replaceAll(/\bprice = "[^"]+"/g, 'price = "9182.73"');
  const headers = {
    cookie: await staffCookie(hub),
    origin: hub.url,
    'content-type': 'application/json',
    'idempotency-key': randomUUID(),
  };
  const imported = await fetch(`${hub.url}/api/venue/import`, { method: 'POST', headers, body: JSON.stringify({ file }) });
  expect(imported.status, await imported.text()).toBe(200);
  await noteSecrets(hub.url, [['money', '918273'], ['money', '9182.73'], ['money', '1836546']]);
  const menu = await (await fetch(`${hub.url}/api/menu`)).text();
  expect(menu.includes('918273'), 'the price is in force').toBe(true);

  const page = await devices.page(DESK);
  const heard: string[] = [];
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => heard.push(String(payload))));
  page.on('response', (answer) => {
    const { pathname } = new URL(answer.url());
    if (!pathname.startsWith('/api/')) return;
    heard.push(pathname);
    void answer.text().then((text) => heard.push(text), () => undefined);
  });
  await signIn(page, hub);
  const kitchen = new Kitchen(page);
  await kitchen.open(hub.facts.kitchen_url);
  const house = await House.of(hub);
  await house.orderAtDemoTable('Ada', { item: 'negroni', quantity: 2 }, { item: 'risotto', note: 'No salt' });
  const bar = ticketName('1', 1, 'Bar');
  await expect(kitchen.ticket(bar)).toBeVisible();
  await kitchen.bumpButton(bar).press('Enter');
  await expect(kitchen.undoButton(bar)).toBeVisible();
  const sheet = await kitchen.openEightySix();
  await sheet.getByRole('switch', { name: /^OCTOPUS/ }).click();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.reload();
  await expect(kitchen.ticket(ticketName('1', 1, 'Grill'))).toBeVisible();
  expect(heard.some((frame) => frame.includes('No salt')), 'the ticket was heard').toBe(true);

  const all = `${heard.join('\n')}\n${await kept(page)}`;
  await keepKitchen(hub.url, all);
  expect(all).toContain('No salt');
  expect(MONEY.exec(all), 'money in the kitchen').toBeNull();
  expect(/918273|9182\.73|1836546/.exec(hub.log), 'money in the log').toBeNull();
});
