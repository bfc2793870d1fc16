import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Outcome, Problem } from "./staff-calls";
import { createTaps, NOTICES_MAX, orderOf, SLOW_MS } from "./taps";

const done: Outcome<unknown> = { type: "done", value: null };
const refused = (code: string): Outcome<unknown> => ({
  type: "refused",
  problem: { code, title: "No.", status: 409 } satisfies Problem,
});

/** Taps to a hub that answers when the test says so. */
function tapped(start: string[] = []) {
  const answers: ((outcome: Outcome<unknown>) => void)[] = [];
  const taps = createTaps<string>({
    start: start.map((tap) => ({ key: tap, tap })),
    send: () => new Promise((answer) => answers.push(answer)),
    keep: () => undefined,
    forget: () => undefined,
    onDone: () => undefined,
    onSignedOut: () => undefined,
    isSoAlready: (_, code) => code === "so_already",
    refusedText: (tap, { title }) => `${tap}: ${title}`,
  });
  const answer = async (outcome: Outcome<unknown>) => {
    answers.shift()?.(outcome);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { taps, answer };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("a tap is marked once the hub takes its time, and no longer when it has answered", async () => {
  const { taps, answer } = tapped();
  taps.act("a");
  vi.advanceTimersByTime(SLOW_MS - 1);
  expect(taps.isSlow()).toBe(false);
  vi.advanceTimersByTime(1);
  expect(taps.isSlow()).toBe(true);
  await answer(done);
  expect([taps.isSlow(), taps.queue()]).toEqual([false, []]);
});

test("what an earlier page has left behind is marked from the start", () => {
  expect(tapped(["a"]).taps.isSlow()).toBe(true);
});

test("a screen that is left leaves no timer behind", () => {
  const { taps } = tapped();
  taps.act("a");
  taps.close();
  expect(vi.getTimerCount()).toBe(0);
  expect(taps.isSlow()).toBe(false);
});

test("a refusal is told in words until somebody has read it, and the oldest give way", async () => {
  const { taps, answer } = tapped();
  for (const tap of ["a", "b", "c", "d"]) taps.act(tap);
  for (let i = 0; i < 4; i += 1) await answer(refused("no"));
  expect(taps.notices().map(({ text }) => text)).toEqual(["b: No.", "c: No.", "d: No."]);
  expect(taps.notices()).toHaveLength(NOTICES_MAX);
  taps.dismiss(taps.notices()[0]?.id ?? "");
  expect(taps.notices().map(({ text }) => text)).toEqual(["c: No.", "d: No."]);
});

test("what is so already is told to nobody", async () => {
  const { taps, answer } = tapped();
  taps.act("a");
  await answer(refused("so_already"));
  expect([taps.notices(), taps.queue()]).toEqual([[], []]);
});

test("what a kitchen does to one order is about that order, and all else goes in its turn", () => {
  const about = (tap: object) => orderOf(tap);
  expect(about({ type: "bump", ticket: "12-grill" })).toBe("12");
  expect(about({ type: "recall", ticket: "12.2-grill" })).toBe("12");
  expect(about({ type: "dish", ticket: "12-grill", order: 12, index: 0, status: "ready" })).toBe("12");
  expect(about({ type: "serve", order: 7 })).toBe("7");
  expect(about({ type: "fire", order: 7, course: 1 })).toBeUndefined();
  expect(
    about({ type: "stock", of: { type: "item", item: "risotto" }, mode: { type: "off" } }),
  ).toBeUndefined();
  expect(about({ type: "serve", session: "s", order: 7, table: "4" })).toBeUndefined();
});
