/** Paying online: on the phones of the party, with the provider away, at the till, and on the receipt. */
import { expect } from '@playwright/test';
import { Bill, Till } from './bill';
import { Guest } from './guest';
import type { Provider } from './provider';
import { signIn } from './staff';
import { STILL, type See, type World } from './tour';

const PAY = `/api/customer/bill/shares/restofbill/pay-online`;

export async function payingOnline(world: World, provider: Provider, see: See): Promise<void> {
  const { hub, devices, complaints } = world;
  complaints.expect(503, PAY);
  const ada = new Guest(await devices.page(STILL), 'Ada');
  const bruno = new Guest(await devices.page(STILL), 'Bruno');
  for (const guest of [ada, bruno]) {
    await guest.open(hub.facts.guest_url);
    await guest.join(hub.facts.pin);
  }
  await ada.add('Negroni');
  await ada.cart.place();
  await ada.orders.openFromReceipt();
  const [hers, his] = [new Bill(ada), new Bill(bruno)];
  await hers.open();
  await his.open();
  const begin = async (bill: Bill) => {
    await bill.sheet().getByRole('button', { name: 'Pay online: The whole bill, €9.50' }).click();
    await bill.sheet().getByRole('button', { name: '10 % · €0.95' }).click();
  };
  await begin(hers);
  await see('bill-tip', ada.page);
  await hers.sheet().getByRole('button', { name: 'Another amount' }).click();
  await see('bill-tip-typed', ada.page);
  await hers.sheet().getByRole('button', { name: '10 % · €0.95' }).click();

  const pay = (bill: Bill) => bill.sheet().getByRole('button', { name: 'Pay €10.45 online' }).click();
  provider.isBroken = true;
  await pay(hers);
  await expect(hers.sheet()).toContainText('Paying online does not work right now.');
  await see('bill-provider-away', ada.page);
  provider.isBroken = false;
  await pay(hers);
  await expect(ada.page.getByRole('button', { name: 'Pay now' })).toBeVisible();
  await expect(his.sheet()).toContainText('Being paid online');
  await see('bill-paid-online', bruno.page);

  // Another amount than was asked for is on no share.
  provider.paysOther(1044);
  const page = await devices.page(STILL);
  await signIn(page, hub);
  const till = new Till(page);
  await till.open(hub);
  await expect(page.getByRole('heading', { name: 'Paid online for nothing' })).toBeVisible({ timeout: 15_000 });
  await see('till-stray', page);

  await begin(his);
  await pay(his);
  await bruno.page.getByRole('button', { name: 'Pay now' }).click();
  await his.open();
  // What strayed before is still due back.
  await expect(his.share('The whole bill')).toContainText('Paid');
  await expect(his.sheet()).toContainText('€10.44 to be given back');
  await page.goto(`${hub.url}/till`);
  await page.getByRole('link', { name: /^Receipt 1/ }).click();
  await expect(page.getByRole('term').filter({ hasText: 'Paid online' })).toBeVisible();
  await see('receipt-online', page);
}
