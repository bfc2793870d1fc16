import { expect, test } from "vitest";
import { allTargets, dishKey, isFiredUnsent, tapTargets, ticketTargets } from "./marks";
import { atPass, onFrom } from "./pass";
import { board, bumped, line, ticket } from "./samples";
import { fireTap, putBackTap, withTap, type Tap } from "./taps";
import type { Board, Ticket } from "./tickets";

const unsent = (...taps: Tap[]) => {
  const targets = new Set(taps.flatMap(tapTargets));
  return (target: string) => targets.has(target);
};
/** Is a ticket marked, and which of its dishes? */
function marked(shown: Ticket | undefined, there: Board, ...taps: Tap[]) {
  const is = unsent(...taps);
  const lines = shown?.lines.filter(({ index }) => is(dishKey(shown.order, index))) ?? [];
  return [shown && ticketTargets(shown, there).some(is), lines.map(({ index }) => index)];
}

test("a course that is fired is marked on the tickets that come up, those of the party's other orders too", () => {
  const waits = (order: number) => ticket(order, "grill", { is_held: true, lines: [line({ course: 2 })] });
  const start = board({ tickets: [waits(1), waits(2), ticket(3, "grill")] });
  const tap = fireTap(waits(1), 2, start);
  const after = withTap(start, tap, 7);
  const isFired = (order: number) => after.tickets.find((one) => one.order === order);
  expect([1, 2, 3].map((order) => marked(isFired(order), after, tap)[0])).toEqual([true, true, false]);
  expect(after.tickets.map((one) => isFiredUnsent(one, unsent(tap)))).toEqual([true, true, false]);
});

test("what went out from the pass is marked where it was made, dish by dish", () => {
  const made = { ...bumped(1, 5), lines: [line({ status: "ready" }), line({ index: 4, status: "served" })] };
  const start = board({ done: [made] });
  const [whole] = atPass(start);
  const out = whole && onFrom(whole);
  expect(out && marked(made, start, out)).toEqual([false, [0]]);
  expect(out && allTargets(made, start).some(unsent(out))).toBe(true);
  const other = { ...bumped(2, 5), lines: made.lines };
  expect(out && allTargets(other, start).some(unsent(out))).toBe(false);
});

test("what was put back is marked at its station and at the pass", () => {
  const made = { ...bumped(1, 5), lines: [line({ status: "served" })] };
  const start = board({ done: [made] });
  const back = putBackTap(made);
  const after = back && withTap(start, back, 0);
  expect(after && marked(after.done[0], after, back)[1]).toEqual([0]);
  expect(after && marked(atPass(after)[0], after, back)[1]).toEqual([0]);
});

test("an order at the pass is marked for a bump at any of its stations", () => {
  const start = board({ tickets: [ticket(1, "grill"), ticket(1, "bar"), ticket(2, "grill")] });
  const bump: Tap = { type: "bump", ticket: "1-bar" };
  const shown = atPass(withTap(start, bump, 0));
  expect(shown.map((one) => [one.order, marked(one, start, bump)[0]])).toEqual([
    [1, true],
    [2, false],
  ]);
});

test("what an earlier page has kept without dishes is marked on the whole order", () => {
  const old: Tap = { type: "serve", order: 1 };
  expect(marked(ticket(1, "grill"), board(), old)[0]).toBe(true);
  expect(marked(ticket(2, "grill"), board(), old)[0]).toBe(false);
});
