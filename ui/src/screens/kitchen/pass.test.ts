import { expect, test } from "vitest";
import { ageOf } from "./ages";
import { atPass, isAllReady, toCome } from "./pass";
import { board, bumped, line, station, ticket } from "./samples";

const bar = station({ station: "bar", name: "Bar" });
const ready = [line({ status: "ready" })];

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
