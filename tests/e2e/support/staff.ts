/** Signing in: by hand on the sign-in page, or at once where a test is about something else. */
import { expect, type Page } from '@playwright/test';
import type { DemoFacts } from './hub';

/** Signs the device in as the form does, without the form. */
export async function signIn(page: Page, facts: DemoFacts): Promise<void> {
  await page.goto(`${facts.url}/healthz`);
  const account = JSON.stringify({ name: facts.staff_name, password: facts.staff_password });
  const status = await page.evaluate(async (body) => {
    const headers = { 'content-type': 'application/json' };
    return (await fetch('/api/staff/sign-in', { method: 'POST', headers, body })).status;
  }, account);
  expect(status, 'the demo account signs in').toBe(200);
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
