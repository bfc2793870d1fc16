import { expect, test } from '../support/test';
import { House } from '../support/house';
import { ticketName } from '../support/kitchen';

test('a sheet takes the focus, keeps it, and gives it back', async ({ devices }) => {
  const ada = await devices.guest('Ada');
  const dish = ada.page.getByRole('button', { name: 'Tiramisù', exact: true });
  await dish.focus();
  await ada.page.keyboard.press('Enter');
  const sheet = ada.sheet('Tiramisù');
  await expect(sheet.getByRole('heading', { name: 'Tiramisù' })).toBeFocused();
  for (let step = 1; step <= 12; step += 1) {
    await ada.page.keyboard.press('Tab');
    await expect(sheet.locator(':focus'), `after ${step} steps`).toHaveCount(1);
  }
  await ada.page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(dish).toBeFocused();
});

test('a whole order needs no pointer', async ({ hub, devices }) => {
  const page = await devices.page();
  await page.goto(hub.facts.guest_url);
  const press = (name: string | RegExp) => page.getByRole('button', { name }).press('Enter');
  await page.getByLabel('Table PIN').fill(hub.facts.pin);
  await page.getByLabel('Your name').fill('Ada');
  await page.keyboard.press('Enter');
  await press('Eight-hour beef ragù');
  const sheet = page.getByRole('dialog', { name: 'Eight-hour beef ragù' });
  await sheet.getByRole('radio', { name: /^Semolina rigatoni/ }).press('Space');
  await sheet.getByRole('checkbox', { name: /^Extra pecorino/ }).press('Space');
  await sheet.getByRole('button', { name: 'Add 1 · €17.00' }).press('Enter');
  await expect(sheet).toBeHidden();
  await press(/^Cart ?, 1 dish$/);
  await expect(page.getByRole('heading', { level: 1, name: 'Cart' })).toBeFocused();
  await press('Check 1 dish · €17.00');
  await press('Order 1 dish · €17.00');
  await expect(page.getByRole('dialog', { name: 'It is with the kitchen' })).toBeVisible();
});

test('a cook with a keyboard bumps and takes it back without losing the place', async ({ hub, devices }) => {
  await (await House.of(hub)).orderAtDemoTable('Ada', { item: 'risotto' });
  const kitchen = await devices.kitchen();
  const ticket = ticketName('1', 1, 'Grill');
  await kitchen.bumpButton(ticket).focus();
  await kitchen.page.keyboard.press('Enter');
  await expect(kitchen.undoButton(ticket)).toBeFocused();
  await kitchen.page.keyboard.press('Enter');
  await expect(kitchen.bumpButton(ticket)).toBeFocused();
});
