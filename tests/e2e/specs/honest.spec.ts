import { expect, test } from '../support/test';
import { Guest } from '../support/guest';
import { Line } from '../support/line';

test('each line of the cart says whether the hub has it', async ({ hub, devices }) => {
  const ada = await devices.guest('Ada');
  await ada.add('Porcini risotto');
  await ada.cart.open();
  const [risotto, negroni] = [ada.cart.line('Porcini risotto'), ada.cart.line('Negroni')];
  await expect(ada.cart.saved(risotto)).toBeVisible();

  await hub.kill();
  await expect(ada.connection).toHaveText(/^Offline since \d.+ · cart works$/);
  await ada.add('Negroni');
  await ada.cart.open();
  await expect(ada.cart.unsent(negroni)).toBeVisible();
  await expect(ada.cart.saved(negroni)).toBeHidden();
  await expect(ada.cart.saved(risotto)).toBeVisible();
  await risotto.getByRole('button', { name: 'One more Porcini risotto' }).click();
  await expect(ada.cart.unsent(risotto), 'a portion of it is not at the hub').toBeVisible();
  await expect(ada.connection).toHaveText(/ · 2 to send$/);

  await hub.restart();
  for (const line of [risotto, negroni]) await expect(ada.cart.saved(line)).toBeVisible();
  await expect(ada.connection).toBeEmpty();
});

test('a cart that changed since it was looked at is shown as it is, and one press orders that', async ({
  devices,
  complaints,
}) => {
  complaints.expect(409, '/api/order/place');
  const ada = await devices.guest('Ada');
  const bruno = await devices.guest('Bruno');
  await ada.add('Porcini risotto');
  await ada.add('Burrata, peach and basil', { forWhom: 'Everyone' });
  await bruno.cart.open();
  await expect(bruno.cart.line('Burrata, peach and basil', 'Everyone')).toBeVisible();

  await ada.cart.review();
  await bruno.page.getByRole('button', { name: 'Change Burrata, peach and basil of Everyone' }).click();
  await bruno.page.getByRole('button', { name: 'Take Burrata, peach and basil off' }).click();
  await bruno.add('Negroni');
  await bruno.cart.open();
  await expect(bruno.cart.saved(bruno.cart.line('Negroni'))).toBeVisible();
  await ada.cart.placeButton().click();

  const changed = ada.sheet('The cart has changed');
  await expect(changed).toContainText('Nothing was ordered.');
  await expect(changed.getByRole('listitem').filter({ hasText: 'somebody took it off' })).toHaveText(
    'Burrata, peach and basil: somebody took it off.',
  );
  await expect(changed).toContainText(/As it is now.*You.*Porcini risotto.*Bruno.*Negroni.*Together/);
  await ada.cart.placeButton().click();
  await expect(ada.cart.placed()).toContainText('Order 1.');
  await ada.orders.openFromReceipt();
  await expect(ada.orders.round(1).getByRole('listitem')).toHaveCount(2);
  await expect(ada.orders.round(1)).toContainText('Negroni');
});

test('after an outage the screen says what others changed, and what came too late for the order', async ({
  hub,
  devices,
}) => {
  const ada = await devices.guest('Ada');
  const page = await devices.page();
  const line = await Line.to(page, '/api/sync');
  const bruno = new Guest(page, 'Bruno');
  await bruno.open(hub.facts.guest_url);
  await bruno.join(hub.facts.pin);
  await ada.add('Porcini risotto', { forWhom: 'Everyone' });
  await bruno.cart.open();
  const shared = bruno.cart.line('Porcini risotto', 'Everyone');
  await expect(shared).toBeVisible();

  await line.cut();
  await expect(bruno.connection).toContainText('Offline since');
  await page.getByRole('button', { name: 'Change Porcini risotto of Everyone' }).click();
  await page.getByRole('button', { name: 'One more Porcini risotto' }).click();
  await ada.cart.place();
  await ada.orders.openFromReceipt();
  await ada.add('Affogato', { portions: 2 });
  await ada.cart.open();
  await expect(ada.cart.saved(ada.cart.line('Affogato'))).toBeVisible();

  line.mend();
  await expect(shared).toContainText('For the next round: it came after the order went in.');
  await expect(bruno.notice).toContainText('Ada has ordered. It is with the kitchen.');
  await page.getByRole('button', { name: 'Got it' }).click();
  await expect(bruno.notice).toContainText('While you were offline the others changed the cart: 2 × Affogato added.');
  await page.getByRole('button', { name: 'Got it' }).click();
  await bruno.cart.expectShares(
    { who: 'Ada', dish: 'Affogato', portions: 2 },
    { who: 'Everyone', dish: 'Porcini risotto', portions: 1 },
  );
});

test('a page that is too old for the hub asks to be opened anew, and keeps what was chosen on it', async ({
  hub,
  devices,
}) => {
  const ada = await devices.guest('Ada');
  await hub.kill();
  await expect(ada.connection).toHaveText(/^Offline since /);
  await ada.add('Negroni');
  let isOld = true;
  // Or the phone comes back by calls, whose versions are not touched here.
  await ada.page.route('**/api/sync/poll*', (route) => (isOld ? route.abort('connectionrefused') : route.continue()));
  await ada.page.routeWebSocket(
    (url) => url.pathname === '/api/sync',
    (socket) => {
      const hubsEnd = socket.connectToServer();
      let isFirst = true;
      socket.onMessage((message) => {
        const sent = typeof message === 'string' ? message : Buffer.from(message);
        // `versions` and the one version behind it, in CBOR: another than any hub speaks.
        if (isOld && isFirst && typeof sent !== 'string') sent[sent.indexOf('versions') + 9] = 0x09;
        isFirst = false;
        hubsEnd.send(sent);
      });
    },
  );
  await hub.restart();
  await expect(ada.page.getByText('There is a fresh menu')).toBeVisible();
  isOld = false;
  await ada.page.getByRole('button', { name: 'Open it anew' }).click();
  await ada.cart.open();
  await expect(ada.cart.saved(ada.cart.line('Negroni'))).toBeVisible();
  await expect(ada.connection).toBeEmpty();
});
