import { expect, test } from '../support/test';
import { Guest } from '../support/guest';

const wrong = (pin: string) => (pin === '0000' ? '0001' : '0000');

test('a wrong PIN says how many attempts are left, and the right one lets in', async ({
  hub,
  devices,
  complaints,
}) => {
  complaints.expect(401, '/api/sessions/join');
  const ada = new Guest(await devices.page(), 'Ada');
  await ada.open(hub.facts.guest_url);
  await expect(ada.page.getByRole('heading', { level: 1, name: 'Good to have you' })).toBeVisible();
  await expect(ada.page.getByText('Table 1', { exact: true })).toBeVisible();

  await ada.typePin(wrong(hub.facts.pin));
  const problem = 'That is not the PIN of this table. You can try 4 more times.';
  await expect(ada.page.getByText(problem)).toBeVisible();
  await expect(ada.pinField).toHaveAccessibleDescription(new RegExp(problem));
  await ada.typePin(wrong(hub.facts.pin));
  await expect(ada.page.getByText('You can try 3 more times.')).toBeVisible();

  await ada.join(hub.facts.pin);
  await expect(ada.page.getByRole('heading', { level: 2, name: 'To share' })).toBeVisible();
});

test('a PIN or a name that is missing is asked for without troubling the hub', async ({ hub, devices }) => {
  const ada = new Guest(await devices.page(), 'Ada');
  const asked: string[] = [];
  ada.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await ada.open(hub.facts.guest_url);

  await ada.joinButton.click();
  await expect(ada.page.getByText('The PIN has 4 digits.')).toBeVisible();
  await expect(ada.page.getByText('Please tell us what to call you.')).toBeVisible();
  await expect(ada.pinField).toBeFocused();
  expect(asked).not.toContain('/api/sessions/join');
});

test('five wrong PINs block newcomers, and whoever is in stays in', async ({ hub, devices, complaints }) => {
  complaints.expect(401, '/api/sessions/join');
  complaints.expect(429, '/api/sessions/join');
  const ada = await devices.guest('Ada');
  const stranger = new Guest(await devices.page(), 'Mallory');
  await stranger.open(hub.facts.guest_url);
  for (const left of ['4 more times', '3 more times', '2 more times', 'once more']) {
    await stranger.typePin(wrong(hub.facts.pin));
    await expect(stranger.page.getByText(`You can try ${left}.`)).toBeVisible();
  }
  await stranger.typePin(wrong(hub.facts.pin));
  await expect(stranger.page.getByText('The table takes no more tries for now.')).toBeVisible();
  await expect(stranger.page.getByRole('timer')).toHaveText(/^Try again in 1[45]:\d\d$/);
  await expect(stranger.pinField).toBeDisabled();
  await stranger.page.getByRole('button', { name: 'I have a new PIN' }).click();
  await stranger.typePin(hub.facts.pin);
  await expect(stranger.page.getByText('Too many wrong PINs.')).toBeVisible();
  await expect(stranger.page.getByRole('timer')).toHaveText(/^Try again in 1[45]:\d\d$/);

  await ada.add('Lemon sorbet');
  await ada.cart.open();
  await expect(ada.cart.line('Lemon sorbet')).toBeVisible();
});

test('a page that was opened without the code on the table still shows the menu', async ({ hub, devices }) => {
  const ada = new Guest(await devices.page(), 'Ada');
  await ada.page.goto(`${hub.url}/t/1`);
  await expect(
    ada.page.getByRole('heading', { level: 1, name: 'Please scan the code on your table' }),
  ).toBeVisible();
  await ada.page.getByRole('button', { name: 'Look at the menu first' }).click();
  await expect(ada.row('Tiramisù')).toBeVisible();
});
