import { defineConfig, devices } from '@playwright/test';
import { LAUNCH } from './support/browser';

// Run by `cargo xtask e2e`, which builds the hub and says where it (PLATO_BIN) and the browser
// (CHROMIUM) are. Each test starts a hub of its own, so there is no shared server here.
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: 'artifacts/results',
  reporter: [['list'], ['html', { outputFolder: 'artifacts/report', open: 'never' }], ['./support/failures.ts']],
  // A test waits for most of its time: three at once keep two cores busy.
  workers: 3,
  fullyParallel: true,
  // A test that passes only the second time has found something. `cargo xtask test` asks a second time, and names
  // it as flaky: whoever waits for CI to land a change is not the one to look for what a crowded machine brought up.
  retries: 0,
  forbidOnly: true,
  // Machines that are shared by many are slow now and then; nothing here asserts how quick something is.
  timeout: 120_000,
  // A phone that lost the hub tries again at least every eight seconds.
  expect: { timeout: 20_000 },
  use: {
    ...devices['Pixel 7'],
    actionTimeout: 20_000,
    // Snapshots of the page say enough: pictures of every moment take a fifth of the time.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    launchOptions: LAUNCH,
  },
});
