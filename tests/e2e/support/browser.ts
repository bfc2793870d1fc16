/** How Chromium is started, here and where a test needs a browser of its own. */
import type { LaunchOptions } from '@playwright/test';

/** A name like that of a venue's network: plain http under it is no secure context. */
export const VENUE_HOST = 'hub.test';

export const LAUNCH = {
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: [
    // CI runs as root, where Chromium has no sandbox.
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    `--host-resolver-rules=MAP ${VENUE_HOST} 127.0.0.1`,
  ],
} satisfies LaunchOptions;
