import { everywhere } from '../support/everywhere';
import { expect } from '../support/test';
import { Guest } from '../support/guest';
import { letNoSocketThrough } from '../support/line';

everywhere((test) => {
  test('a phone whose network lets no WebSocket through edits, goes offline and orders like the others', async ({
    hub,
    devices,
    complaints,
  }) => {
    complaints.expectNoSockets();
    const bruno = await devices.guest('Bruno');
    const page = await devices.page();
    await letNoSocketThrough(page);
    const opened = { sockets: 0, polls: 0 };
    page.on('websocket', (socket) => socket.on('framereceived', () => (opened.sockets += 1)));
    page.on('request', (request) => (opened.polls += request.url().endsWith('/api/sync/poll') ? 1 : 0));
    const ada = new Guest(page, 'Ada');
    await ada.open(hub.facts.guest_url);
    await ada.join(hub.facts.pin);

    await bruno.cart.open();
    await ada.add('Porcini risotto');
    await expect(bruno.cart.line('Porcini risotto', 'Ada'), 'from Ada to Bruno').toBeVisible();
    await bruno.page.getByRole('button', { name: 'Change Porcini risotto of Ada' }).click();
    await bruno.page.getByRole('button', { name: 'One more Porcini risotto' }).click();
    await ada.cart.open();
    await ada.cart.expectShares({ who: 'Ada', dish: 'Porcini risotto', portions: 2 });
    await expect(page.getByText('on this phone')).toHaveCount(0);
    await expect(ada.connection, 'and Ada sees no difference').toBeEmpty();

    await hub.kill();
    await expect(ada.connection).toContainText('Offline since');
    await ada.add('Affogato');
    await bruno.add('Negroni');
    await hub.restart();
    const shares = [
      { who: 'Ada', dish: 'Affogato', portions: 1 },
      { who: 'Ada', dish: 'Porcini risotto', portions: 2 },
      { who: 'Bruno', dish: 'Negroni', portions: 1 },
    ];
    for (const phone of [ada, bruno]) {
      await phone.cart.open();
      await phone.cart.expectShares(...shares);
      await expect(phone.page.getByText('on this phone')).toHaveCount(0);
      await expect(phone.connection).toBeEmpty();
    }

    await ada.cart.place();
    await bruno.orders.open();
    await expect(bruno.orders.round(1)).toContainText('Affogato');
    expect(opened.sockets, 'frames by WebSocket').toBe(0);
    expect(opened.polls, 'calls that carried frames').toBeGreaterThan(0);
  });
});
