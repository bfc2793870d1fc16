/** The bill: on a guest's phone as it is split, and at the till as it is paid. */
import { expect, type Page } from '@playwright/test';
import { Bill, Till } from './bill';
import { Guest } from './guest';
import { House } from './house';
import { signIn } from './staff';
import { STILL, type See, type World } from './tour';

export async function paying(world: World, see: See): Promise<void> {
  const { hub, devices, complaints } = world;
  // Who looks at the bill while the visit ends asks for it once more.
  complaints.expect(401, '/api/customer/bill');
  complaints.expectLostCalls();
  const ada = new Guest(await devices.page(STILL), 'Ada');
  await ada.open(hub.facts.guest_url);
  await ada.join(hub.facts.pin);
  const house = await House.of(hub);
  await house.orderAtDemoTable(
    'Mirela',
    { item: 'lamb-chops', modifiers: ['doneness/medium', 'side/polenta', 'sauces/salsa-verde'] },
    { item: 'negroni', quantity: 2 },
  );
  await ada.add('Burrata, peach and basil', { forWhom: 'Everyone' });
  await ada.cart.place();
  await ada.orders.openFromReceipt();
  const bill = new Bill(ada);
  await bill.open();
  await see('bill', ada.page);
  await bill.choose('Each their own');
  await bill.changeOf('You').click();
  await bill.sheet().getByRole('button', { name: 'Who pays for Burrata, peach and basil?' }).click();
  await see('bill-split', ada.page);

  const page = await devices.page(STILL);
  await signIn(page, hub);
  await page.goto(`${hub.url}/bill`);
  await expect(page.getByRole('heading', { name: 'Choose a table' })).toBeVisible();
  await see('till-tables', page);
  const till = new Till(page);
  await till.open(hub);
  await see('till', page);
  await till.take('Mirela');
  const take = till.sheet().getByRole('button', { name: /^Take €/ });
  await till.tip('2.50');
  for (const tender of ['Card', 'Voucher', 'On account']) {
    await till.sheet().getByRole('button', { name: tender, exact: true }).click();
    await take.click();
    await expect(till.sheet()).toContainText('Please fill this in.');
    await see(`till-${tender.toLowerCase().replace(' ', '-')}`, page);
  }
  await till.sheet().getByRole('button', { name: 'Cash', exact: true }).click();
  await till.cash('60.00');
  await see('till-cash', page);
  await page.route('**/bill/payments', (route) => route.abort('connectionfailed'));
  await take.click();
  await expect(till.sheet()).toContainText('No answer yet');
  await see('till-no-answer', page);
  await page.unroute('**/bill/payments');
  await expect(till.sheet()).toContainText('Give back');
  await see('till-taken', page);
  await till.next();
  await expect(bill.share('Mirela')).toContainText('Paid');
  await see('bill-paid', ada.page);
  await page.getByRole('button', { name: 'Give back or mend receipt 1' }).click();
  await see('till-refund', page);
  await page.getByRole('button', { name: 'It was paid otherwise' }).click();
  await page.getByRole('button', { name: 'Card', exact: true }).click();
  await page.getByRole('button', { name: 'Mend it' }).click();
  await expect(page.getByText('Please say why.')).toBeVisible();
  await see('till-mend', page);
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByRole('button', { name: 'Discount or take-away' }).click();
  await page.getByRole('checkbox').first().check();
  await see('till-discount', page);
  await house.settle(hub.facts.session);
  await house.close(hub.facts.session);
  await expect(ada.page.getByRole('link', { name: /^Receipt 2/ })).toBeVisible();
  await see('farewell-paid', ada.page);
  await closing(world, page, house, see);
}

/** The books, a receipt, a table that leaves without paying, what its guests see then, and the day's end. */
async function closing({ hub, devices }: World, page: Page, house: House, see: See): Promise<void> {
  const { pin } = await house.party('2', 2, 'Chiara', { item: 'negroni' });
  const dario = new Guest(await devices.page(STILL), 'Dario');
  await dario.open(await house.codeOf('2'));
  await dario.join(pin);
  const books = () => page.goto(`${hub.url}/till`);
  await books();
  await expect(page.getByRole('link', { name: /^Receipt 1/ })).toBeVisible();
  await see('books', page);
  await page.getByRole('link', { name: /^Receipt 1/ }).click();
  await expect(page.getByRole('heading', { name: 'Receipt 1' })).toBeVisible();
  await see('receipt', page);
  await books();
  await page.getByRole('button', { name: 'Close without payment: table 2' }).click();
  const leaving = page.getByRole('dialog', { name: 'Close without payment: table 2' });
  await leaving.getByLabel('Why?').fill('The power was off for an hour');
  await see('books-unpaid', page);
  await leaving.getByRole('button', { name: 'Close without payment', exact: true }).click();
  await expect(leaving).toBeHidden();
  await dario.page.getByRole('radio', { name: '4 stars' }).check();
  await dario.page.getByLabel('Anything to add?').fill('The Negroni!');
  await see('farewell', dario.page);
  await dario.page.getByRole('button', { name: 'Send' }).click();
  await expect(dario.page.getByText('Thank you, the house has it.')).toBeVisible();
  for (const piece of ['50.00', '2.00', '1.00', '0.20', '0.05'])
    await page.getByLabel(`Pieces of €${piece}`, { exact: true }).fill('1');
  await page.getByLabel('Stays in the drawer for tomorrow').fill('50');
  await page.getByRole('button', { name: 'Close the day' }).click();
  await expect(page.getByRole('heading', { name: /^Business day 2/ })).toBeVisible();
  await expect(page.getByText('The Negroni!')).toBeVisible();
  await see('books-next-day', page);
  await page.getByRole('button', { name: 'Show day 1' }).click();
  await expect(page.getByRole('dialog')).toContainText('Count of the drawer');
  await see('books-closed-day', page);
}
