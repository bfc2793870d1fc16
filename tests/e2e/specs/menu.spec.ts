import { expect, test } from '../support/test';
import { Guest } from '../support/guest';

test('the menu is there before the wasm, and the table can be joined once that has come', async ({
  hub,
  devices,
}) => {
  const ada = new Guest(await devices.page(), 'Ada');
  let release = () => {};
  const released = new Promise<void>((open) => (release = open));
  let isAsked = false;
  await ada.page.route('**/*.wasm', async (route) => {
    isAsked = true;
    await released;
    await route.continue();
  });

  await ada.open(hub.facts.guest_url);
  await ada.page.getByRole('button', { name: 'Look at the menu first' }).click();
  await expect(ada.row('Lamb scottadito')).toContainText('25.50');
  await ada.search.fill('lamb');
  await expect(ada.row('Tiramisù')).toBeHidden();
  const sheet = await ada.openDish('Lamb scottadito');
  await expect(sheet.getByRole('group', { name: 'Which side?' })).toBeVisible();
  expect(isAsked, 'the wasm is on its way').toBe(true);

  await sheet.getByRole('button', { name: 'Join the table to order' }).click();
  await ada.typePin(hub.facts.pin);
  await expect(ada.page.getByRole('button', { name: 'Letting you in…' })).toBeVisible();
  release();
  await expect(ada.tabs).toBeVisible();
});

test('the search finds dishes by the words of name and description, accents or not', async ({ devices }) => {
  const ada = await devices.guest('Ada');
  await ada.search.fill('tiramisu');
  await expect(ada.row('Tiramisù')).toBeVisible();
  await expect(ada.row('Lamb scottadito')).toBeHidden();
  await expect(ada.page.getByRole('navigation', { name: 'Sections of the menu' }).getByRole('button')).toHaveText([
    'Desserts',
  ]);

  await ada.search.fill('tahini');
  await expect(ada.row('Griddled panelle, smoked aubergine')).toBeVisible();

  await ada.search.fill('sushi');
  await expect(ada.page.getByRole('heading', { name: 'Nothing like that tonight' })).toBeVisible();
  await ada.page.getByRole('button', { name: 'Show the whole menu' }).click();
  await expect(ada.row('Lamb scottadito')).toBeVisible();
  await expect(ada.search).toHaveValue('');
});

test('diets leave only what fits, and allergens warn or hide', async ({ devices }) => {
  const ada = await devices.guest('Ada');
  const openFilters = () => ada.page.getByRole('button', { name: /^Diets and allergens/ }).click();
  const filters = ada.sheet('Diets and allergens');
  const show = filters.getByRole('button', { name: /^Show \d+ dishes/ });

  await openFilters();
  await filters.getByRole('button', { name: 'Vegan' }).click();
  await show.click();
  await expect(filters).toBeHidden();
  await expect(ada.row('Lemon sorbet')).toBeVisible();
  await expect(ada.row('Tiramisù')).toBeHidden();
  await expect(ada.row('Lamb scottadito')).toBeHidden();

  await openFilters();
  await filters.getByRole('button', { name: 'Clear all' }).click();
  await filters.getByRole('button', { name: 'milk', exact: true }).click();
  await show.click();
  await expect(filters).toBeHidden();
  await expect(ada.row('Tiramisù')).toContainText('Contains milk');
  await expect(ada.row('Salumi board')).toContainText('May contain milk');
  await expect(ada.row('Rosemary focaccia')).toContainText('Some choices contain milk');
  await expect(ada.row('Lemon sorbet')).not.toContainText(/milk/i);

  await openFilters();
  await filters.getByRole('checkbox', { name: /^Hide dishes that contain them/ }).check();
  await show.click();
  await expect(filters).toBeHidden();
  await expect(ada.row('Tiramisù')).toBeHidden();
  await expect(ada.row('Salumi board')).toBeVisible();
  await expect(ada.page.getByRole('button', { name: 'Diets and allergens, 1 choice on' })).toBeVisible();
});

test('a dish asks what it must, and tells its price and allergens as it is chosen', async ({ devices }) => {
  const ada = await devices.guest('Ada');
  const sheet = await ada.openDish('Lamb scottadito');
  const add = ada.addButton(sheet);
  const declared = sheet.getByTestId('allergens');
  await expect(declared).toHaveText(/Contains\s*sulphites/);

  // The question without an answer is where one is led to, and nothing is in the cart.
  await add.click();
  const doneness = sheet.getByRole('group', { name: 'How would you like it?' });
  await expect(ada.answer(sheet, 'Rare')).toBeFocused();
  await expect(doneness.getByText('Needed')).toBeVisible();

  await ada.choose(sheet, { answers: ['Medium', 'Soft polenta, green olive oil'] });
  await expect(doneness.getByText('Chosen')).toBeVisible();
  await expect(add).toHaveText('Add 1 · €27.00');
  await ada.choose(sheet, { answers: ['Salsa verde with anchovy', 'Green peppercorn cream'] });
  await expect(add).toHaveText('Add 1 · €31.00');
  await expect(declared).toHaveText(/Contains\s*fish, milk, celery, sulphites/);
  // Two sauces are all that go with it.
  await expect(ada.answer(sheet, 'Blue cheese butter')).toBeDisabled();
  await ada.answer(sheet, 'Green peppercorn cream').uncheck();
  await expect(ada.answer(sheet, 'Blue cheese butter')).toBeEnabled();
  await ada.choose(sheet, { note: 'No salt, please', portions: 2 });
  await expect(add).toHaveText('Add 2 · €57.00');
  await add.click();
  await expect(sheet).toBeHidden();
  await expect(ada.row('Lamb scottadito')).toContainText('2 in the cart');

  await ada.cart.open();
  const line = ada.cart.line('Lamb scottadito');
  await expect(line).toContainText('Medium, Soft polenta, green olive oil, Salsa verde with anchovy');
  await expect(line).toContainText('“No salt, please”');
  await expect(line).toContainText('57.00');
  await expect(ada.cart.reviewButton()).toHaveText('Check 2 dishes · €57.00');
});

test('back closes a sheet and leads from the cart to the menu', async ({ devices }) => {
  const ada = await devices.guest('Ada');
  const sheet = await ada.openDish('Tiramisù');
  await ada.page.goBack();
  await expect(sheet).toBeHidden();
  await ada.cart.open();
  await ada.page.goBack();
  await expect(ada.row('Tiramisù')).toBeVisible();
});
