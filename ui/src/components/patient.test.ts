import { createRoot, createSignal } from "solid-js";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createPatient } from "./patient";

beforeEach(() => vi.useFakeTimers({ now: 10_000 }));
afterEach(() => vi.useRealTimers());

function watched(begin?: number) {
  return createRoot((end) => {
    const [since, setSince] = createSignal(begin);
    return { setSince, told: createPatient(since, 1_500), end };
  });
}

test("a blink is not told of", () => {
  const { setSince, told, end } = watched();
  setSince(10_000);
  vi.advanceTimersByTime(1_400);
  expect(told()).toBeUndefined();
  setSince(undefined);
  vi.advanceTimersByTime(5_000);
  expect(told()).toBeUndefined();
  end();
});

test("what lasts is told of with its beginning, until it is over", () => {
  const { setSince, told, end } = watched();
  setSince(10_000);
  vi.advanceTimersByTime(1_500);
  expect(told()).toBe(10_000);
  setSince(undefined);
  expect(told()).toBeUndefined();
  end();
});

test("what began long ago is told of at once", () => {
  const { told, end } = watched(2_000);
  vi.advanceTimersByTime(0);
  expect(told()).toBe(2_000);
  end();
});
