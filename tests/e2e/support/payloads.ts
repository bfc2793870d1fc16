/**
 * What somebody types who means harm, and what has to hold on every screen that shows it: it is text, it
 * does nothing, it stays in its box and leaves its neighbours where they are. A new screen with text of
 * guests or staff belongs into one of `specs/payloads*.spec.ts`, which open each with all of these.
 */
import { randomUUID } from 'node:crypto';
import { expect, type BrowserContext, type Locator, type Page } from '@playwright/test';
import type { Hub } from './hub';

/** The widest name there is. */
export const LONG = 'WWWWWWWWWWWWWWWWWWWWWWWW';

/** Names of people, devices and the like: at most 24 characters. All are taken as they are. */
export const NAMES = [
  '<img src=x onerror=x()>',
  '"><script>x()</script>',
  '" onmouseover="x()" a="',
  '<svg/onload=x()>',
  'javascript:x()',
  '{{x()}}${x()}<%=x()%>',
  '<iframe src=//x.test>',
  '=1+1',
  '+1',
  '-2',
  '@SUM(A1)',
  LONG,
  'محمد',
  'שרה',
] as const;

/** Notes to the kitchen: at most 140 characters. */
export const NOTES = [
  '<img src=x onerror="window.__harm=1"><svg><script>window.__harm=1</script></svg>',
  '</p></li></article><a href="javascript:window.__harm=1">Tap here</a><style>*{display:none}</style>',
  '"><input autofocus onfocus=window.__harm=1><math><mi xlink:href="data:text/html,x">',
  '&lt;script&gt;window.__harm=1&lt;/script&gt; ${window.__harm=1} {{constructor.constructor("x")()}}',
  "=HYPERLINK(\"http://x.test\",\"Tap\")",
  '@SUM(1+1)*cmd|\' /C calc\'!A0',
  'N'.repeat(140),
  'بدون بصل 3 من فضلك',
  'Ẑ̃o̤ë no onions 👨‍👩‍👧',
] as const;

/** Refused with a sentence: characters that cannot be seen or that turn the direction of writing. */
export const REFUSED = [
  'Ada\u0000', 'A\nda', 'A\tda', 'A\rda', '\u001b[31mAda', 'Ada\u0085x', 'A\u202edA', 'A\u2066da', 'A\u200bda', 'A\u00adda',
  '\u3164', '\u2800', '\u200d', `Z${'\u030d'.repeat(9)}`, 'A\u2028da', 'A\u{e0001}da', '\ufeffA\ufeffda', '   ',
] as const;

/** Less than the smallest phone that is common. */
export const SMALL = { viewport: { width: 320, height: 640 } };

/** Watches a browser for anything that a payload could bring about. */
export class Harm {
  private readonly seen: string[] = [];

  static on(page: Page): Harm {
    const harm = new Harm();
    harm.watch(page.context());
    return harm;
  }

  private watch(context: BrowserContext): void {
    context.on('dialog', (dialog) => {
      this.seen.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    context.on('request', (request) => {
      if (request.url().includes('x.test') || new URL(request.url()).pathname === '/x') {
        this.seen.push(`a call: ${request.url()}`);
      }
    });
  }

  /** Checks a page that shows some of these texts. */
  async expectNone(page: Page, where: string, ...shown: readonly string[]): Promise<void> {
    // Marks of isolation are the screens' own.
    const text = async () => (await page.locator('body').innerText()).replaceAll(/[\u2066-\u2069]/g, '').toLowerCase();
    for (const one of shown) {
      await expect.poll(text, { message: `${where} shows ${one} as it was typed` }).toContain(one.toLowerCase());
    }
    // A page that has just become narrower is laid out anew with its next frame.
    const found = async () => [...(await page.evaluate(lookForHarm)), ...this.seen];
    await expect.poll(found, { message: `harm on ${where}` }).toEqual([]);
  }
}

/** Runs in the page. */
function lookForHarm(): string[] {
  const found: string[] = [];
  if ('__harm' in window) found.push('a script has run');
  const injected = 'script:not([src]), iframe, object, embed, math, base, [onerror], [onload], [onmouseover], [onfocus]';
  const links = 'img[src="x"], a[href^="javascript:"], style:not([data-vite-dev-id]), input[autofocus]';
  for (const element of document.querySelectorAll(`body :is(${injected}, ${links})`)) {
    found.push(`an element: ${element.outerHTML.slice(0, 120)}`);
  }
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > room) {
    found.push(`the page is ${document.documentElement.scrollWidth} wide in ${room}`);
  }
  // A sheet that goes beyond its sides is cut off or scrolls both ways.
  for (const box of document.querySelectorAll('.overflow-y-auto')) {
    const isWide = box.scrollWidth > box.clientWidth && box.checkVisibility();
    if (isWide) found.push(`what scrolls down is ${box.scrollWidth} wide in ${box.clientWidth}`);
  }
  // Where the letters of a text really are, clipped by what cuts off or scrolls.
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!parent || !/[<=\u0590-\u06ff]|[MNW]{9}|^[+@-]/.test(node.nodeValue ?? '')) continue;
    if (!parent.checkVisibility({ visibilityProperty: true }) || parent.closest('.sr-only')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    let { left, right } = range.getBoundingClientRect();
    let isOut = false;
    for (let box: Element | null = parent; box; box = box.parentElement) {
      const { overflowX, display, position } = getComputedStyle(box);
      if (display === 'contents') continue;
      const edge = box.getBoundingClientRect();
      if (overflowX !== 'visible') [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)];
      isOut ||= right > edge.right + 1 || left < edge.left - 1;
      if (position === 'absolute' || position === 'fixed') break;
    }
    if (isOut || right > room + 1 || left < -1) found.push(`out of its box: ${node.nodeValue?.slice(0, 40)}`);
  }
  return found;
}

/** Checks that names of one text stand from left to right as they follow each other in it. */
export async function expectInOrder(where: Locator, ...names: string[]): Promise<void> {
  const lefts = await where.evaluate((element, all) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.nodeValue ?? '';
      if (!all.every((name) => text.includes(name))) continue;
      return all.map((name) => {
        const range = document.createRange();
        range.setStart(node, text.indexOf(name));
        range.setEnd(node, text.indexOf(name) + name.length);
        return range.getBoundingClientRect().left;
      });
    }
    return [];
  }, names);
  expect(lefts).toHaveLength(names.length);
  expect(lefts).toEqual(lefts.toSorted((one, other) => one - other));
}

/** Cells of a CSV that a spreadsheet would work out. Amounts are none. */
export function formulasIn(csv: string): string[] {
  const cells = [...csv.matchAll(/(?:^|[,\n])(?:"((?:[^"]|"")*)"|([^,\r\n]*))/g)];
  const texts = cells.map(([, quoted, plain]) => quoted ?? plain ?? '');
  return texts.filter((text) => /^[=+\-@\t\r]/.test(text) && !/^-\d+\.\d+$/.test(text));
}

/** Where the log of a hub ends. */
export async function positionOf(hub: Hub, cookie: string): Promise<number> {
  const answer = await fetch(`${hub.url}/api/kitchen/orders`, { headers: { cookie, origin: hub.url } });
  return ((await answer.json()) as { position: number }).position;
}

/** Joins the demo's table by HTTP, whatever the name. */
export async function joinAs(hub: Hub, name: string, by: object = { pin: hub.facts.pin }): Promise<Response> {
  return post(hub, '/api/sessions/join', {}, { ...doorOf(hub), ...by, name });
}

/** The same where it is known that the name is taken. */
export async function joined(hub: Hub, name: string): Promise<{ session: string; token: string }> {
  const answer = await joinAs(hub, name);
  expect(answer.status, `${name} joins`).toBe(200);
  return (await answer.json()) as { session: string; token: string };
}

/** Knocks at the demo's table by HTTP. */
export async function knockAs(hub: Hub, name: string): Promise<void> {
  const answer = await post(hub, '/api/knocks', {}, { ...doorOf(hub), name });
  expect(answer.status, `${name} knocks`).toBe(200);
}

/** Somebody at the demo's table asks for water. */
export async function callAs(hub: Hub, name: string): Promise<void> {
  const { session, token } = await joined(hub, name);
  const bearer = { authorization: `Bearer ${token}` };
  const answer = await post(hub, `/api/sessions/${session}/calls`, bearer, { kind: 'water' });
  expect(answer.status, `${name} calls`).toBe(204);
}

type Farewell = { session: string; diner: string; key: string };

/** Where a guest goes at the end: asked for while the visit is on. */
export async function farewellOf(hub: Hub, token: string): Promise<string> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${hub.url}/api/customer/goodbye`, { headers });
  const { session, diner, key } = (await answer.json()) as Farewell;
  return `/api/goodbye/${session}/${diner}/${key}`;
}

/** Says how it was. */
export async function rateAs(hub: Hub, farewell: string, comment: string): Promise<void> {
  const answer = await post(hub, `${farewell}/rating`, {}, { stars: 3, comment });
  expect(answer.status, `${comment} is taken`).toBe(204);
}

function doorOf(hub: Hub): { table: string; key: string } {
  const [, table = '', key = ''] = /\/t\/([^#]+)#(.+)$/.exec(hub.facts.guest_url) ?? [];
  return { table, key };
}

/** Puts a dish with a note into the cart of whoever holds the token. */
export async function noteAs(hub: Hub, token: string, note: string): Promise<Response> {
  const config = { modifiers: [], note };
  return post(hub, '/api/customer/cart/add', { authorization: `Bearer ${token}` }, { item: 'negroni', config, quantity: 1 });
}

async function post(hub: Hub, path: string, more: Record<string, string>, body: object): Promise<Response> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...more };
  return fetch(hub.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
}
