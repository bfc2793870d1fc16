/**
 * The `test` of all specs: a hub of its own for each, devices in browser contexts of their own, and
 * an eye on what they write to their consoles.
 */
import { test as base, type BrowserContextOptions, type Page } from '@playwright/test';
import type { Certificate } from './certificate';
import { Complaints } from './complaints';
import { Floor } from './floor';
import { Guest } from './guest';
import { Hub } from './hub';
import { Kitchen } from './kitchen';
import { Provider } from './provider';
import { signIn } from './staff';
import { noteWhatIsTold } from './trail';

export { expect } from '@playwright/test';

/** A screen on a wall or in a waiter's hand, rather than a guest's phone. */
export const DESK: BrowserContextOptions = {
  viewport: { width: 1280, height: 800 },
  deviceScaleFactor: 1,
  isMobile: false,
  hasTouch: true,
};

/** Opens devices. Each is a browser context: no storage is shared. */
export class Devices {
  readonly pages: Page[] = [];

  constructor(
    private readonly hub: Hub,
    private readonly newContext: (options?: BrowserContextOptions) => Promise<Page>,
  ) {}

  async page(options?: BrowserContextOptions): Promise<Page> {
    const page = await this.newContext(options);
    this.pages.push(page);
    return page;
  }

  /** A phone that has joined the demo's table. */
  async guest(name: string, options?: BrowserContextOptions): Promise<Guest> {
    const guest = new Guest(await this.page(options), name);
    await guest.open(this.hub.facts.guest_url);
    await guest.join(this.hub.facts.pin);
    return guest;
  }

  /** A kitchen screen that somebody is signed in on. */
  async kitchen(options: BrowserContextOptions = DESK): Promise<Kitchen> {
    const page = await this.page(options);
    await signIn(page, this.hub);
    const kitchen = new Kitchen(page);
    await kitchen.open(this.hub.facts.kitchen_url);
    return kitchen;
  }

  /** A waiter's phone that somebody is signed in on. */
  async floor(options?: BrowserContextOptions): Promise<Floor> {
    const page = await this.page(options);
    await signIn(page, this.hub);
    const floor = new Floor(page);
    await floor.open(this.hub.facts.floor_url);
    return floor;
  }
}

type Fixtures = {
  /** The name that guests know the hub by; its address when there is none. */
  host: string | undefined;
  /** What the hub shows to guests that come by https; they come by plain http when there is none. */
  certificate: Certificate | undefined;
  /** Where guests pay online; nowhere unless a spec says so. */
  provider: Provider | undefined;
  hub: Hub;
  complaints: Complaints;
  devices: Devices;
};

export const test = base.extend<Fixtures>({
  host: [undefined, { option: true }],

  certificate: [undefined, { option: true }],

  provider: [undefined, { option: true }],

  hub: async ({ host, certificate, provider }, use, testInfo) => {
    const hub = provider ? await Hub.startPaidOnline(provider.address) : await Hub.start(host, certificate);
    try {
      await use(hub);
      if (testInfo.status !== testInfo.expectedStatus) {
        await testInfo.attach('hub.log', { body: hub.log, contentType: 'text/plain' });
      }
    } finally {
      await hub.stop();
      await hub.remove();
    }
  },

  complaints: async ({ hub }, use) => {
    await use(new Complaints(hub));
  },

  devices: async ({ browser, hub, complaints }, use) => {
    const told: (() => Promise<void>)[] = [];
    const devices = new Devices(hub, async (options) => {
      const context = await browser.newContext(options);
      complaints.listen(context);
      told.push(noteWhatIsTold(hub.url, context));
      return context.newPage();
    });
    await use(devices);
    await Promise.all(told.map((all) => all()));
    await Promise.all(devices.pages.map((page) => page.context().close()));
    base.expect(complaints.all(), 'complaints of the browsers').toEqual([]);
  },
});

/** The same where guests pay online. */
export const paidOnline = test.extend<{ account: Provider }>({
  account: async ({}, use) => {
    const account = await Provider.start();
    await use(account);
    await account.stop();
  },

  provider: async ({ account }, use) => use(account),
});
