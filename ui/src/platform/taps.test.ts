import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Outcome, Problem } from "./staff-calls";
import { createTaps, NOTICES_MAX, SLOW_MS } from "./taps";

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
    soAlready: ["so_already"],
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
