import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { BURST_MS, createBurst } from "./burst";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("the first is done at once, and what follows within a moment in one go", () => {
  const work = vi.fn();
  const burst = createBurst(work);
  for (let i = 0; i < 5; i += 1) burst.soon();
  expect(work).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(BURST_MS);
  expect(work).toHaveBeenCalledTimes(2);
  burst.soon();
  vi.advanceTimersByTime(BURST_MS);
  expect(work).toHaveBeenCalledTimes(3);
  vi.advanceTimersByTime(BURST_MS);
  burst.soon();
  expect(work).toHaveBeenCalledTimes(4);
});

test("what cannot wait takes along what waits, and nothing is left behind", () => {
  const work = vi.fn();
  const burst = createBurst(work);
  burst.soon();
  burst.soon();
  burst.now();
  expect(work).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(BURST_MS);
  expect([work.mock.calls.length, vi.getTimerCount()]).toEqual([2, 0]);
});

test("once closed it does nothing more", () => {
  const work = vi.fn();
  const burst = createBurst(work);
  burst.soon();
  burst.soon();
  burst.close();
  vi.advanceTimersByTime(BURST_MS);
  expect(work).toHaveBeenCalledTimes(1);
});
