/** A page of another site, in the browser of somebody who is signed in: it gets nowhere. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signIn } from '../support/staff';
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
    const cookies = await context.cookies(hub.url);
    expect(cookies.map(({ name }) => name)).toContain('plato_staff');

    await page.goto(`http://127.0.0.1:${port}/`);
    const told = await page.evaluate(async (hubUrl) => {
      const socket = (path: string) =>
        new Promise<string>((settle) => {
          const opened = new WebSocket(hubUrl.replace('http', 'ws') + path);
          opened.onopen = () => settle('opened');
          opened.onerror = () => settle('refused');
        });
      const post = async (path: string, kind: string, body: string) => {
        const mode = kind === 'application/json' ? 'cors' : 'no-cors';
        const headers = { 'content-type': kind };
        const call = fetch(hubUrl + path, { method: 'POST', mode, credentials: 'include', headers, body });
        return call.then(
          (answer) => `${answer.type} ${answer.status}`,
          () => 'refused',
        );
      };
      const eightySix = '/api/kitchen/items/risotto/eighty-six';
      return {
        sync: await socket('/api/sync'),
        feed: await socket('/api/feed'),
        json: await post(eightySix, 'application/json', '{"is_eighty_sixed":true}'),
        text: await post(eightySix, 'text/plain', '{"is_eighty_sixed":true}'),
        out: await post('/api/staff/sign-out', 'text/plain', ''),
        menu: await fetch(`${hubUrl}/api/menu`, { credentials: 'include' }).then(
          () => 'read',
          () => 'refused',
        ),
      };
    }, hub.url);
    expect(told).toMatchObject({ sync: 'refused', feed: 'refused', json: 'refused', menu: 'refused' });
    // Nothing can be read of these two; that they did nothing is seen below.
    expect([told.text, told.out]).toEqual([
      expect.stringMatching(/refused|opaque/),
      expect.stringMatching(/refused|opaque/),
    ]);

    await page.setContent(`<form method="post" action="${hub.url}/api/staff/sign-out"><button>Win</button></form>`);
    await Promise.all([page.waitForURL(`${hub.url}/**`), page.getByRole('button').click()]);
    await expect(page.locator('body')).toContainText('origin_forbidden');

    await page.goto(`http://127.0.0.1:${port}/`);
    await page.setContent(`<iframe src="${hub.url}/floor"></iframe>`);
    await expect.poll(() => page.frames().map((frame) => frame.url())).toContain('chrome-error://chromewebdata/');

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
