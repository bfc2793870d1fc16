/** What makes a screen readable and usable by everyone. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, type ViewportSize } from '@playwright/test';
import { show } from './tour';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const THUMB_PX = 44;
const NARROWEST = { width: 360, height: 740 };

/** Says everything that is wrong with a page, in its own size and in others, and goes on. */
export async function expectUsable(stop: string, page: Page, others: readonly ViewportSize[]): Promise<void> {
  const size = page.viewportSize();
  await show(page, 'light');
  expect.soft(await found(axe(page).withTags(TAGS)), stop).toEqual([]);
  for (const other of others) {
    await page.setViewportSize(other);
    await laidOut(page);
    const wrong = await found((await onTop(page)).withTags(TAGS));
    expect.soft(wrong, `${stop}, ${other.width} wide`).toEqual([]);
  }
  if (size) await page.setViewportSize(size);
  await laidOut(page);
  await show(page, 'dark');
  // The themes differ in nothing but colour.
  const faint = await found((await onTop(page)).withRules(['color-contrast']));
  expect.soft(faint, `${stop}, dark`).toEqual([]);
  await page.setViewportSize(NARROWEST);
  expect.soft(await overflow(page), `${stop}: nothing is wider than the narrowest phone`).toEqual([]);
  expect.soft(await smallTargets(page), `${stop}: a thumb hits everything`).toEqual([]);
  if (size) await page.setViewportSize(size);
}

/**
 * A new size closes what belongs to another layout, and not before the next frame. A page in which nothing moves
 * and that lies behind another may have none.
 */
async function laidOut(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise((done) => {
        requestAnimationFrame(() => requestAnimationFrame(done));
        setTimeout(done, 1_000);
      }),
  );
}

/** What lies below a sheet was looked at before it opened. */
async function onTop(page: Page): Promise<AxeBuilder> {
  const isBelow = await page.getByRole('dialog').first().isVisible();
  return isBelow ? axe(page).include('[role="dialog"]') : axe(page);
}

/** There are no frames, so there is no need for a second page that puts their findings together. */
const axe = (page: Page) => new AxeBuilder({ page }).setLegacyMode();

/** What axe finds, in a line each. */
async function found(builder: AxeBuilder): Promise<string[]> {
  const { violations: all } = await builder.analyze();
  return all.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
}

/** What makes the page scroll sideways. */
function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.body.querySelectorAll('*')].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1,
    );
    return [`${scrollWidth} px`, ...wide.slice(0, 5).map((element) => element.outerHTML.slice(0, 160))];
  });
}

/** Controls that are smaller than a thumb, what counts as part of them included. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate((thumb) => {
    const px = (text: string) => Number.parseFloat(text) || 0;
    /** A label, or an invisible margin, takes the press as well. */
    const area = (element: Element) => {
      const own = (element.closest('label') ?? element).getBoundingClientRect();
      const around = getComputedStyle(element, '::after');
      const isAround = around.content !== 'none' && around.position === 'absolute';
      const [width, height] = isAround ? [px(around.width), px(around.height)] : [0, 0];
      return { width: Math.max(own.width, width), height: Math.max(own.height, height) };
    };
    const isUsable = (element: Element) =>
      element.checkVisibility({ visibilityProperty: true }) &&
      element.closest('[inert],[aria-hidden="true"]') === null;
    const controls = document.querySelectorAll('button, a[href], input, textarea, select, [role="switch"]');
    return [...controls].filter(isUsable).flatMap((element) => {
      const { width, height } = area(element);
      if (width >= thumb - 0.5 && height >= thumb - 0.5) return [];
      return [`${Math.round(width)}×${Math.round(height)} ${element.outerHTML.slice(0, 160)}`];
    });
  }, THUMB_PX);
}
