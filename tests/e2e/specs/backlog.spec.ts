/**
 * What displays do with many taps that waited for the hub. With PLATO_BACKLOG=200x50 (orders, and taps of each
 * display) it measures, and says how long it took.
 */
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/test';
import { House } from '../support/house';
import { Cable } from '../support/cable';

const [ORDERS = 24, TAPS = 12] = (process.env['PLATO_BACKLOG'] ?? '').split('x').filter(Boolean).map(Number);
// What is measured is not to be slowed down by its record.
if (process.env['PLATO_BACKLOG']) test.use({ trace: 'off' });
const TABLES = ['4', '5', '6', '7', '8'];
const TICKETS = '**/api/kitchen/ticket/**';
/** As in `ui/src/platform/staff-storage.ts`. */
const TAP = 'plato-kitchen-tap-1:';

// One call hung until it was given up after ten seconds, and the taps went one by one.
test('two displays come together soon after an outage, with many orders and taps, however many calls hang', async ({
  hub,
  devices,
  complaints,
}, testInfo) => {
  complaints.expectLostCalls();
  // Which display is heard first is chance, and the hub tells the other that it was bumped already.
  complaints.expect(409, '/bump?seen=0');
  const house = await House.of(hub);
  for (const [at, table] of TABLES.entries()) {
    const orders = Math.floor((ORDERS + at) / TABLES.length);
    const { pin } = await house.party(table, 2, 'Chiara');
    await house.orders(table, pin, orders, { item: 'risotto' });
  }
  const pages = [(await devices.kitchen()).page, (await devices.kitchen()).page];
  const cable = await Cable.to(hub.url);
  const half = Math.floor(TAPS / 2);
  for (const [at, page] of pages.entries()) {
    await page.goto(`${cable.url}/kitchen`);
    await expect(page.getByRole('button', { name: `All ${ORDERS}`, exact: true })).toBeVisible();
    await leaveTaps(page, at * half + 1);
    // By then the page is kept and opens without the hub.
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  }
  cable.cut();
  for (const page of pages) {
    const begun = page.waitForRequest(TICKETS);
    await page.reload();
    await begun;
    await expect(page.getByRole('button', { name: `All ${ORDERS - TAPS}`, exact: true })).toBeVisible();
    await expect(page.getByText(/^Not connected/)).toBeVisible();
  }

  const began = Date.now();
  cable.mend();
  const took = await Promise.all(
    pages.map(async (page) => {
      const isLive = page.getByText(/^Not connected/).waitFor({ state: 'hidden' });
      const live = isLive.then(() => Date.now() - began);
      await page.waitForFunction(isDone, { tap: TAP, left: `All ${ORDERS - TAPS - half}` }, { polling: 20, timeout: 60_000 });
      return `${await live} ms until live, ${Date.now() - began} ms until done`;
    }),
  );
  testInfo.annotations.push({ type: 'took', description: took.join('; ') });
  if (process.env['PLATO_BACKLOG']) console.log(took.join('; '));
  for (const page of pages) {
    await expect(page.getByRole('log', { name: 'Taps that were not taken' })).toBeEmpty();
  }
  await cable.close();
});

/** Leaves taps in the browser as an earlier page of a display does. */
async function leaveTaps(page: Page, first: number): Promise<void> {
  const taps = Array.from({ length: TAPS }, (_, at) => {
    const key = randomUUID();
    const tap = { type: 'bump', ticket: `${first + at}-grill`, seen: 0 };
    return { name: `${TAP}${String(at + 1).padStart(9, '0')}:${key}`, text: JSON.stringify({ key, tap }) };
  });
  await page.evaluate((all) => all.forEach(({ name, text }) => localStorage.setItem(name, text)), taps);
}

const isDone = ({ tap, left }: { tap: string; left: string }) =>
  !Object.keys(localStorage).some((name) => name.startsWith(tap)) &&
  [...document.querySelectorAll('button')].some(({ innerText }) => innerText.replace(/\s+/g, ' ').trim() === left);
