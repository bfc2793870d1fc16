/** The page that helps to trust the hub, and refusals that a test on this machine cannot get for real. */
import { expect, type Page } from '@playwright/test';
import type { Hub } from './hub';
import { STILL, type See, type World } from './tour';

/** Has the hub refuse a sign-in as it does for a device elsewhere in the network. */
export async function refuseOnPlainHttp(page: Page, hub: Hub): Promise<void> {
  const instead = `${hub.httpsUrl}/staff`;
  const title = `Staff sign in over https only. Please open ${instead} on this device.`;
  const json = { code: 'https_needed', status: 403, title, instead };
  await page.route('**/api/staff/sign-in', (route) =>
    route.fulfill({ status: 403, contentType: 'application/problem+json', json }),
  );
}

/** Has the hub say how it is to be trusted. */
async function saysOfTrust(page: Page, json: object): Promise<void> {
  await page.route('**/api/trust', (route) => route.fulfill({ json }));
}

/** Having a device trust the hub. */
export async function trust({ hub, devices }: World, see: See): Promise<void> {
  const page = await devices.page(STILL);
  const fingerprint = Array(32).fill('AB').join(':');
  const known = { https_url: hub.httpsUrl, fingerprint, is_public: false, may_sign_in: false };
  await saysOfTrust(page, known);
  await page.goto(`${hub.url}/staff`);
  await expect(page.getByRole('link', { name: 'Open the private sign-in' })).toBeVisible();
  await see('sign-in-elsewhere', page);
  await page.getByRole('link', { name: 'Have it trust the hub' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Trust this hub' })).toBeVisible();
  await see('trust', page);
  await page.getByText('Mac', { exact: true }).click();
  await page.getByText('Linux', { exact: true }).click();
  await expect(page.getByRole('link', { name: 'As a PEM file, for Linux' })).toBeVisible();
  await see('trust-steps', page);

  await saysOfTrust(page, { ...known, is_public: true });
  await page.reload();
  await expect(page.getByRole('heading', { name: 'This device trusts the hub already' })).toBeVisible();
  await see('trust-public', page);
  await saysOfTrust(page, { https_url: null, fingerprint: null, is_public: false, may_sign_in: false });
  await page.reload();
  await expect(page.getByRole('heading', { name: 'This hub has no private connection' })).toBeVisible();
  await see('trust-off', page);
  await page.goto(`${hub.url}/staff`);
  await expect(page.getByText('this hub has none')).toBeVisible();
  await see('sign-in-nowhere', page);
}
