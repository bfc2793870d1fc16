import type { Page } from '@playwright/test';
import { Bill, Till } from '../support/bill';
import { signIn } from '../support/staff';
import { expect, test } from '../support/test';

test('two phones and a waiter settle one bill, with the hub killed while a payment is on its way', async ({
  hub,
  devices,
}) => {
  const ada = await devices.guest('Ada');
  const bruno = await devices.guest('Bruno');
  await ada.add('Burrata, peach and basil');
  await bruno.add('Negroni');
  await bruno.add('Tiramisù', { forWhom: 'Everyone' });
  await ada.cart.place();
  await ada.orders.openFromReceipt();
  const [hers, his] = [new Bill(ada), new Bill(bruno)];
  await hers.open();
  await his.open();
  await expect(hers.total()).toHaveText('€28.50');

  // One phone chooses, both see it; the other pays for a dish of the table alone, and both see that.
  await hers.choose('Each their own');
  await expect(his.share('Ada')).toContainText('€15.25');
  await expect(hers.share('Bruno')).toContainText('€13.25');
  await his.shareDish('Tiramisù', { You: 1 });
  await expect(hers.share('Bruno')).toContainText('€17.00');
  await expect(hers.share('You')).toContainText('€11.50');

  const waiter = await devices.page();
  await signIn(waiter, hub);
  const till = new Till(waiter);
  await till.open(hub);
  await till.take('Ada');
  await expect(his.share('Ada')).toContainText('Paying now with');
  await expect(hers.changeOf('You'), 'what is being paid stays as it is').toHaveCount(0);

  await till.cash('20.00');
  // The hub takes it, and is dead before anybody hears of that.
  await waiter.route(
    '**/bill/payments',
    async (route) => {
      await route.fetch();
      await hub.kill();
      await route.abort();
    },
    { times: 1 },
  );
  await till.confirm('€11.50');
  await expect(till.sheet()).toContainText('No answer yet');
  await expect(hers.sheet()).toContainText('Not connected');
  // The page is lost as well, and still it is one payment.
  const address = waiter.url();
  await waiter.goto('about:blank');
  await hub.restart();
  await waiter.goto(address);
  await expect(till.sheet()).toContainText('Give back €8.50');
  await expect(till.sheet()).toContainText('€11.50 taken');
  await till.next();
  await expect(hers.share('You')).toContainText('Paid');
  await expect(his.share('Ada')).toContainText('Paid');
  await expect(till.payments()).toHaveCount(1);

  // Bruno's part: a tip on top, by card.
  await till.take('Bruno');
  await till.tip('2.50');
  await till.card('T1 0042');
  await till.confirm('€19.50');
  await till.next();
  for (const bill of [hers, his]) await expect(bill.sheet()).toContainText('Everything is paid. Thank you!');
  await expect(till.payments()).toHaveCount(2);
  await bruno.page.getByRole('button', { name: 'Close', exact: true }).click();
  // What was heard before stands before it, one thing at a time.
  const paid = 'You paid €17.00. Everything is paid.';
  await expect(async () => {
    if (!(await bruno.notice.innerText()).includes(paid)) {
      await bruno.notice.getByRole('button', { name: 'Got it' }).click();
    }
    await expect(bruno.notice).toContainText(paid, { timeout: 500 });
  }).toPass();
});

test('a third of a bill is never a cent short, and what was wrong is given back on record', async ({ hub, devices }) => {
  const ada = await devices.guest('Ada');
  await ada.add('Negroni');
  await ada.cart.place();
  const waiter: Page = await devices.page();
  await signIn(waiter, hub);
  const till = new Till(waiter);
  await till.open(hub);
  await till.splitInto(3);
  await expect(till.shares()).toHaveCount(3);
  const amounts = await till.amounts();
  expect(amounts.reduce((all, one) => all + one, 0)).toBe(950);
  expect(amounts).toEqual([317, 317, 316]);

  await till.take('Share 1');
  await till.confirm('€3.17');
  await till.next();
  await waiter.getByRole('button', { name: 'Give back or mend receipt 1' }).click();
  await waiter.getByLabel('Why?').fill('Wrong table');
  await waiter.getByRole('button', { name: 'Give back €3.17' }).click();
  await expect(till.payments()).toHaveCount(2);
  await expect(till.payments().nth(1)).toContainText('Wrong table');
  await expect(till.takeButton('Share 1')).toBeVisible();

  await waiter.getByRole('button', { name: 'Discount or take-away' }).click();
  await waiter.getByLabel('How much?').fill('10');
  await waiter.getByLabel('Why?').fill('Long wait');
  await waiter.getByRole('button', { name: 'Give the discount' }).click();
  await expect(waiter.getByText('Long wait')).toBeVisible();
  expect((await till.amounts()).reduce((all, one) => all + one, 0)).toBe(855);
});
