import { Bill } from '../support/bill';
import { expect, paidOnline, test } from '../support/test';

paidOnline('a guest pays online, comes back, and the whole party sees it', async ({ devices, account }) => {
  const ada = await devices.guest('Ada');
  const bruno = await devices.guest('Bruno');
  await ada.add('Negroni');
  await ada.cart.place();
  await ada.orders.openFromReceipt();
  const [hers, his] = [new Bill(ada), new Bill(bruno)];
  await hers.open();
  await his.open();
  await hers.sheet().getByRole('button', { name: 'Pay online: The whole bill, €9.50' }).click();
  await hers.sheet().getByRole('button', { name: '10 % · €0.95' }).click();
  await hers.sheet().getByRole('button', { name: 'Pay €10.45 online' }).click();
  await expect(his.sheet()).toContainText('Being paid online');
  // The other goes on with the same page, rather than pay a second time.
  await expect(his.sheet().getByRole('button', { name: /^Go on paying online/ })).toBeVisible();
  await ada.page.getByRole('button', { name: 'Pay now' }).click();
  await expect(his.sheet()).toContainText('Everything is paid. Thank you!');
  expect(account.sessions.length).toBe(1);
  expect(account.sessions[0]?.['amount_total']).toBe(1045);
  // Back from there the bill is open again by itself; once closed, it stays so.
  await expect(hers.sheet()).toContainText('Everything is paid. Thank you!');
  await hers.sheet().getByRole('button', { name: 'Close', exact: true }).click();
  await expect(ada.page.getByRole('heading', { level: 1, name: 'Orders' })).toBeVisible();
  await ada.page.reload();
  await expect(ada.tabs).toBeVisible();
  await expect(hers.sheet()).toBeHidden();
});

test('without an account nothing of it is shown', async ({ devices }) => {
  const ada = await devices.guest('Ada');
  await ada.add('Negroni');
  await ada.cart.place();
  await ada.orders.openFromReceipt();
  const bill = new Bill(ada);
  await bill.open();
  await expect(bill.sheet().getByRole('button', { name: /Pay online/ })).toHaveCount(0);
  await expect(bill.sheet()).toContainText('ask your waiter');
});
