/** Signing in: by hand on the sign-in page, or at once where a test is about something else. */
import { expect, type Page } from '@playwright/test';
import type { Hub } from './hub';

/** The cookie of somebody who has signed in with the demo account, as `name=value`. */
export async function staffCookie(hub: Hub): Promise<string> {
  const { staff_name: name, staff_password: password } = hub.facts;
  const answer = await fetch(`${hub.url}/api/staff/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password }),
  });
  expect(answer.status, 'the demo account signs in').toBe(200);
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

/** Signs a device in as the form does, without the form. */
export async function signIn(page: Page, hub: Hub): Promise<void> {
  const [name = '', value = ''] = (await staffCookie(hub)).split('=');
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
