/** Tests that have to hold however guests reach the hub. */
import { chromium, type Browser } from '@playwright/test';
import { LAUNCH, VENUE_HOST } from './browser';
import { Certificate } from './certificate';
import { test } from './test';

/** Guests come by https, with a certificate that their browsers trust. */
const securely = test.extend<object, { own: Certificate; browser: Browser }>({
  own: [
    async ({}, use) => {
      const own = await Certificate.for(VENUE_HOST);
      await use(own);
      await own.remove();
    },
    { scope: 'worker' },
  ],

  browser: [
    async ({ own }, use) => {
      const browser = await chromium.launch({ ...LAUNCH, args: [...LAUNCH.args, own.trusted] });
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],

  certificate: async ({ own }, use) => use(own),
});

/** The same tests by plain http under the name of the venue, as in most of them, and by https. */
export function everywhere(define: (its: typeof test) => void): void {
  test.describe('plain http under the name of the venue', () => {
    test.use({ host: VENUE_HOST });
    define(test);
  });
  securely.describe('https under the name of the venue', () => {
    securely.use({ host: VENUE_HOST });
    define(securely);
  });
}
