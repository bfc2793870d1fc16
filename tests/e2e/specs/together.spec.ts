import { Bill, Till } from '../support/bill';
import { signIn } from '../support/staff';
import { expect, paidOnline } from '../support/test';

paidOnline(
  'two phones and a waiter pay the same bill at the same moment, and the hub dies in the middle',
  async ({ hub, devices, account }) => {
    // The hub asks the provider again only after a while.
    paidOnline.slow();
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
    await waiter.route(
      '**/bill/payments',
      async (route) => {
        await route.fetch();
        await hub.kill();
        await route.abort();
      },
      { times: 1 },
    );
    await Promise.all([till.confirm('€9.50'), pay(bruno.page).click(), pay(ada.page).click()]);
    await expect(till.sheet()).toContainText('No answer yet');
    await expect.poll(() => account.sessions.map(({ status }) => status)).toEqual(['complete', 'complete']);
    account.keepsPagesOpen = false;
    await hub.restart();

    await expect(till.sheet()).toContainText('€9.50 taken');
    await till.next();
    // The phones were on the provider's page when the hub died, and come back by the code at the table.
    for (const guest of [ada, bruno]) await guest.page.goto(hub.facts.guest_url);
    // Everyone sees the same: each share is paid once, and what came twice is due back.
    await expect(till.payments()).toHaveCount(2);
    await expect(till.strays()).toContainText('€9.50');
    for (const [bill, other] of [
      [hers, 'Bruno'],
      [his, 'Ada'],
    ] as const) {
      await bill.open();
      await expect(bill.share('You')).toContainText('Paid');
      await expect(bill.share(other)).toContainText('Paid');
      await expect(bill.sheet()).toContainText('€9.50 to be given back');
    }
    expect(account.sessions.length).toBe(2);
  },
);
