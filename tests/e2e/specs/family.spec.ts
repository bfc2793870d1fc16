import { everywhere } from '../support/everywhere';
import { expect } from '../support/test';
import { Line } from '../support/line';
import { Guest } from '../support/guest';

everywhere((test) => {
  test('an edit on one phone shows on the other at once', async ({ devices }) => {
    const ada = await devices.guest('Ada');
    const bruno = await devices.guest('Bruno');
    await ada.cart.open();
    await bruno.add('Cheese board', { answers: ['For two'] });
    await expect(ada.cart.line('Cheese board', 'Bruno')).toContainText('For two');
    await expect(ada.tabs.getByRole('button', { name: /^Cart ?, 1 dish$/ })).toBeVisible();

    // One may change what another has chosen, after a tap more than for one's own.
    await ada.page.getByRole('button', { name: 'Change Cheese board of Bruno' }).click();
    await ada.page.getByRole('button', { name: 'One more Cheese board' }).click();
    await bruno.cart.open();
    await bruno.cart.expectShares({ who: 'Bruno', dish: 'Cheese board', portions: 2 });

    await bruno.cart.line('Cheese board').getByRole('button', { name: /^Give / }).click();
    await bruno.sheet('Who gets Cheese board?').getByRole('button', { name: 'Everyone' }).click();
    const shares = [
      { who: 'Bruno', dish: 'Cheese board', portions: 1 },
      { who: 'Everyone', dish: 'Cheese board', portions: 1 },
    ];
    await ada.cart.expectShares(...shares);
    await bruno.cart.expectShares(...shares);
  });

  test('with the hub gone both go on, and when it is back both have everything', async ({ hub, devices }) => {
    const ada = await devices.guest('Ada');
    const bruno = await devices.guest('Bruno');
    await ada.add('Burrata, peach and basil');
    await bruno.cart.open();
    await expect(bruno.cart.line('Burrata, peach and basil', 'Ada')).toBeVisible();
    // Others see it before it is on disk.
    await ada.cart.open();
    await expect(ada.cart.saved(ada.cart.line('Burrata, peach and basil'))).toBeVisible();

    await hub.kill();
    await expect(ada.connection).toHaveText(/^Offline since .+ · cart works$/);
    await expect(bruno.connection).toHaveText(/^Offline since .+ · cart works$/);

    await ada.add('Tiramisù', { portions: 2 });
    await ada.cart.open();
    await expect(ada.cart.unsent(ada.cart.line('Tiramisù'))).toBeVisible();
    await expect(ada.cart.unsent(ada.cart.line('Burrata, peach and basil'))).toBeHidden();
    await expect(ada.connection).toHaveText(/ · 1 to send$/);

    await bruno.add('Negroni');
    await bruno.cart.open();
    await bruno.page.getByRole('button', { name: 'Change Burrata, peach and basil of Ada' }).click();
    await bruno.page.getByRole('button', { name: 'One more Burrata, peach and basil' }).click();
    await expect(bruno.cart.unsent(bruno.cart.line('Negroni'))).toBeVisible();
    await expect(bruno.cart.unsent(bruno.cart.line('Burrata, peach and basil', 'Ada'))).toBeVisible();
    await expect(bruno.cart.line('Tiramisù', 'Ada'), 'the phones cannot hear each other').toBeHidden();

    await hub.restart();
    const shares = [
      { who: 'Ada', dish: 'Burrata, peach and basil', portions: 2 },
      { who: 'Ada', dish: 'Tiramisù', portions: 2 },
      { who: 'Bruno', dish: 'Negroni', portions: 1 },
    ];
    for (const phone of [ada, bruno]) {
      await phone.cart.expectShares(...shares);
      await expect(phone.page.getByText('on this phone')).toHaveCount(0);
      await expect(phone.connection).toBeEmpty();
      await expect(phone.cart.reviewButton()).toHaveText('Check 5 dishes · €47.50');
    }
  });

  test('a reload brings the cart back, edits that the hub has not taken included', async ({ hub, devices }) => {
    const bruno = await devices.guest('Bruno');
    const page = await devices.page();
    const line = await Line.to(page, '/api/sync');
    const ada = new Guest(page, 'Ada');
    await ada.open(hub.facts.guest_url);
    await ada.join(hub.facts.pin);
    await ada.add('Porcini risotto');
    await bruno.cart.open();
    await expect(bruno.cart.line('Porcini risotto', 'Ada')).toBeVisible();

    await line.cut();
    await expect(ada.connection).toContainText('Offline since');
    await ada.add('Affogato');
    await ada.cart.open();
    await ada.cart.line('Porcini risotto').getByRole('button', { name: 'One more Porcini risotto' }).click();
    const shares = [
      { who: 'Ada', dish: 'Affogato', portions: 1 },
      { who: 'Ada', dish: 'Porcini risotto', portions: 2 },
    ];
    await ada.cart.expectShares(...shares);

    await page.reload();
    await ada.cart.open();
    await ada.cart.expectShares(...shares);
    await expect(ada.cart.unsent(ada.cart.line('Affogato'))).toBeVisible();
    await bruno.cart.expectShares({ who: 'Ada', dish: 'Porcini risotto', portions: 1 });
    await bruno.add('Negroni');
    await bruno.cart.open();

    line.mend();
    const all = [...shares, { who: 'Bruno', dish: 'Negroni', portions: 1 }];
    await bruno.cart.expectShares(...all);
    await expect(page.getByText('on this phone')).toHaveCount(0);
    await ada.cart.expectShares(...all);
    await expect(ada.notice).toContainText('While you were offline the others changed the cart: Negroni added.');
  });

  test('edits that were made while the hub was dead outlive a reload after it is back', async ({ hub, devices }) => {
    const page = await devices.page();
    const line = await Line.to(page, '/api/sync');
    const ada = new Guest(page, 'Ada');
    await ada.open(hub.facts.guest_url);
    await ada.join(hub.facts.pin);

    await hub.kill();
    await ada.add('Two cannoli');
    await line.cut();
    await hub.restart();
    await page.reload();
    await ada.cart.open();
    await expect(ada.cart.unsent(ada.cart.line('Two cannoli'))).toBeVisible();

    line.mend();
    await expect(page.getByText('on this phone')).toHaveCount(0);
    const bruno = await devices.guest('Bruno');
    await bruno.cart.open();
    await bruno.cart.expectShares({ who: 'Ada', dish: 'Two cannoli', portions: 1 });
  });
});
