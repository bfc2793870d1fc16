/** First owner, devices of the house with PINs, revoking, step-up, the audit on its screen. */
import { test as base } from '@playwright/test';
import { Hub } from '../support/hub';
import { SignIn, signIn } from '../support/staff';
import { enrol, hire, KENJI, MIA, typePin } from '../support/team';
import { DESK, expect, test } from '../support/test';

base('the first owner is made with the code of the console, once', async ({ browser }) => {
  const hub = await Hub.startEmpty();
  try {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${hub.url}/setup`);
    await page.getByLabel('Your name').fill('Olga');
    await page.getByLabel('Password', { exact: true }).fill('three dull words');
    await page.getByLabel('Code from the hub').fill('AAAA-AAAA-AAAA');
    await page.getByRole('button', { name: 'Make the owner’s account' }).click();
    await expect(page.getByText('This is not the code that the hub has printed.')).toBeVisible();
    await page.getByLabel('Code from the hub').fill((await hub.ownerCode()).toLowerCase());
    await page.getByRole('button', { name: 'Make the owner’s account' }).click();
    await expect(page.getByRole('heading', { name: 'Team' })).toBeVisible();
    await expect(page.getByRole('listitem').filter({ hasText: 'Olga' })).toContainText('Owner');
    await page.goto(`${hub.url}/setup`);
    await expect(page.getByRole('heading', { name: 'This hub has an owner already.' })).toBeVisible();
    await context.close();
  } finally {
    await hub.stop();
    await hub.remove();
  }
});

test('a tablet is made a device of the house, and people switch on it with their PINs', async ({
  hub,
  devices,
  complaints,
}) => {
  complaints.expect(401, '/api/staff/sign-in/pin');
  await hire(hub, MIA);
  await hire(hub, KENJI);
  const office = await devices.page(DESK);
  await signIn(office, hub);
  await office.goto(`${hub.url}/team`);
  await office.getByRole('button', { name: 'Devices' }).click();
  await office.getByLabel('What is the device called?').fill('Bar tablet');
  await office.getByRole('button', { name: 'Show a code' }).click();
  const code = await office.getByRole('dialog').getByText(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/).innerText();

  const tablet = await devices.page(DESK);
  await tablet.goto(`${hub.url}/staff`);
  await tablet.getByRole('button', { name: 'Make this a device of the house' }).click();
  await tablet.getByLabel('Code', { exact: true }).fill(code);
  await tablet.getByRole('button', { name: 'Use the code' }).click();
  await expect(tablet.getByText('This is “Bar tablet”, a device of the house.')).toBeVisible();

  await tablet.getByRole('button', { name: /^Mia/ }).click();
  await typePin(tablet, '9999');
  await expect(tablet.getByText('That is not the PIN. Try again.')).toBeVisible();
  await tablet.keyboard.type('4913');
  await tablet.keyboard.press('Enter');
  await expect(tablet.getByRole('heading', { name: 'Floor' })).toBeVisible();

  await tablet.getByRole('button', { name: 'Account' }).click();
  await expect(tablet.getByRole('dialog', { name: 'Mia' })).toBeVisible();
  await tablet.getByRole('button', { name: 'Switch to someone else' }).click();
  await tablet.getByRole('button', { name: /^Kenji/ }).click();
  await typePin(tablet, KENJI.pin ?? '');
  await expect(tablet).toHaveURL(/\/kitchen$/);
});

test('a sign-in that is ended in the office closes its screen at once', async ({ hub, devices, complaints }) => {
  complaints.expect(401, '/api/staff/me');
  await hire(hub, MIA);
  const phone = await devices.page();
  await phone.goto(`${hub.url}/staff`);
  await new SignIn(phone).as('Mia', MIA.password);
  await expect(phone.getByRole('heading', { name: 'Floor' })).toBeVisible();

  const office = await devices.page(DESK);
  await signIn(office, hub);
  await office.goto(`${hub.url}/team`);
  await office.getByRole('button', { name: 'Signed in' }).click();
  const hers = office.getByRole('listitem').filter({ hasText: 'Mia' });
  // One of hers is of choosing the PIN.
  await expect(hers).toHaveCount(2);
  while ((await hers.count()) > 0) {
    const before = await hers.count();
    await hers.first().getByRole('button', { name: 'End the sign-in of Mia' }).click();
    await expect(hers).toHaveCount(before - 1);
  }
  await expect(phone.getByRole('heading', { name: 'Staff sign-in' })).toBeVisible();
});

test('a PIN that is looked at late asks who is there, and all of it is on record', async ({
  hub,
  devices,
  complaints,
}) => {
  complaints.expect(403, '/pin');
  await hire(hub, MIA);
  const tablet = await devices.page(DESK);
  await enrol(tablet, hub, 'Bar tablet');
  await tablet.goto(`${hub.url}/staff`);
  await tablet.getByRole('button', { name: /^Mia/ }).click();
  await typePin(tablet, MIA.pin ?? '');
  await expect(tablet.getByRole('heading', { name: 'Floor' })).toBeVisible();
  // As the hub answers five minutes later.
  let isLate = true;
  await tablet.route('**/api/floor/sessions/*/pin', (route) => {
    if (!isLate) return route.continue();
    const problem = { code: 'step_up_needed', title: 'Please confirm that it is you.', status: 403 };
    return route.fulfill({ status: 403, contentType: 'application/problem+json', json: problem });
  });
  await tablet.getByRole('button', { name: new RegExp(`^${hub.facts.table}\\b|Table ${hub.facts.table}\\b`) }).first().click();
  await tablet.getByRole('button', { name: 'Show PIN' }).click();
  await expect(tablet.getByRole('dialog', { name: 'Is it still you?' })).toBeVisible();
  isLate = false;
  await typePin(tablet, MIA.pin ?? '');
  await expect(tablet.getByText('Tell the guests this PIN')).toBeVisible();

  const office = await devices.page(DESK);
  await signIn(office, hub);
  await office.goto(`${hub.url}/audit`);
  const records = office.getByRole('listitem');
  await expect(records.filter({ hasText: `Mia looked at the PIN of table ${hub.facts.table}` })).toContainText('Bar tablet');
  await expect(office.getByText(/^\d+:[0-9a-f]{64}$/)).toBeVisible();
  await office.getByLabel('What').selectOption('Signing in');
  await expect(records.filter({ hasText: 'Mia confirmed who they are with the PIN' })).toBeVisible();
  await expect(records.filter({ hasText: 'looked at the PIN' })).toHaveCount(0);
  const download = office.waitForEvent('download');
  await office.getByRole('button', { name: 'Export as CSV' }).click();
  expect((await download).suggestedFilename()).toBe('audit.csv');
  await office.getByLabel('What').selectOption('Exports');
  await expect(records.filter({ hasText: /exported \d+ records/ })).toHaveCount(1);
});

test('changing the team at a screen that was left open asks who is there', async ({ hub, devices, complaints }) => {
  complaints.expect(403, '/api/team/people');
  complaints.expect(403, '/api/team/device-codes');
  const office = await devices.page(DESK);
  await signIn(office, hub);
  await office.goto(`${hub.url}/team`);
  // As the hub answers five minutes later.
  let isLate = true;
  await office.route('**/api/team/**', (route) => {
    if (!isLate || route.request().method() !== 'POST') return route.continue();
    const problem = { code: 'step_up_needed', title: 'Please confirm that it is you.', status: 403 };
    return route.fulfill({ status: 403, contentType: 'application/problem+json', json: problem });
  });
  const confirms = async () => {
    const proof = office.getByRole('dialog', { name: 'Is it still you?' });
    await expect(proof).toBeVisible();
    isLate = false;
    await proof.getByLabel('Your password', { exact: true }).fill(hub.facts.staff_password);
    await proof.getByRole('button', { name: 'Confirm' }).click();
    await expect(proof).toBeHidden();
  };
  await office.getByRole('button', { name: 'Add a person' }).click();
  await office.getByLabel('Name', { exact: true }).fill('Mia');
  await office.getByLabel('Password', { exact: true }).fill('three dull words');
  await office.getByRole('button', { name: 'Add', exact: true }).click();
  await confirms();
  await expect(office.getByRole('listitem').filter({ hasText: 'Mia' })).toBeVisible();

  isLate = true;
  const { people } = await (await office.request.get(`${hub.url}/api/team`)).json();
  const mia = people.find((person: { name: string }) => person.name === 'Mia');
  complaints.expect(403, `/api/team/people/${mia.staff}`);
  await office.getByRole('button', { name: 'Change Mia' }).click();
  await office.getByRole('button', { name: 'Disable the account' }).click();
  await confirms();
  await expect(office.getByRole('button', { name: 'Enable the account' })).toBeVisible();
  await office.getByRole('dialog', { name: 'Mia' }).getByRole('button', { name: 'Close' }).click();
  await expect(office.getByRole('listitem').filter({ hasText: 'Mia' })).toContainText('Disabled');

  isLate = true;
  await office.getByRole('button', { name: 'Devices' }).click();
  await office.getByLabel('What is the device called?').fill('Bar tablet');
  await office.getByRole('button', { name: 'Show a code' }).click();
  await confirms();
  await expect(office.getByRole('dialog').getByText(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/)).toBeVisible();
});
