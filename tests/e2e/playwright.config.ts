import { defineConfig, devices } from '@playwright/test';

// Run by `cargo xtask e2e`, which builds the hub and says where it (PLATO_BIN) and the browser
// (CHROMIUM) are. Each test starts a hub of its own, so there is no shared server here.
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: 'artifacts/results',
  reporter: [['list'], ['html', { outputFolder: 'artifacts/report', open: 'never' }]],
  workers: 1,
  // A test that passes only the second time has found something.
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  // A phone that lost the hub tries again at least every eight seconds.
  expect: { timeout: 12_000 },
  use: {
    ...devices['Pixel 7'],
    actionTimeout: 15_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
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
        // A name like that of a venue's network, for plain http without a secure context.
        '--host-resolver-rules=MAP hub.test 127.0.0.1',
      ],
    },
  },
});
