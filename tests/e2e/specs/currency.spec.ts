import { Bill, Till } from '../support/bill';
import { signIn } from '../support/staff';
import { expect, test } from '../support/test';
import { changeVenue } from '../support/venue';

/** The digits of an amount and how many stand after its mark, whatever the language. */
function seen(shown: string | null): [string, number] {
  const after = /[.,](\d+)\D*$/.exec(shown ?? '')?.[1] ?? '';
  return [(shown ?? '').replaceAll(/\D/g, ''), after.length];
}

for (const [currency, price, paid, minor, digits] of [
  // Browsers show forints without fillér; the hub counts them.
  ['HUF', '9.50', '10.00', '950', 2],
  ['JPY', '950', '1000', '950', 0],
  ['KWD', '9.500', '10.000', '9500', 3],
] as const) {
  test(`a bill in ${currency} has its digits in every language`, async ({ hub, devices }) => {
    await changeVenue(hub, (file) => inCurrency(file, currency, price));
    const ada = await devices.guest('Ada', { locale: 'de-CH' });
    await ada.add('Negroni');
    await ada.cart.place();
    await ada.orders.openFromReceipt();
    const bill = new Bill(ada);
    await bill.open();
    expect(seen(await bill.total().textContent())).toEqual([minor, digits]);

    const waiter = await devices.page({ locale: 'ja-JP' });
    await signIn(waiter, hub);
    const till = new Till(waiter);
    await till.open(hub);
    const amounts = await till.shares().locator('.figures').allTextContents();
    expect(amounts.map(seen)[0]).toEqual([minor, digits]);
    await till.takeAny();
    await till.cash(paid);
    await till.sheet().getByRole('button', { name: /^Take / }).click();
    await expect(till.sheet()).toContainText('Give back');
    await till.next();
    await expect(bill.sheet()).toContainText('Everything is paid. Thank you!');
  });
}

/** The demo with every price the same in another currency. */
function inCurrency(file: string, currency: string, price: string): string {
  return file
    .replace(/^currency = .*$/m, `currency = "${currency}"`)
    .replaceAll(/\bprice(\s*)= "[^"]*"/g, `price = "${price}"`)
    .replaceAll(/^(over_amount|cash_rounding) = .*$/gm, '');
}
