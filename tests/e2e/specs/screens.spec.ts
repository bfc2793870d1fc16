import { mkdir } from 'node:fs/promises';
import type { Page, ViewportSize } from '@playwright/test';
import { expect, paidOnline, test } from '../support/test';
import { fill, minutesSinceOrder } from '../support/evening';
import { House } from '../support/house';
import { Kitchen, ticketName } from '../support/kitchen';
import { ageTickets } from '../support/line';
import { signIn } from '../support/staff';
import { show, STILL, THEMES, TOURS } from '../support/tour';
import { payingOnline } from '../support/tour-online';
import { expectUsable } from '../support/usable';

const SCREENS = 'artifacts/screens';
const IMAGES = '../../docs/images';
const IMAGE_BYTES_MAX = 300_000;

const PHONE = { width: 360, height: 740 };
const TABLET = { width: 820, height: 1180 };
const DESK = { width: 1280, height: 800 };
const WALL = { width: 1920, height: 1080 };
const SIZES = [PHONE, TABLET, WALL];

// The pictures are the record, and what is wrong is said in words.
test.use({ trace: 'off' });

for (const [name, tour] of Object.entries(TOURS)) {
  test(`${name}: every screen is usable by everyone, and has its picture`, async ({ hub, devices, complaints }) => {
    test.setTimeout(300_000);
    await tour({ hub, devices, complaints }, look);
  });
}

paidOnline('payingOnline: every screen is usable by everyone, and has its picture', async ({
  hub,
  devices,
  complaints,
  account,
}) => {
  paidOnline.setTimeout(300_000);
  await payingOnline({ hub, devices, complaints }, account, look);
});

async function look(stop: string, page: Page): Promise<void> {
  // Sheets that belong to one layout close when the page is laid out anew.
  const isOfPhones = stop === 'give';
  await expectUsable(stop, page, isOfPhones ? [] : othersFor(new URL(page.url()).pathname));
  await photograph(stop, page, isOfPhones ? [PHONE] : SIZES);
}

/** Screens of the office stand on a desk, and no wider. */
const DESKS = /^\/(bill|till|team|audit|account|trust|setup)\b/;

/** In which sizes besides its own axe looks at a page: each is laid out anew where there is room. */
function othersFor(path: string): ViewportSize[] {
  const narrow = path.startsWith('/kitchen') ? [PHONE] : [];
  return [...narrow, TABLET, DESKS.test(path) ? DESK : WALL];
}

async function photograph(stop: string, page: Page, sizes: readonly ViewportSize[]): Promise<void> {
  const before = page.viewportSize();
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const theme of THEMES) {
      await show(page, theme);
      const path = `${SCREENS}/${stop}-${size.width}x${size.height}-${theme}.png`;
      await page.screenshot({ path, animations: 'disabled' });
    }
  }
  if (before) await page.setViewportSize(before);
}

// The pictures of the README are made on request: a picture that changes with every run is no news.
if (process.env['PLATO_README'] === '1') {
  test('pictures for the README', async ({ hub, devices }) => {
    await mkdir(IMAGES, { recursive: true });
    const phone = await devices.guest('Ada', { ...STILL, deviceScaleFactor: 2, colorScheme: 'light' });
    await expect(phone.row('Rosemary focaccia')).toBeVisible();
    expect((await phone.page.screenshot({ path: `${IMAGES}/phone.png` })).length).toBeLessThan(IMAGE_BYTES_MAX);

    const page = await devices.page({ ...STILL, viewport: { width: 1280, height: 800 } });
    await fill(await House.of(hub));
    await ageTickets(page, minutesSinceOrder);
    await signIn(page, hub);
    const kitchen = new Kitchen(page);
    await kitchen.open(hub.facts.kitchen_url);
    await expect(kitchen.ticket(ticketName('1', 1, 'Grill'))).toBeVisible();
    expect((await page.screenshot({ path: `${IMAGES}/kitchen.png` })).length).toBeLessThan(IMAGE_BYTES_MAX);
  });
}
