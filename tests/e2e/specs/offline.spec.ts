import { chromium, devices as kinds, type Page } from '@playwright/test';
import { LAUNCH, VENUE_HOST } from '../support/browser';
import { expect, test } from '../support/test';
import { Guest } from '../support/guest';
import { portRefuses, type Hub } from '../support/hub';
import { ticketName } from '../support/kitchen';
import { TlsFront } from '../support/tls';

const RISOTTO = { who: 'Ada', dish: 'Porcini risotto', portions: 1 };
const CANNOLI = { who: 'Ada', dish: 'Two cannoli', portions: 1 };

/** Waits until the page is kept. */
async function workerIsReady(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
}

/** A phone with a dish in the cart that the hub has on disk. */
async function withRisotto(ada: Guest): Promise<void> {
  await ada.add('Porcini risotto');
  await ada.cart.open();
  await ada.cart.expectShares(RISOTTO);
  await expect(ada.page.getByText('on this phone')).toHaveCount(0);
}

/** The page as it has to be with the hub off: the cart is there, and can be changed. */
async function expectAtHome(ada: Guest): Promise<void> {
  await expect(ada.connection).toContainText('Offline since');
  await ada.cart.open();
  await expect(ada.cart.line('Porcini risotto')).toBeVisible();
}

async function expectAllArrives(hub: Hub, ada: Guest): Promise<void> {
  await hub.restart();
  await ada.cart.open();
  await ada.cart.expectShares(RISOTTO, CANNOLI);
  await expect(ada.connection).toBeEmpty();
  await expect(ada.page.getByText('on this phone')).toHaveCount(0);
}

test.describe('plain http under the name of the venue', () => {
  test.use({ host: VENUE_HOST });

  // "Nothing in the cart yet" stood there for seconds, until what the phone had kept was read.
  test('a cart that was not read yet is not called empty, and nothing moves when it is', async ({ hub, devices }) => {
    const ada = await devices.guest('Ada');
    await withRisotto(ada);
    await hub.kill();
    await ada.add('Two cannoli');
    await ada.cart.open();
    await expect(ada.cart.unsent(ada.cart.line('Two cannoli'))).toBeVisible();
    await hub.restart();

    const { page } = ada;
    let goOn = () => {};
    const isAwaited = new Promise<void>((done) => (goOn = done));
    await page.route('**/*.wasm', async (route) => {
      await isAwaited;
      await route.continue();
    });
    await page.reload();
    const heading = page.getByRole('heading', { level: 1, name: 'Cart' });
    const unread = page.getByRole('main').getByRole('status', { name: 'One moment' });
    await expect(unread).toBeVisible();
    await expect(page.getByText('Nothing in the cart yet')).toBeHidden();
    const { y, height } = (await heading.boundingBox()) ?? {};
    await ada.orders.open();
    await expect(unread).toBeVisible();
    await expect(page.getByText('Nothing ordered yet')).toBeHidden();
    await ada.cart.open();
    goOn();
    await ada.cart.expectShares(RISOTTO, CANNOLI);
    await expect(unread).toBeHidden();
    expect(await heading.boundingBox()).toMatchObject({ y, height });
  });

  test('with the hub off the page opens, opens in a new tab, and comes back by Back', async ({ hub, devices }) => {
    const ada = await devices.guest('Ada');
    expect(await ada.page.evaluate(() => [isSecureContext, 'serviceWorker' in navigator])).toEqual([false, false]);
    await withRisotto(ada);
    await hub.kill();

    const tab = new Guest(await ada.page.context().newPage(), 'Ada');
    await tab.page.goto(hub.facts.guest_url);
    await expectAtHome(tab);
    await tab.add('Two cannoli');
    await tab.page.close();

    await ada.page.goto('about:blank');
    await ada.page.goBack();
    await expectAtHome(ada);
    await ada.page.close();

    const later = new Guest(await ada.page.context().newPage(), 'Ada');
    await later.page.goto(hub.facts.guest_url);
    await expectAtHome(later);
    await later.cart.expectShares(RISOTTO, CANNOLI);
    await expectAllArrives(hub, later);
  });

  test('a kitchen display opens with the hub off, shows its tickets and takes bumps', async ({ hub, devices }) => {
    const ada = await devices.guest('Ada');
    await ada.add('Porcini risotto');
    await ada.cart.place();
    const kitchen = await devices.kitchen();
    const grill = ticketName('1', 1, 'Grill');
    await expect(kitchen.ticket(grill)).toBeVisible();
    await hub.kill();
    await kitchen.page.goto('about:blank');
    await kitchen.page.goto(hub.facts.kitchen_url);
    await expect(kitchen.cutOff).toBeVisible();
    await kitchen.bumpButton(grill).click();

    await hub.restart();
    await expect(kitchen.cutOff).toBeHidden();
    await ada.orders.openFromReceipt();
    await expect(ada.orders.dish('Porcini risotto')).toContainText('On its way');
  });
});

test.describe('http on localhost', () => {
  test.use({ host: 'localhost' });

  test('with the hub off a reload brings the page back, cart and all', async ({ hub, devices }) => {
    const ada = await devices.guest('Ada');
    await withRisotto(ada);
    await workerIsReady(ada.page);
    await hub.kill();
    await ada.page.reload();
    await expectAtHome(ada);
    await ada.add('Two cannoli');
    await ada.page.reload();
    await expectAtHome(ada);
    await ada.cart.expectShares(RISOTTO, CANNOLI);
    await expectAllArrives(hub, ada);
  });

  test('only the page is kept: nothing of the interface, and of no earlier build', async ({ devices }) => {
    const ada = await devices.guest('Ada');
    await ada.page.evaluate(async () => {
      await (await caches.open('plato-of-an-earlier-build')).put('/assets/old.js', new Response('old'));
    });
    await withRisotto(ada);
    await workerIsReady(ada.page);
    await ada.page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      await registration.unregister();
    });
    await ada.page.reload();
    await workerIsReady(ada.page);
    const kept = await ada.page.evaluate(async () => {
      const names = await caches.keys();
      const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return { caches: names.length, paths: requests.flat().map(({ url }) => new URL(url).pathname) };
    });
    expect(kept.caches).toBe(1);
    expect(kept.paths).toContain('/index.html');
    expect(kept.paths.filter((path) => path !== '/index.html' && !path.startsWith('/assets/'))).toEqual([]);
    expect(kept.paths.filter((path) => path.endsWith('.wasm'))).toHaveLength(1);
  });

  test('a kitchen display reloads with the hub off', async ({ hub, devices }) => {
    const kitchen = await devices.kitchen({});
    await expect(kitchen.page.getByRole('heading', { name: 'No tickets. Enjoy the quiet.' })).toBeVisible();
    await workerIsReady(kitchen.page);
    await hub.kill();
    await kitchen.page.reload();
    await expect(kitchen.cutOff).toBeVisible();
  });
});

test.describe('behind a proxy that does https', () => {
  // The hub has to know the name by which it is asked.
  test.use({ host: VENUE_HOST });

  test('https: with hub and proxy off a reload brings the page back', async ({ hub, complaints }) => {
    // A proxy whose hub is gone closes what is opened.
    complaints.expectNoSockets();
    const front = await TlsFront.before(hub.url, VENUE_HOST);
    const browser = await chromium.launch({ ...LAUNCH, args: [...LAUNCH.args, front.certificate.trusted] });
    try {
      const context = await browser.newContext(kinds['Pixel 7']);
      complaints.listen(context);
      const ada = new Guest(await context.newPage(), 'Ada');
      const { pathname, hash } = new URL(hub.facts.guest_url);
      await ada.open(front.origin + pathname + hash);
      await ada.join(hub.facts.pin);
      await withRisotto(ada);
      await workerIsReady(ada.page);

      await hub.kill();
      await ada.page.reload();
      await expectAtHome(ada);
      await front.close();
      expect(await portRefuses(front.port), 'the proxy is gone, too').toBe(true);
      await ada.page.reload();
      await expectAtHome(ada);
      await ada.add('Two cannoli');
      await ada.page.reload();
      await expectAtHome(ada);
      await ada.cart.expectShares(RISOTTO, CANNOLI);
    } finally {
      await browser.close();
      await front.close();
    }
    expect(complaints.all()).toEqual([]);
  });
});
