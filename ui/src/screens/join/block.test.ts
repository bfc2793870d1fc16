import { createRoot, createSignal } from "solid-js";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { JoinRefusal } from "../../bridge/names";
import { createBlock } from "./block";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const said = (more: Partial<JoinRefusal>): JoinRefusal => ({
  code: "pin_wrong",
  message: "no",
  needs_new_pin: false,
  ...more,
});

function begun() {
  const [refusal, setRefusal] = createSignal<JoinRefusal>();
  return createRoot((dispose) => ({ block: createBlock(refusal), setRefusal, dispose }));
}

test("the fifth wrong answer counts down, and then says that it is over", () => {
  const { block, setRefusal, dispose } = begun();
  setRefusal(said({ attempts_left: 1 }));
  expect([block.left(), block.isOn(), block.isOver()]).toEqual([undefined, false, false]);
  setRefusal(said({ attempts_left: 0, retry_after_s: 900 }));
  expect([block.left(), block.isOn(), block.isOver()]).toEqual([900, true, false]);
  vi.advanceTimersByTime(899_500);
  expect([block.left(), block.isOn()]).toEqual([1, true]);
  vi.advanceTimersByTime(500);
  expect([block.left(), block.isOn(), block.isOver()]).toEqual([0, false, true]);
  dispose();
});

test("a block that has no end is not counted down, and keeps nobody from typing a new PIN", () => {
  const { block, setRefusal, dispose } = begun();
  setRefusal(said({ code: "pin_blocked", needs_new_pin: true }));
  expect([block.left(), block.isOn(), block.isOver()]).toEqual([undefined, false, false]);
  dispose();
});

test("whoever has a new PIN need not wait, until they are refused again", () => {
  const { block, setRefusal, dispose } = begun();
  setRefusal(said({ code: "pin_blocked", retry_after_s: 60 }));
  block.lift();
  expect(block.isOn()).toBe(false);
  setRefusal(undefined);
  vi.advanceTimersByTime(1_000);
  setRefusal(said({ code: "pin_blocked", retry_after_s: 59 }));
  expect(block.isOn()).toBe(true);
  dispose();
});
