/** The office by HTTP alone: people with PINs and devices, so that a screen finds them there. */
import { randomUUID } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import type { Hub } from './hub';
import { staffCookie } from './staff';

export type Person = { name: string; role: string; password: string; pin?: string };

export const MIA: Person = { name: 'Mia', role: 'waiter', password: 'three dull words', pin: '4913' };
export const KENJI: Person = { name: 'Kenji', role: 'kitchen', password: 'three dull words', pin: '8052' };

/** Makes an account, with a PIN where it has one. */
export async function hire(hub: Hub, person: Person): Promise<void> {
  const { name, role, password, pin } = person;
  await post(hub, '/api/team/people', await staffCookie(hub), { name, role, password });
  if (pin === undefined) return;
  const answer = await post(hub, '/api/staff/sign-in', '', { name, password });
  const own = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  await post(hub, '/api/staff/me/pin', own, { password, pin });
}

/** Makes a browser a device of the house, as the form does, without the form. */
export async function enrol(page: Page, hub: Hub, name: string): Promise<void> {
  const issued = await post(hub, '/api/team/device-codes', await staffCookie(hub), { name });
  const { code } = (await issued.json()) as { code: string };
  const answer = await post(hub, '/api/device/enrol', '', { code });
  const [cookie = '', value = ''] = answer.headers.get('set-cookie')?.split(';')[0]?.split('=') ?? [];
  const known = { name: cookie, value, url: hub.facts.url, httpOnly: true, sameSite: 'Strict' } as const;
  await page.context().addCookies([known]);
}

/** Types a PIN on the pad, digit by digit. */
export async function typePin(page: Page, pin: string): Promise<void> {
  for (const digit of pin) await page.getByRole('button', { name: `Digit ${digit}`, exact: true }).click();
  await page.getByRole('button', { name: 'Go on' }).click();
}

async function post(hub: Hub, path: string, cookie: string, body: object): Promise<Response> {
  const json = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
  // As a page of the hub: a cookie without an origin is refused.
  const headers = { ...json, cookie, origin: hub.url };
  const answer = await fetch(hub.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(answer.ok, `${path} answers ${answer.status}`).toBe(true);
  return answer;
}
