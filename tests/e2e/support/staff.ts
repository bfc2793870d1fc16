/** Signing in: by hand on the sign-in page, or at once where a test is about something else. */
import { expect, type Page } from '@playwright/test';
import type { Hub } from './hub';

export type Account = { name: string; password: string };

/** The demo's own account. */
const demoAccount = ({ facts }: Hub): Account => ({ name: facts.staff_name, password: facts.staff_password });

/** The cookie of somebody who has signed in, with the demo account unless another is given, as `name=value`. */
export async function staffCookie(hub: Hub, { name, password } = demoAccount(hub)): Promise<string> {
  const answer = await fetch(`${hub.url}/api/staff/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password }),
  });
  expect(answer.status, `${name} signs in`).toBe(200);
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

/** Signs a device in as the form does, without the form. */
export async function signIn(page: Page, hub: Hub, account?: Account): Promise<void> {
  const [name = '', value = ''] = (await staffCookie(hub, account)).split('=');
  await page.context().addCookies([{ name, value, url: hub.facts.url, httpOnly: true, sameSite: 'Strict' }]);
}

/** The sign-in page. */
export class SignIn {
  readonly problem;
  readonly button;

  constructor(readonly page: Page) {
    this.button = page.getByRole('button', { name: 'Sign in', exact: true });
    this.problem = page.getByText('That name and password do not go together. Try again.');
  }

  async as(name: string, password: string): Promise<void> {
    await this.page.getByLabel('Name', { exact: true }).fill(name);
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    await this.button.click();
  }
}
