import { expect, test } from "vitest";
import { ageOf } from "./ages";
import { atPass, firstPass, isAllReady, onFrom, PASS, readyAt, recalledWith, toCome } from "./pass";
import { rows } from "./dishes";
import { withTap } from "./taps";
import { board, bumped, line, station, ticket } from "./samples";

const bar = station({ station: "bar", name: "Bar" });
const ready = [line({ status: "ready" })];
const asShown = (...places: number[]) => places.map((index) => ({ index, remade: 0 }));

test("an order of two stations is one ticket at the pass, with the station of each dish", () => {
  const tickets = [
    ticket(1, "bar", { lines: [line({ index: 1, name: "TONIC" })] }),
    ticket(1, "grill", { fired_at_ms: 500 }),
  ];
  const [whole, ...more] = atPass(board({ stations: [station(), bar], tickets }));
  expect(more).toEqual([]);
  expect(whole).toMatchObject({ order: 1, fired_at_ms: 500, lines: [{ at: "Grill" }, { at: "Bar" }] });
});

test("a whole order has the patience of its slowest station", () => {
  const quick = station({ station: "bar", name: "Bar", warn_after_ms: 60_000, late_after_ms: 120_000 });
  const tickets = [ticket(1, "bar", { fired_at_ms: 0 }), ticket(1, "grill", { fired_at_ms: 0 })];
  const stations = [station(), quick];
  const [whole] = atPass(board({ stations, tickets }));
  expect(whole && ageOf(whole, stations, 130_000).word).toBe("new");
  expect(whole && ageOf(whole, stations, 500_000).word).toBe("waiting");
});

test("an order is ready when the last station is done, and not before", () => {
  const done = [{ ...bumped(1, 5), lines: ready }];
  const [half] = atPass(board({ tickets: [ticket(1, "bar", { lines: [line({ index: 1 })] })], done }));
  expect(half && [isAllReady(half), toCome(half)]).toEqual([false, 1]);
  const [whole] = atPass(board({ done }));
  expect(whole && [isAllReady(whole), toCome(whole)]).toEqual([true, 0]);
});

test("a voided dish holds nothing up, and a course that waits is not at the pass", () => {
  const lines = [...ready, line({ index: 1, quantity: 0, voided: 1 })];
  const [whole, ...more] = atPass(
    board({ tickets: [ticket(1, "grill", { lines }), ticket(1, "bar", { is_held: true })] }),
  );
  expect([whole && isAllReady(whole), whole?.lines.length, more.length]).toEqual([true, 2, 0]);
});

test("what was brought, or belongs to a table that has gone, leaves the pass", () => {
  const served = { ...bumped(1, 5), lines: [line({ status: "served" })] };
  const over = { ...bumped(2, 5), lines: ready, is_over: true };
  expect(atPass(board({ done: [served, over] }))).toEqual([]);
});

const HOT = firstPass("hot");
/** Grill and sauce hand over to the hot pass, the bar to nobody. */
const house = {
  stations: [station({ pass: "hot" }), station({ station: "sauce", name: "Sauce", pass: "hot" }), bar],
  passes: [{ pass: "hot", name: "Hot pass" }],
};
const made = (id: string, index: number, own = {}) =>
  ticket(1, id, {
    is_bumped: true,
    bumped_at_ms: 5,
    lines: [line({ index, status: "ready", ...own })],
  });

test("a first pass has what its stations make, and is green once they are done", () => {
  const waits = board({ ...house, tickets: [ticket(1, "sauce", { lines: [line({ index: 1 })] })] });
  const [half] = atPass({ ...waits, done: [made("grill", 0)] }, HOT);
  expect(half && [isAllReady(half), toCome(half)]).toEqual([false, 1]);
  const done = [made("grill", 0), made("sauce", 1), made("bar", 2)];
  const [whole, ...more] = atPass(board({ ...house, done }), HOT);
  expect(more).toEqual([]);
  expect(whole?.lines.map(({ index }) => index)).toEqual([0, 1]);
  expect(whole && isAllReady(whole)).toBe(true);
});

test("the last pass is green only when the first has let everything go", () => {
  const before = board({ ...house, done: [made("grill", 0), made("bar", 2)] });
  expect(readyAt(before)).toEqual([{ order: 1, view: HOT }]);
  const [last] = atPass(before);
  expect(last?.lines).toMatchObject([{ at: "Hot pass", waitsAt: "hot" }, { at: "Bar" }]);
  expect(last && toCome(last)).toBe(1);
  const [first] = atPass(before, HOT);
  const after = first && withTap(before, onFrom(first), 0);
  expect(after && readyAt(after)).toEqual([{ order: 1, view: PASS }]);
  expect(after && atPass(after, HOT), "it has left the first pass").toEqual([]);
});

test("a recall brings an order back to every level", () => {
  const passed = board({ ...house, done: [made("grill", 0, { is_passed: true }), made("bar", 2)] });
  expect(readyAt(passed)).toEqual([{ order: 1, view: PASS }]);
  const back = withTap(passed, { type: "recall", ticket: "1-grill" }, 0);
  expect(readyAt(back)).toEqual([]);
  expect(atPass(back, HOT)).toHaveLength(1);
});

test("a first pass sends on what was on it, each dish of a row that stands for several", () => {
  const [whole] = atPass(board({ ...house, done: [made("grill", 0)] }), HOT);
  const rowed = whole && { ...whole, lines: whole.lines.map((one) => ({ ...one, others: [3] })) };
  expect(rowed && onFrom(rowed)).toEqual({ type: "pass", order: 1, pass: "hot", dishes: asShown(0, 3) });
});

test("a first pass sends on the dish of a later course, not the identical one that has gone", () => {
  const lines = [
    line({ index: 0, status: "ready", is_passed: true }),
    line({ index: 1, status: "ready" }),
    line({ index: 2, status: "served", is_passed: true }),
  ];
  const [whole] = atPass(board({ ...house, done: [ticket(1, "grill", { is_bumped: true, lines })] }), HOT);
  const shown = whole && { ...whole, lines: rows(whole.lines) };
  expect(shown && onFrom(shown)).toEqual({ type: "pass", order: 1, pass: "hot", dishes: asShown(1) });
});

test("the last pass sends out what stood on it when it was pressed, and nothing that comes after", () => {
  const lines = [line({ index: 0, status: "served" }), line({ index: 3, status: "ready" })];
  const before = board({
    done: [{ ...bumped(1, 5), lines: [...lines, line({ index: 4, status: "ready" })] }],
  });
  const [whole] = atPass(before);
  const out = whole && onFrom({ ...whole, lines: rows(whole.lines) });
  expect(out).toEqual({ type: "serve", order: 1, dishes: asShown(3, 4) });
  const later = line({ index: 5, name: "RISOTTO", status: "ready" });
  const risotto = ticket(1, "bar", { is_bumped: true, lines: [later] });
  const after = out && withTap({ ...before, done: [...before.done, risotto] }, out, 0);
  const statuses = after?.done.flatMap((one) => one.lines.map(({ status }) => status)).toSorted();
  expect(statuses).toEqual(["ready", "served", "served", "served"]);
});

test("what was made again is not sent out by a press from before", () => {
  const at = (remade: number) =>
    board({ done: [{ ...bumped(1, 5), lines: [line({ index: 0, status: "ready", remade })] }] });
  const [whole] = atPass(at(0));
  const out = whole && onFrom(whole);
  const statuses = (remade: number) =>
    out && withTap(at(remade), out, 0).done.flatMap(({ lines }) => lines.map(({ status }) => status));
  expect([statuses(0), statuses(1)]).toEqual([["served"], ["ready"]]);
});

test("two of the same of which one was made again are two rows", () => {
  const twice = [line({ index: 0, status: "ready", remade: 1 }), line({ index: 1, status: "ready" })];
  expect(rows(twice)).toHaveLength(2);
});

test("what stands at the first pass is not brought with the rest", () => {
  const both = board({ ...house, done: [made("grill", 0), made("bar", 2)] });
  const after = withTap(both, { type: "serve", order: 1 }, 0);
  expect(after.done.flatMap(({ lines }) => lines.map(({ status }) => status)).toSorted()).toEqual([
    "ready",
    "served",
  ]);
});

test("a pass recalls an order at every station, a station its own ticket", () => {
  const done = [
    { ...bumped(1, 5), lines: ready },
    { ...bumped(2, 6), lines: ready },
  ];
  const cold = { ...ticket(1, "bar", { is_bumped: true, bumped_at_ms: 4 }), lines: ready };
  const shown = board({ stations: [station(), bar], done: [...done, cold] });
  const [first] = done;
  const names = (view?: string) => (first ? recalledWith(first, shown, view).map((one) => one.ticket) : []);
  expect(names()).toEqual(["1-grill"]);
  expect(names(PASS)).toEqual(["1-grill", "1-bar"]);
});

test("a whole order is as old as what is still to come", () => {
  const eaten = { ...bumped(1, 5), fired_at_ms: 100, lines: [line({ status: "served" })] };
  const mains = ticket(1, "bar", { fired_at_ms: 900 });
  const [whole] = atPass(board({ stations: [station(), bar], tickets: [mains], done: [eaten] }));
  expect(whole?.fired_at_ms).toBe(900);
  const [all] = atPass(
    board({ stations: [station(), bar], tickets: [mains, ticket(1, "grill", { fired_at_ms: 100 })] }),
  );
  expect(all?.fired_at_ms).toBe(100);
});

test("a course that was eaten does not come back with the one after it", () => {
  const eaten = { ...bumped(1, 5), lines: [line({ status: "served" })] };
  const mains = { ...ticket(1, "bar", { is_bumped: true, bumped_at_ms: 9 }), lines: ready };
  const shown = board({ stations: [station(), bar], done: [eaten, mains] });
  expect(recalledWith(mains, shown, PASS).map((one) => one.ticket)).toEqual(["1-bar"]);
  const brought = board({ done: [eaten] });
  expect(recalledWith(eaten, brought, PASS), "one may want it back all the same").toEqual([eaten]);
});
