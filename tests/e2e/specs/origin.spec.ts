/** A page of another site, in the browser of somebody who is signed in: it gets nowhere. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { positionOf } from '../support/payloads';
import { signIn, staffCookie } from '../support/staff';
import { enrol } from '../support/team';
import { expect, test } from '../support/test';

type Menu = { items: { id: string; is_eighty_sixed: boolean }[] };

test('a page of another site opens no socket, changes nothing and shows nothing', async ({ hub, browser }) => {
  // Another port is another origin but the same site: so the cookie goes along, SameSite or not.
  const server = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end('<p>Hello'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await signIn(page, hub);
    await enrol(page, hub, 'Bar tablet');
    const cookies = await context.cookies(hub.url);
    expect(cookies.map(({ name }) => name).toSorted()).toEqual(['plato_device', 'plato_staff']);
    const own = await staffCookie(hub);
    const before = await positionOf(hub, own);

    await page.goto(`http://127.0.0.1:${port}/`);
    const told = await page.evaluate(async (hubUrl) => {
      const socket = (path: string) =>
        new Promise<string>((settle) => {
          const opened = new WebSocket(hubUrl.replace('http', 'ws') + path);
          opened.onopen = () => settle('opened');
          opened.onerror = () => settle('refused');
        });
      const opaque = async (path: string, kind: string, body: string) => {
        const headers = { 'content-type': kind };
        const init = { method: 'POST', mode: 'no-cors', credentials: 'include', headers, body } as const;
        return fetch(hubUrl + path, init).then(
          ({ type, status }) => `${type} ${status}`,
          () => 'refused',
        );
      };
      const json = async (path: string, body: string) => {
        const headers = { 'content-type': 'application/json' };
        const call = fetch(hubUrl + path, { method: 'POST', mode: 'cors', credentials: 'include', headers, body });
        return call.then(
          ({ status }) => `${status}`,
          () => 'refused',
        );
      };
      const eightySix = '/api/kitchen/items/risotto/eighty-six';
      const off = '{"is_eighty_sixed":true}';
      const forms = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'];
      const blind: string[] = [];
      for (const kind of [...forms, 'application/json']) {
        blind.push(await opaque(eightySix, kind, off), await opaque('/api/staff/sign-out', kind, ''));
        blind.push(await opaque('/api/kitchen/ticket/1-grill/bump', kind, '{}'));
        blind.push(await opaque('/api/floor/tables/3/seat', kind, '{"covers":2,"mode":"family"}'));
      }
      return {
        blind,
        sync: await socket('/api/sync'),
        feed: await socket('/api/feed'),
        json: await json(eightySix, off),
        seat: await json('/api/floor/tables/3/seat', '{"covers":2,"mode":"family"}'),
        beacon: navigator.sendBeacon(`${hubUrl}/api/staff/sign-out`, 'x') && 'sent',
        menu: await fetch(`${hubUrl}/api/menu`, { credentials: 'include' }).then(
          () => 'read',
          () => 'refused',
        ),
      };
    }, hub.url);
    const refused = { sync: 'refused', feed: 'refused', json: 'refused', seat: 'refused', menu: 'refused' };
    expect(told).toMatchObject(refused);
    // Nothing can be read of these; that they did nothing is seen below.
    for (const one of told.blind) expect(one).toMatch(/^(refused|opaque 0)$/);

    for (const kind of ['text/plain', 'multipart/form-data', 'application/x-www-form-urlencoded']) {
      await page.goto(`http://127.0.0.1:${port}/`);
      const field = `<input name='{"is_eighty_sixed":true,"x":"' value='"}'>`;
      const action = `${hub.url}/api/kitchen/items/risotto/eighty-six`;
      await page.setContent(
        `<form method="post" enctype="${kind}" action="${action}">${field}<button>Win</button></form>`,
      );
      await Promise.all([page.waitForURL(`${hub.url}/**`), page.getByRole('button').click()]);
      await expect(page.locator('body')).toContainText('origin_forbidden');
    }

    await page.goto(`http://127.0.0.1:${port}/`);
    await page.setContent(`<iframe src="${hub.url}/floor"></iframe>`);
    await expect.poll(() => page.frames().map((frame) => frame.url())).toContain('chrome-error://chromewebdata/');

    expect(await positionOf(hub, own), 'nothing was written to the log').toBe(before);
    const me = await context.request.get(`${hub.url}/api/staff/me`);
    expect(me.status(), 'still signed in').toBe(200);
    const menu = (await (await context.request.get(`${hub.url}/api/menu`)).json()) as Menu;
    const risotto = menu.items.find(({ id }) => id === 'risotto');
    expect(risotto?.is_eighty_sixed, 'still on the menu').toBe(false);
  } finally {
    await context.close();
    server.close();
  }
});

test('a name that leads here but is not the hub gets nothing', async ({ hub, browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  // The configuration maps this name to this machine, and nobody told the hub: as with DNS rebinding.
  const answer = await page.goto(`http://hub.test:${new URL(hub.url).port}/`);
  expect(answer?.status()).toBe(421);
  await expect(page.locator('body')).toContainText('host_unknown');
  await context.close();
});
