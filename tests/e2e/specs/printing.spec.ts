/** What goes on paper: the bill before it is paid, and receipts, dark on light whatever the screen is. */
import type { Page } from '@playwright/test';
import { Till } from '../support/bill';
import { House } from '../support/house';
import { signIn } from '../support/staff';
import { DESK, expect, test } from '../support/test';

/** How light the paper and how dark the ink of a page is, from 0 to 255. */
async function paperAndInk(page: Page): Promise<[number, number]> {
  return page.evaluate(() => {
    const { backgroundColor, color } = getComputedStyle(document.documentElement);
    const lightness = (text: string) => Math.min(...(text.match(/\d+/g) ?? []).slice(0, 3).map(Number));
    return [lightness(backgroundColor), lightness(color)];
  });
}

test('a waiter prints the bill of a table from a dark screen', async ({ hub, devices }) => {
  const house = await House.of(hub);
  await house.orderAtDemoTable('Ada', { item: 'risotto', note: '' });
  const page = await devices.page({ ...DESK, colorScheme: 'dark' });
  await signIn(page, hub);
  await new Till(page).open(hub);
  const print = page.getByRole('button', { name: 'Print the bill' });
  await expect(print).toBeVisible();
  await expect(page.getByText('This is not a receipt.')).toBeHidden();

  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await expect(page.getByText('This is not a receipt.')).toBeVisible();
  await expect(page.getByRole('article')).toContainText('Ada');
  await expect(page.getByRole('article')).toContainText('1 × Porcini risotto');
  await expect(page.getByRole('article')).toContainText('Total');
  await expect(print).toBeHidden();
  await expect(page.getByRole('heading', { name: 'Take payments' })).toBeHidden();
  const [paper, ink] = await paperAndInk(page);
  expect(paper).toBeGreaterThan(200);
  expect(ink).toBeLessThan(80);
  await page.screenshot({ path: 'artifacts/screens/printed-bill.png', fullPage: true });
});
