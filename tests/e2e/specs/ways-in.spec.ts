import { DESK, expect, test } from '../support/test';
import { Guest } from '../support/guest';
import { invite, inviteCode, knock, knockerAt } from '../support/ways';

test('an invite by code lets one person in, and the phone that shows it says who', async ({ hub, devices }) => {
  const ada = await devices.guest('Ada');
  const sheet = await invite(ada);
  await expect(sheet.getByRole('img', { name: 'QR code of the invite' })).toBeVisible();
  await expect(sheet.getByRole('timer')).toHaveText(/Good for another [12]:\d\d$/);
  const code = await inviteCode(sheet);

  const ben = new Guest(await devices.page(), 'Ben');
  await ben.open(hub.facts.guest_url);
  await ben.page.getByRole('button', { name: 'I have an invite' }).click();
  await ben.page.getByLabel('Invite code').fill(code.toLowerCase());
  await ben.nameField.fill('Ben');
  await ben.joinButton.click();
  await expect(ben.tabs).toBeVisible();
  await expect(sheet.getByText('Ben is in.')).toBeVisible();
});

test('an invite by its QR code needs no table code and no PIN, and works once', async ({
  hub,
  devices,
  complaints,
}) => {
  complaints.expect(401, '/api/sessions/join');
  const ada = await devices.guest('Ada');
  const answered = ada.page.waitForResponse(/\/invites$/);
  await invite(ada);
  const { url } = (await (await answered).json()) as { url: string };

  const ben = new Guest(await devices.page(), 'Ben');
  await ben.open(url);
  await expect(ben.page.getByRole('heading', { level: 1, name: 'You are invited' })).toBeVisible();
  // What lets somebody in does not stay in the address.
  expect(ben.page.url()).toBe(hub.facts.guest_url);
  await ben.nameField.fill('Ben');
  await ben.joinButton.click();
  await expect(ben.tabs).toBeVisible();

  const eve = new Guest(await devices.page(), 'Eve');
  await eve.open(url);
  await eve.nameField.fill('Eve');
  await eve.joinButton.click();
  await expect(eve.page.getByText('This invite is not right')).toBeVisible();
});

test('with the PIN blocked, somebody knocks, reloads, and a member lets them in', async ({
  hub,
  devices,
  complaints,
}) => {
  complaints.expect(401, '/api/sessions/join');
  const ada = await devices.guest('Ada');
  const ben = new Guest(await devices.page(), 'Ben');
  await ben.open(hub.facts.guest_url);
  const wrong = hub.facts.pin === '0000' ? '0001' : '0000';
  for (const left of ['4 more times', '3 more times', '2 more times', 'once more']) {
    await ben.typePin(wrong);
    await expect(ben.page.getByText(`You can try ${left}.`)).toBeVisible();
  }
  await ben.typePin(wrong);
  await expect(ben.page.getByRole('timer')).toBeVisible();
  await ben.page.getByRole('button', { name: 'Ask to be let in', exact: true }).click();
  await ben.page.getByRole('button', { name: 'Ask to be let in', exact: true }).click();
  const waits = ben.page.getByRole('heading', { level: 1, name: 'Somebody will let you in' });
  await expect(waits).toBeVisible();
  await ben.page.reload();
  await expect(waits).toBeVisible();

  await expect(knockerAt(ada, 'Ben would like to join')).toBeVisible();
  await ada.page.getByRole('button', { name: 'Let in: Ben' }).click();
  await expect(ben.tabs).toBeVisible();
  await expect(knockerAt(ada, 'Ben would like to join')).toBeHidden();
});

test('a waiter lets in who knocks, turns away, and takes a guest off the table', async ({
  hub,
  devices,
  complaints,
}) => {
  complaints.expect(401, '/api/customer/cart');
  const floor = await devices.floor(DESK);
  const ada = await devices.guest('Ada');
  const ben = await knock(hub, await devices.page(), 'Ben');
  await expect(floor.tile('1')).toContainText('Ben wants to join');
  await expect(ben.page.getByRole('button', { name: 'Come in as somebody new' })).toBeHidden();
  const sheet = await floor.openTable('1');
  await sheet.getByRole('button', { name: 'Let in: Ben' }).click();
  await expect(ben.tabs).toBeVisible();

  const eve = await knock(hub, await devices.page(), 'Eve');
  await sheet.getByRole('button', { name: 'Not now: Eve' }).click();
  await expect(eve.page.getByRole('heading', { level: 1, name: 'Not just now' })).toBeVisible();
  await eve.page.getByRole('button', { name: 'Try another way' }).click();
  await expect(eve.pinField).toBeVisible();

  await sheet.getByRole('button', { name: 'Remove Ben' }).click();
  await sheet.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(
    ben.page.getByRole('heading', { name: 'Your phone was taken off the table' }),
  ).toBeVisible();
  await expect(ada.tabs).toBeVisible();
  await sheet.getByRole('button', { name: 'Let somebody in' }).click();
  await expect(sheet.getByRole('img', { name: 'QR code of the invite' })).toBeVisible();
});

test('a guest goes on as the same person with a new phone, once another says that it is them', async ({
  hub,
  devices,
}) => {
  const ada = await devices.guest('Ada');
  const old = await devices.guest('Ben');
  await old.add('Porcini risotto');
  await old.page.close();
  await ada.cart.open();

  const ben = new Guest(await devices.page(), 'ben');
  await ben.open(hub.facts.guest_url);
  await expect(ada.page.getByRole('button', { name: /Ben \(not connected/ })).toBeVisible();
  await ben.typePin(hub.facts.pin);
  await ben.page.getByRole('button', { name: 'Yes, I am Ben' }).click();
  await expect(knockerAt(ada, 'Is this Ben on a new phone?')).toBeVisible();
  await ada.page.getByRole('button', { name: 'Yes: ben' }).click();
  await expect(ben.tabs).toBeVisible();
  await ben.cart.open();
  await expect(ben.cart.line('Porcini risotto')).toBeVisible();
  await expect(ben.page.getByRole('button', { name: /^At the table: Ada/ })).toHaveAccessibleName(
    /^At the table: Ada \([a-z]+\) and you \(here\)/,
  );
});

// Whoever had the PIN could only go on waiting or give up, though the hub lets them in as somebody new.
test('a guest whom nobody knows again comes in as somebody new without waiting, also after a reload', async ({
  hub,
  devices,
}) => {
  const ada = await devices.guest('Ada');
  const old = await devices.guest('Ben');
  await old.page.close();
  await ada.cart.open();
  await expect(ada.page.getByRole('button', { name: /Ben \(not connected/ })).toBeVisible();

  const ben = new Guest(await devices.page(), 'Ben');
  await ben.open(hub.facts.guest_url);
  await ben.typePin(hub.facts.pin);
  await ben.page.getByRole('button', { name: 'Yes, I am Ben' }).click();
  await expect(knockerAt(ada, 'Is this Ben on a new phone?')).toBeVisible();
  await ben.page.reload();
  await ben.page.getByRole('button', { name: 'Come in as somebody new' }).click();
  await expect(ben.tabs).toBeVisible();
  await expect(knockerAt(ada, 'Is this Ben on a new phone?')).toBeHidden();
});
