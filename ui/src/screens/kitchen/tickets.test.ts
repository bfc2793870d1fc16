import { expect, test } from "vitest";
import { atStation, DONE_MAX, fromSnapshot, isAddition, isServed, withChanges, type Ticket } from "./tickets";
import { board, bumped, ids, line, ticket } from "./samples";

test("a snapshot replaces everything and is put in order", () => {
  const tickets = [ticket(3, "grill"), ticket(1, "grill"), ticket(2, "bar")];
  const view = { ...board({ tickets, done: [bumped(4, 10), bumped(5, 20)] }), hub_time_ms: 0 };
  const shown = fromSnapshot(view);
  expect(ids(shown.tickets)).toEqual(["1-grill", "2-bar", "3-grill"]);
  expect(ids(shown.done)).toEqual(["5-grill", "4-grill"]);
});

test("tickets of one order, fired at one moment, always stand in the same order", () => {
  const three = [ticket(1, "cold"), ticket(1, "bar"), ticket(1, "grill")];
  expect(ids(withChanges(board(), 11, three).tickets)).toEqual(["1-bar", "1-cold", "1-grill"]);
  expect(ids(withChanges(board(), 11, three.toReversed()).tickets)).toEqual(["1-bar", "1-cold", "1-grill"]);
});

test("a change replaces the ticket of that name and adds a new one", () => {
  const before = board({ tickets: [ticket(1, "grill"), ticket(2, "grill")] });
  const after = withChanges(before, 12, [ticket(2, "grill", { table: "9" }), ticket(3, "grill")]);
  expect(ids(after.tickets)).toEqual(["1-grill", "2-grill", "3-grill"]);
  expect(after.tickets[1]?.table).toBe("9");
  expect(after.position).toBe(12);
});

test("a bumped ticket moves to the done ones, a recalled one back to its place", () => {
  const start = board({ tickets: [ticket(1, "grill"), ticket(2, "grill")] });
  const done = withChanges(start, 11, [bumped(1, 50)]);
  expect([ids(done.tickets), ids(done.done)]).toEqual([["2-grill"], ["1-grill"]]);
  const back = withChanges(done, 12, [ticket(1, "grill")]);
  expect([ids(back.tickets), ids(back.done)]).toEqual([["1-grill", "2-grill"], []]);
});

test("a late frame never takes the position back", () => {
  expect(withChanges(board({ position: 20 }), 15, []).position).toBe(20);
});

test("only so many done tickets are kept", () => {
  const done = Array.from({ length: DONE_MAX + 5 }, (_, i) => bumped(i + 1, i));
  const kept = withChanges(board(), 11, done).done;
  expect(kept.length).toBe(DONE_MAX);
  expect(kept[0]?.order).toBe(DONE_MAX + 5);
});

test("a station sees its own tickets, and all are all", () => {
  const tickets = [ticket(1, "grill"), ticket(1, "bar")];
  expect(ids(atStation(tickets, "bar"))).toEqual(["1-bar"]);
  expect(atStation(tickets, undefined)).toBe(tickets);
});

test("a ticket is served when its last dish is", () => {
  expect(isServed(ticket(1, "bar", { lines: [line({ status: "served" }), line({ status: "ready" })] }))).toBe(
    false,
  );
  expect(isServed(ticket(1, "bar", { lines: [line({ status: "served" })] }))).toBe(true);
});

test("a later round adds to what its party waits for, and not to what another has left behind", () => {
  const second = ticket(2, "grill", { table: "4", round: 2 });
  const first = ticket(1, "grill", { table: "4", round: 1 });
  expect(isAddition(second, [first, second])).toBe(true);
  expect(isAddition(first, [first, second])).toBe(false);
  expect(isAddition(second, [{ ...first, is_over: true }])).toBe(false);
  expect(
    isAddition(second, [
      { ...first, station: "bar" },
      { ...first, table: "5" },
      { ...first, room: "Terrace" },
    ]),
  ).toBe(false);
});

test("of what waits for its course, nobody sees what was taken back or whose party has left", () => {
  const waits = ticket(1, "grill", { is_held: true });
  const kept = (own: Ticket) => withChanges(board(), 11, [own]).tickets.length;
  expect(kept(waits)).toBe(1);
  expect(kept({ ...waits, lines: [line({ quantity: 0, voided: 1 })] })).toBe(0);
  expect(kept({ ...waits, is_over: true })).toBe(0);
});
