import type { BrowserContext, Page } from '@playwright/test';
import { everywhere } from '../support/everywhere';
import { expect } from '../support/test';
import { Guest } from '../support/guest';
import { Line } from '../support/line';

const AFFOGATO = { who: 'Ada', dish: 'Affogato', portions: 1 };
const NEGRONI = { who: 'Ada', dish: 'Negroni', portions: 1 };
const RISOTTO = { who: 'Ada', dish: 'Porcini risotto', portions: 1 };

/** What a tab keeps for itself: under which actor it works. */
function actorOf(page: Page): Promise<string | null> {
  return page.evaluate(() => sessionStorage.getItem('plato.actor.1'));
}

async function secondTab(guest: Guest, url: string): Promise<Guest> {
  const tab = new Guest(await guest.page.context().newPage(), guest.name);
  await tab.page.goto(url);
  await expect(tab.tabs).toBeVisible();
  return tab;
}

/** A risotto is in the cart and on the hub's disk, and the page can be opened without the hub. */
async function withRisotto(guest: Guest): Promise<void> {
  await guest.add('Porcini risotto');
  await guest.cart.open();
  await expect(guest.cart.saved(guest.cart.line('Porcini risotto'))).toBeVisible();
  await guest.page.evaluate(async () => {
    if ('serviceWorker' in navigator) await navigator.serviceWorker.ready;
  });
}

/** Everything that a browser has kept, put into another one: a phone restored from a backup, say. */
async function copyOf(page: Page, into: BrowserContext): Promise<void> {
  const session = await page.evaluate(() => JSON.stringify(sessionStorage));
  await into.addInitScript((kept) => {
    if (sessionStorage.length > 0) return;
    for (const [name, text] of Object.entries(JSON.parse(kept) as Record<string, string>)) {
      sessionStorage.setItem(name, text);
    }
  }, session);
}

everywhere((test) => {
  test('two tabs of a phone stay equal while the hub is off, and either brings all of it to the hub', async ({
    hub,
    devices,
  }) => {
    const first = await devices.guest('Ada');
    await first.add('Porcini risotto');
    const second = await secondTab(first, hub.facts.guest_url);
    await second.cart.open();
    await second.cart.expectShares(RISOTTO);
    const bruno = await devices.guest('Bruno');
    await bruno.cart.open();

    await hub.kill();
    for (const tab of [first, second]) await expect(tab.connection).toContainText('Offline since');
    await first.add('Negroni');
    await second.cart.expectShares(NEGRONI, RISOTTO);
    await expect(second.cart.unsent(second.cart.line('Negroni')), 'as it is in the other tab').toBeVisible();
    await second.cart.line('Negroni').getByRole('button', { name: 'One more Negroni' }).click();
    await second.add('Affogato');
    await first.cart.open();
    const all = [AFFOGATO, { ...NEGRONI, portions: 2 }, RISOTTO];
    await first.cart.expectShares(...all);

    await first.page.close();
    await hub.restart();
    await bruno.cart.expectShares(...all);
    await second.cart.open();
    await second.cart.expectShares(...all);
    await expect(second.page.getByText('on this phone')).toHaveCount(0);
  });

  // The hub does not know such a tab: it has no actor to make changes as.
  test('what is done in a tab that was opened while the hub was off is in the other, and stays when it is closed', async ({
    hub,
    devices,
  }) => {
    const first = await devices.guest('Ada');
    await withRisotto(first);
    await hub.kill();
    await expect(first.connection).toContainText('Offline since');
    const fresh = await secondTab(first, hub.facts.guest_url);
    expect(await actorOf(fresh.page)).toBeNull();
    await fresh.add('Affogato');
    await first.cart.expectShares(AFFOGATO, RISOTTO);
    await expect(first.cart.unsent(first.cart.line('Affogato')), 'on this phone only').toBeVisible();
    await first.add('Negroni');
    await fresh.cart.open();
    await fresh.cart.expectShares(AFFOGATO, NEGRONI, RISOTTO);
    await fresh.page.close();

    await hub.restart();
    const bruno = await devices.guest('Bruno');
    for (const phone of [first, bruno]) {
      await phone.cart.open();
      await phone.cart.expectShares(AFFOGATO, NEGRONI, RISOTTO);
      await expect(phone.page.getByText('on this phone')).toHaveCount(0);
    }
  });

  test('a tab that was duplicated while the hub was off loses nothing, nor does the first', async ({ hub, devices }) => {
    const first = await devices.guest('Ada');
    await withRisotto(first);
    await hub.kill();
    await expect(first.connection).toContainText('Offline since');

    const opened = first.page.waitForEvent('popup');
    await first.page.evaluate(() => void open(location.href));
    const copy = new Guest(await opened, 'Ada');
    await expect(copy.tabs).toBeVisible();
    expect(await actorOf(copy.page), 'a copy begins under the same actor').toBe(await actorOf(first.page));
    await copy.add('Affogato');
    await first.add('Negroni');
    for (const tab of [first, copy]) {
      await tab.cart.open();
      await tab.cart.expectShares(AFFOGATO, NEGRONI, RISOTTO);
    }

    await hub.restart();
    const bruno = await devices.guest('Bruno');
    for (const phone of [first, copy, bruno]) {
      await phone.cart.open();
      await phone.cart.expectShares(AFFOGATO, NEGRONI, RISOTTO);
      await expect(phone.page.getByText('on this phone')).toHaveCount(0);
    }
  });

  test('a copy that has worked under the same actor unheard is reset by the hub and loses nothing', async ({
    hub,
    devices,
  }) => {
    const page = await devices.page();
    const line = await Line.to(page, '/api/sync');
    const first = new Guest(page, 'Ada');
    await first.open(hub.facts.guest_url);
    await first.join(hub.facts.pin);
    await first.add('Porcini risotto');
    await first.cart.open();
    await expect(first.cart.saved(first.cart.line('Porcini risotto'))).toBeVisible();
    await line.cut();
    await expect(first.connection).toContainText('Offline since');

    const storageState = await page.context().storageState({ indexedDB: true });
    const copyPage = await devices.page({ storageState });
    await copyOf(page, copyPage.context());
    const copyLine = await Line.to(copyPage, '/api/sync');
    await copyLine.cut();
    const copy = new Guest(copyPage, 'Ada');
    await copyPage.goto(hub.facts.guest_url);
    await expect(copy.connection).toContainText('Offline since');
    const actor = await actorOf(page);
    expect(await actorOf(copyPage)).toBe(actor);
    await first.add('Negroni');
    await copy.add('Affogato');

    line.mend();
    await first.cart.open();
    await expect(first.cart.saved(first.cart.line('Negroni'))).toBeVisible();
    copyLine.mend();
    const bruno = await devices.guest('Bruno');
    for (const phone of [copy, first, bruno]) {
      await phone.cart.open();
      await phone.cart.expectShares(AFFOGATO, NEGRONI, RISOTTO);
      await expect(phone.page.getByText('on this phone')).toHaveCount(0);
    }
    await expect.poll(() => hub.log, 'the hub has reset it').toMatch(/change was refused; it starts over/);
    expect(await actorOf(copyPage), 'the copy goes on under an actor of its own').not.toBe(actor);
  });

  // The database opens there, so nothing was said, and all was gone with the window.
  test('a private window that can be told says that the page has to stay open', async ({ hub, devices }) => {
    const page = await devices.page();
    // As Chromium was before it said the same everywhere, and as Firefox and Safari are where they come by https.
    await page.addInitScript(() => {
      const give = (told: (usage: number, quota: number) => void) => told(0, 300_000_000);
      Object.defineProperty(navigator, 'webkitTemporaryStorage', { value: { queryUsageAndQuota: give } });
      if (!navigator.storage) return;
      navigator.storage.getDirectory = () => Promise.reject(new DOMException('denied', 'SecurityError'));
    });
    const ada = new Guest(page, 'Ada');
    await ada.open(hub.facts.guest_url);
    await ada.join(hub.facts.pin);
    await expect(ada.notice).toContainText('leave this page open');
  });

  test('a browser that keeps nothing works, and says what that means', async ({ hub, devices }) => {
    const page = await devices.page();
    await page.addInitScript(() => {
      const deny = () => {
        throw new DOMException('denied', 'SecurityError');
      };
      Object.defineProperty(globalThis, 'indexedDB', { get: deny });
      Object.defineProperty(globalThis, 'localStorage', { get: deny });
      Object.defineProperty(globalThis, 'sessionStorage', { get: deny });
    });
    const ada = new Guest(page, 'Ada');
    await ada.open(hub.facts.guest_url);
    await ada.join(hub.facts.pin);
    await expect(ada.notice).toContainText('This browser keeps nothing.');
    await expect(ada.notice).toContainText('leave this page open');
    await page.getByRole('button', { name: 'Got it' }).click();

    await hub.kill();
    await ada.add('Negroni');
    await ada.cart.open();
    await expect(ada.cart.unsent(ada.cart.line('Negroni'))).toBeVisible();
    await hub.restart();
    await expect(ada.cart.saved(ada.cart.line('Negroni'))).toBeVisible();
    await ada.cart.place();
    await expect(ada.cart.placed()).toContainText('Order 1.');
  });
});
