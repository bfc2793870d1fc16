/** The walk through the screens of the office, and the first start of a hub. */
import { expect } from '@playwright/test';
import { Hub } from './hub';
import { signIn } from './staff';
import { enrol, hire, MIA, typePin } from './team';
import { STILL, type See, type World } from './tour';

/** The office: people, devices of the house, sign-ins, one's own account, the audit. */
export async function office({ hub, devices, complaints }: World, see: See): Promise<void> {
  complaints.expect(401, '/api/staff/sign-in/pin');
  await hire(hub, MIA);
  await hire(hub, { name: 'Pia', role: 'manager', password: 'three dull words' });
  const page = await devices.page(STILL);
  await page.goto(`${hub.url}/setup`);
  await expect(page.getByRole('heading', { name: 'This hub has an owner already.' })).toBeVisible();
  await see('setup-done', page);
  await page.goto(`${hub.url}/staff`);
  await page.getByRole('button', { name: 'Make this a device of the house' }).click();
  await see('enrol', page);
  await enrol(page, hub, 'Bar tablet');
  await page.reload();
  await expect(page.getByRole('button', { name: /^Mia/ })).toBeVisible();
  await see('people', page);
  await page.getByRole('button', { name: /^Pia/ }).click();
  await see('person-without-pin', page);
  await page.getByRole('button', { name: 'Someone else' }).click();
  await page.getByRole('button', { name: /^Mia/ }).click();
  await see('pin-pad', page);
  for (let tries = 0; tries < 5; tries++) {
    await typePin(page, '9999');
    await expect(page.getByText('That is not the PIN. Try again.')).toBeVisible();
  }
  complaints.expect(429, '/api/staff/sign-in/pin');
  await typePin(page, '9999');
  await expect(page.getByRole('timer')).toBeVisible();
  await see('pin-blocked', page);

  await signIn(page, hub);
  await page.goto(`${hub.url}/team`);
  await page.getByRole('button', { name: 'Change Mia' }).click();
  await expect(page.getByRole('dialog', { name: 'Mia' })).toBeVisible();
  await see('person', page);
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await see('team', page);
  await page.getByRole('button', { name: 'Add a person' }).click();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByText('Fill this in.').first()).toBeVisible();
  await see('person-new', page);
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByRole('button', { name: 'Devices' }).click();
  await page.getByLabel('What is the device called?').fill('Pass');
  await see('devices', page);
  await page.getByRole('button', { name: 'Show a code' }).click();
  await expect(page.getByRole('dialog', { name: 'Code for “Pass”' })).toBeVisible();
  await see('device-code', page);
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByRole('button', { name: 'Signed in' }).click();
  await expect(page.getByText('This one')).toBeVisible();
  await see('sign-ins', page);

  await page.goto(`${hub.url}/account`);
  await expect(page.getByText('This one')).toBeVisible();
  await see('account', page);
  await page.goto(`${hub.url}/audit`);
  await expect(page.getByText(/added Mia as waiter/)).toBeVisible();
  await see('audit', page);
  await page.route('**/api/audit/export', (route) => {
    const problem = { code: 'step_up_needed', title: 'Please confirm that it is you.', status: 403 };
    return route.fulfill({ status: 403, contentType: 'application/problem+json', json: problem });
  });
  complaints.expect(403, '/api/audit/export');
  await page.getByRole('button', { name: 'Export as CSV' }).click();
  await expect(page.getByRole('dialog', { name: 'Is it still you?' })).toBeVisible();
  await see('step-up', page);
}

/** The first start of a hub. */
export async function firstStart({ devices }: World, see: See): Promise<void> {
  const empty = await Hub.startEmpty();
  try {
    const page = await devices.page(STILL);
    await page.goto(`${empty.url}/setup`);
    await page.getByRole('button', { name: 'Make the owner’s account' }).click();
    await expect(page.getByText('Fill this in.').first()).toBeVisible();
    await see('setup', page);
  } finally {
    await empty.stop();
    await empty.remove();
  }
}
