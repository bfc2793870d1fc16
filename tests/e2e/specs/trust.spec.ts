/** The hub's own https: the page that helps to trust it, and signing in over it. */
import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:tls';
import { chromium } from '@playwright/test';
import { LAUNCH } from '../support/browser';
import type { Hub } from '../support/hub';
import { Kitchen, ticketName } from '../support/kitchen';
import { House } from '../support/house';
import { DESK, expect, test } from '../support/test';
import { SignIn } from '../support/staff';
import { refuseOnPlainHttp } from '../support/trust';

/** Hash of the key that the hub has certified: what a browser is told to trust, and nothing else. */
async function keyOf(hub: Hub): Promise<string> {
  const { hostname, port } = new URL(hub.httpsUrl);
  const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const spki = socket.getPeerX509Certificate()?.publicKey.export({ type: 'spki', format: 'der' });
  socket.destroy();
  return createHash('sha256')
    .update(spki ?? '')
    .digest('base64');
}

test('the page shows the fingerprint of the very certificate that it offers', async ({ hub, devices }) => {
  const page = await devices.page();
  await page.goto(`${hub.url}/trust`);
  await expect(page.getByRole('heading', { level: 1, name: 'Trust this hub' })).toBeVisible();
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download the certificate' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('plato-hub.crt');
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk as Uint8Array));
  const certificate = Buffer.concat(chunks);
  expect(new X509Certificate(certificate).ca).toBe(true);
  const hex = createHash('sha256').update(certificate).digest('hex').toUpperCase();
  const lines = hex.match(/.{16}/g)?.map((line) => line.match(/../g)?.join(' ') ?? '') ?? [];
  for (const line of lines) await expect(page.getByText(line)).toBeVisible();
  expect(hub.log).not.toContain(hex);
  await expect(page.getByRole('link', { name: 'Open the private sign-in' })).toHaveAttribute(
    'href',
    `${hub.httpsUrl}/staff`,
  );
  await page.getByText('iPhone and iPad', { exact: true }).click();
  await expect(page.getByText('Certificate Trust Settings')).toBeVisible();
});

test('staff sign in over https, and the kitchen follows over a private socket', async ({ hub, complaints }) => {
  const trust = `--ignore-certificate-errors-spki-list=${await keyOf(hub)}`;
  const browser = await chromium.launch({ ...LAUNCH, args: [...LAUNCH.args, trust] });
  const context = await browser.newContext(DESK);
  complaints.listen(context);
  const page = await context.newPage();
  const sockets: string[] = [];
  page.on('websocket', (socket) => sockets.push(socket.url()));
  await page.goto(`${hub.httpsUrl}/staff?next=/kitchen`);
  await new SignIn(page).as(hub.facts.staff_name, hub.facts.staff_password);
  await page.waitForURL(`${hub.httpsUrl}/kitchen`);
  const [cookie] = await page.context().cookies();
  expect(cookie).toMatchObject({ name: '__Host-plato_staff', secure: true, httpOnly: true, sameSite: 'Strict' });
  const house = await House.of(hub);
  await house.orderAtDemoTable('Bruno', { item: 'risotto' });
  const kitchen = new Kitchen(page);
  await expect(kitchen.ticket(ticketName('1', 1, 'Grill'))).toBeVisible();
  expect(sockets).toContain(`${hub.httpsUrl.replace('https', 'wss')}/api/feed`);
  await browser.close();
  expect(complaints.all()).toEqual([]);
});

test('a page that is not private asks for no password', async ({ hub, devices }) => {
  const page = await devices.page();
  await page.route('**/api/trust', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ json: { ...((await answer.json()) as object), may_sign_in: false } });
  });
  await page.goto(`${hub.url}/staff?next=/floor`);
  const link = page.getByRole('link', { name: 'Open the private sign-in' });
  await expect(link).toHaveAttribute('href', `${hub.httpsUrl}/staff?next=/floor`);
  await expect(page.getByLabel('Password')).toHaveCount(0);
});

test('a sign-in that is refused on plain http shows where to go', async ({ hub, devices, complaints }) => {
  complaints.expect(403, '/api/staff/sign-in');
  const page = await devices.page();
  await refuseOnPlainHttp(page, hub);
  await page.goto(`${hub.url}/staff?next=/floor`);
  await new SignIn(page).as(hub.facts.staff_name, hub.facts.staff_password);
  await expect(page.getByText('Staff sign in over a private connection')).toBeVisible();
  const link = page.getByRole('link', { name: 'Open the private sign-in' });
  await expect(link).toHaveAttribute('href', `${hub.httpsUrl}/staff?next=/floor`);
  await page.getByRole('link', { name: 'Have it trust the hub' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Trust this hub' })).toBeVisible();
});
