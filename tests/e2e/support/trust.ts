/** The page that helps to trust the hub, and refusals that a test on this machine cannot get for real. */
import { expect, type Page } from '@playwright/test';
import type { Hub } from './hub';
import { SignIn } from './staff';
import { STILL, type See, type World } from './tour';

type Refused = { code: string; status: number; title: string; instead?: string };

/** Has the hub refuse a sign-in as it does for a device elsewhere in the network. */
export async function refuseOnPlainHttp(page: Page, hub: Hub): Promise<void> {
  const instead = `${hub.httpsUrl}/staff`;
  const title = `Staff sign in over https only. Please open ${instead} on this device.`;
  await problem(page, '/api/staff/sign-in', { code: 'https_needed', status: 403, title, instead });
}

async function problem(page: Page, path: string, body: Refused): Promise<void> {
  await page.route(`**${path}`, (route) =>
    route.fulfill({ status: body.status, contentType: 'application/problem+json', json: body }),
  );
}

/** Having a device trust the hub. */
export async function trust({ hub, devices, complaints }: World, see: See): Promise<void> {
  complaints.expect(403, '/api/staff/sign-in');
  complaints.expect(404, '/api/trust');
  const page = await devices.page(STILL);
  await refuseOnPlainHttp(page, hub);
  await page.goto(`${hub.url}/staff`);
  await new SignIn(page).as('Demo', 'anything');
  await expect(page.getByRole('link', { name: 'Open the private sign-in' })).toBeVisible();
  await see('sign-in-elsewhere', page);
  await page.getByRole('link', { name: 'Have it trust the hub' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Trust this hub' })).toBeVisible();
  await see('trust', page);
  await page.getByText('Mac', { exact: true }).click();
  await page.getByText('Linux', { exact: true }).click();
  await expect(page.getByRole('link', { name: 'As a PEM file, for Linux' })).toBeVisible();
  await see('trust-steps', page);

  const known = { https_url: hub.httpsUrl, fingerprint: '', is_public: true };
  await page.route('**/api/trust', (route) => route.fulfill({ json: known }));
  await page.reload();
  await expect(page.getByRole('heading', { name: 'This device trusts the hub already' })).toBeVisible();
  await see('trust-public', page);
  await problem(page, '/api/trust', { code: 'https_off', status: 404, title: 'This hub does not speak https.' });
  await page.reload();
  await expect(page.getByRole('heading', { name: 'This hub has no private connection' })).toBeVisible();
  await see('trust-off', page);
}
