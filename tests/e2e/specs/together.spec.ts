import type { Page } from '@playwright/test';
import { Bill, Till } from '../support/bill';
import { House } from '../support/house';
import type { Hub } from '../support/hub';
import type { Provider } from '../support/provider';
import { signIn } from '../support/staff';
import { expect, paidOnline } from '../support/test';

paidOnline(
  'two phones and a waiter pay the same bill at the same moment, and the hub dies in the middle',
  async ({ hub, devices, account, complaints }) => {
    // The hub asks the provider again only after a while.
    paidOnline.slow();
    complaints.expect(409, '/payments');
    const ada = await devices.guest('Ada');
    const bruno = await devices.guest('Bruno');
    await ada.add('Burrata, peach and basil');
    await bruno.add('Negroni');
    await ada.cart.place();
    await ada.orders.openFromReceipt();
    const [hers, his] = [new Bill(ada), new Bill(bruno)];
    await hers.open();
    await his.open();
    await hers.choose('Each their own');
    await expect(his.share('Ada')).toContainText('€11.50');
    await expect(hers.share('Bruno')).toContainText('€9.50');

    // Both phones are on the provider's page at once.
    await hers.sheet().getByRole('button', { name: 'Pay online: You, €11.50' }).click();
    await hers.sheet().getByRole('button', { name: 'Pay €11.50 online' }).click();
    await his.sheet().getByRole('button', { name: 'Pay online: You, €9.50' }).click();
    await his.sheet().getByRole('button', { name: 'Pay €9.50 online' }).click();
    const pay = (page: typeof ada.page) => page.getByRole('button', { name: 'Pay now' });
    await expect(pay(ada.page)).toBeVisible();
    await expect(pay(bruno.page)).toBeVisible();
    const waiter = await devices.page();
    await signIn(waiter, hub);
    const till = new Till(waiter);
    await till.open(hub);
    await expect(till.shares().filter({ hasText: 'Bruno' })).toContainText('Being paid online');

    // Bruno waves a note: the waiter lets go of his page and takes cash, while Bruno's thumb pays as well,
    // before the provider has closed the page.
    account.keepsPagesOpen = true;
    await till.letGo('Bruno');
    await expect(till.shares().filter({ hasText: 'Bruno' })).not.toContainText('Being paid online');
    await till.take('Bruno');
    await till.cash('10.00');
    // The waiter's call leaves once both thumbs are down.
    let pressed: Promise<unknown> | undefined;
    await waiter.route(
      '**/bill/payments',
      async (route) => {
        await pressed;
        await route.fetch();
        await hub.kill();
        await route.abort();
      },
      { times: 1 },
    );
    const taken = till.confirm('€9.50');
    pressed = taken.then(() => Promise.all([pay(bruno.page).click(), pay(ada.page).click()]));
    await pressed;
    await expect(till.sheet()).toContainText('No answer yet');
    await expect.poll(() => account.sessions.map(({ status }) => status)).toEqual(['complete', 'complete']);
    account.keepsPagesOpen = false;
    await hub.restart();

    // Whichever of Bruno's came to the hub first: his money online, or the waiter's cash.
    await expect(till.sheet()).toContainText(/€9\.50 taken|This share is paid/);
    await till.next();
    // The phones were on the provider's page when the hub died, and come back by the code at the table.
    for (const guest of [ada, bruno]) await guest.page.goto(hub.facts.guest_url);
    // Everyone sees the same: each share is paid once, and what came twice is due back.
    await expect(till.payments()).toHaveCount(2);
    const dueBack = await expectPaidOnce(hub, account);
    expect([0, 950]).toContain(dueBack);
    await expect(till.strays()).toHaveCount(dueBack / 950);
    const back = dueBack > 0 ? '€9.50 to be given back' : 'Everything is paid. Thank you!';
    for (const [bill, other] of [
      [hers, 'Bruno'],
      [his, 'Ada'],
    ] as const) {
      await bill.open();
      await expect(bill.share('You')).toContainText('Paid');
      await expect(bill.share(other)).toContainText('Paid');
      await expect(bill.sheet()).toContainText(back);
    }
    expect(account.sessions.length).toBe(2);
  },
);

paidOnline(
  'two phones and a waiter reach for the same share at the same moment, and the hub dies under their hands',
  async ({ hub, devices, account, complaints }) => {
    paidOnline.slow();
    for (const path of ['/pay-online', '/lock', '/payments']) complaints.expect(409, path);
    const ada = await devices.guest('Ada');
    const bruno = await devices.guest('Bruno');
    await ada.add('Burrata, peach and basil');
    await bruno.add('Negroni');
    await ada.cart.place();
    await ada.orders.openFromReceipt();
    const bills = [new Bill(ada), new Bill(bruno)];
    const payOf = (bill: Bill) => bill.sheet().getByRole('button', { name: 'Pay €21.00 online' });
    for (const bill of bills) {
      await bill.open();
      await bill.sheet().getByRole('button', { name: 'Pay online: The whole bill, €21.00' }).click();
      await expect(payOf(bill)).toBeEnabled();
    }
    const waiter = await devices.page();
    await signIn(waiter, hub);
    const till = new Till(waiter);
    await till.open(hub);

    // It reaches the hub once all have pressed. The first that it carries out is its last, and nobody hears of it.
    let pressed: Promise<unknown> | undefined;
    let dead: Promise<void> | undefined;
    const unheard = (page: Page, path: string) =>
      page.route(
        path,
        async (route) => {
          await pressed;
          await route.fetch().then(
            () => (dead ??= hub.kill()),
            () => undefined,
          );
          await route.abort();
        },
        { times: 1 },
      );
    for (const { page } of [ada, bruno]) await unheard(page, '**/pay-online');
    await unheard(waiter, '**/lock');
    pressed = Promise.all([...bills.map((bill) => payOf(bill).click()), till.takeButton('The whole bill').click()]);
    await pressed;
    for (const bill of bills) await expect(bill.sheet()).toContainText('Not connected');
    await expect(waiter.getByText('The hub cannot be reached.')).toBeVisible();
    account.keepsPagesOpen = true;
    await hub.restart();

    // Nobody gives way: any of them may have paid, and more than one.
    await Promise.all([...bills.map((bill) => bill.payOnline()), till.insist()]);
    account.keepsPagesOpen = false;
    for (const bill of bills) await bill.open();
    const dueBack = await expectPaidOnce(hub, account);

    // And so every screen says.
    await expect(till.payments()).toHaveCount(1);
    await expect(till.strays()).toHaveCount(dueBack / 2100);
    const back = dueBack > 0 ? `€${(dueBack / 100).toFixed(2)} to be given back` : 'Everything is paid. Thank you!';
    for (const its of bills) {
      await expect(its.share('The whole bill')).toContainText('Paid');
      await expect(its.sheet()).toContainText(back);
    }
  },
);

/** However it was paid: once, each payment with its receipt, and what came online besides is due back. Gives that. */
async function expectPaidOnce(hub: Hub, account: Provider): Promise<number> {
  const house = await House.of(hub);
  const online = sum(account.sessions.filter(({ status }) => status === 'complete').map((one) => one.amount_total));
  const known = async () => {
    const { payments, strays = [] } = await house.checkout(hub.facts.session);
    const taken = payments.filter(({ tender }) => tender === 'online').map(({ amount }) => amount);
    return sum([...taken, ...strays.map(({ money }) => money.minor)]);
  };
  await expect.poll(known, { message: 'all that was paid online is known', timeout: 90_000 }).toBe(online);
  const { bill, payments } = await house.checkout(hub.facts.session);
  expect(sum(payments.map(({ amount }) => amount))).toBe(bill.total);
  const byHand = sum(payments.filter(({ tender }) => tender !== 'online').map(({ amount }) => amount));
  expect(bill).toMatchObject({ left: 0, due_back: online + byHand - bill.total });
  const receipts = (await house.receipts()).map(({ number }) => number).toSorted((one, other) => one - other);
  expect(receipts, 'receipts without a gap').toEqual(payments.map((_, before) => before + 1));
  return bill.due_back;
}

const sum = (amounts: readonly number[]) => amounts.reduce((all, one) => all + one, 0);
