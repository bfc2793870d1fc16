import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { isPrivateWindow } from "./private-window";

const GIB = 2 ** 30;
const room = (quota: number) => ({
  queryUsageAndQuota: (told: (usage: number, quota: number) => void) => told(0, quota),
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function browser(navigator: object, heap?: number) {
  vi.stubGlobal("navigator", navigator);
  vi.stubGlobal("performance", heap === undefined ? {} : { memory: { jsHeapSizeLimit: heap } });
}

test("a browser that turns down a file system of the page's own has a private window", async () => {
  browser({ storage: { getDirectory: () => Promise.reject(new DOMException("no", "SecurityError")) } });
  expect(await isPrivateWindow()).toBe(true);
  browser({ storage: { getDirectory: () => Promise.resolve({}) } });
  expect(await isPrivateWindow()).toBe(false);
});

test("a browser that gives less room than a page may use as memory has a private window", async () => {
  browser({ webkitTemporaryStorage: room(0.5 * GIB) }, 4 * GIB);
  expect(await isPrivateWindow()).toBe(true);
  // Chromium 156 says this in every window.
  browser({ webkitTemporaryStorage: room(10 * GIB) }, 4 * GIB);
  expect(await isPrivateWindow()).toBe(false);
});

test("where nothing can be told, and where nothing is answered, there is no alarm", async () => {
  browser({});
  expect(await isPrivateWindow()).toBe(false);
  browser({ storage: {} });
  expect(await isPrivateWindow()).toBe(false);
  browser({ storage: { getDirectory: () => new Promise(() => undefined) } });
  const answer = isPrivateWindow();
  await vi.advanceTimersByTimeAsync(500);
  expect(await answer).toBe(false);
});
