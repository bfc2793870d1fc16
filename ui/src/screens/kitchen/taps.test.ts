import { expect, test } from "vitest";
import type { Board, DishStatus } from "./tickets";
import { board, bumped, ids, line, station, ticket } from "./samples";
import { fireTap, nextStatus, putBackTap, seenTaps, serveTaps, withTap } from "./taps";

const dish = (index: number, status: DishStatus) =>
  ({ type: "dish", ticket: "1-grill", order: 1, index, status }) as const;
const statuses = (shown: Board) =>
  [...shown.tickets, ...shown.done].flatMap((one) => one.lines.map(({ status }) => status));

test("a tap moves a dish from to do to cooking to ready, and no further", () => {
  expect([nextStatus("queued"), nextStatus("cooking")]).toEqual(["cooking", "ready"]);
  expect([nextStatus("ready"), nextStatus("served")]).toEqual([undefined, undefined]);
});

test("a tap shows at once on its own dish alone", () => {
  const start = board({ tickets: [ticket(1, "grill", { lines: [line(), line({ index: 3 })] })] });
  expect(statuses(withTap(start, dish(3, "cooking"), 0))).toEqual(["queued", "cooking"]);
});

test("a tap that comes too late moves nothing back", () => {
  const start = board({ tickets: [ticket(1, "grill", { lines: [line({ status: "served" })] })] });
  expect(statuses(withTap(start, dish(0, "ready"), 0))).toEqual(["served"]);
});

test("a bump makes every dish ready and the ticket done, dishes at the table stay there", () => {
  const lines = [line({ status: "cooking" }), line({ index: 1, status: "served" })];
  const after = withTap(
    board({ tickets: [ticket(1, "grill", { lines })] }),
    { type: "bump", ticket: "1-grill" },
    77,
  );
  expect(after.tickets).toEqual([]);
  expect(after.done[0]).toMatchObject({ is_bumped: true, bumped_at_ms: 77 });
  expect(statuses(after)).toEqual(["ready", "served"]);
});

test("a bump of a ticket that someone else bumped keeps their time", () => {
  const after = withTap(board({ done: [bumped(1, 5)] }), { type: "bump", ticket: "1-grill" }, 77);
  expect(after.done[0]?.bumped_at_ms).toBe(5);
});

test("a recall brings the ticket back, and what was ready is being made again", () => {
  const done = { ...bumped(1, 5), lines: [line({ status: "ready" }), line({ index: 1, status: "served" })] };
  const after = withTap(board({ done: [done] }), { type: "recall", ticket: "1-grill" }, 77);
  expect([ids(after.tickets), ids(after.done)]).toEqual([["1-grill"], []]);
  expect(statuses(after)).toEqual(["cooking", "served"]);
  expect(after.tickets[0]?.lines.map(({ remade = 0 }) => remade)).toEqual([1, 0]);
});

test("a tap on a ticket that is gone changes nothing", () => {
  const start = board();
  expect(withTap(start, { type: "bump", ticket: "1-grill" }, 0)).toBe(start);
});

test("a dish goes off and comes back", () => {
  const start = board({ items: [{ item: "lamb", name: "LAMB", station: "grill", is_eighty_sixed: false }] });
  const of = { type: "item", item: "lamb" } as const;
  const off = withTap(start, { type: "stock", of, mode: { type: "off" } }, 0);
  expect(off.items[0]?.is_eighty_sixed).toBe(true);
  const on = withTap(off, { type: "stock", of, mode: { type: "plenty" } }, 0);
  expect(on.items[0]?.is_eighty_sixed).toBe(false);
});

test("serving a ticket is one tap a dish that is not at the table yet", () => {
  const lines = [line({ status: "ready" }), line({ index: 1, status: "served" }), line({ index: 4 })];
  const taps = serveTaps(ticket(1, "grill", { lines }), board());
  const served = { type: "dish", ticket: "1-grill", order: 1, status: "served", seen: 0 };
  expect(taps).toEqual([0, 4].map((index) => ({ ...served, index })));
});

test("a bump that follows a recall means the ticket as it is then", () => {
  const after = withTap(board({ done: [bumped(1, 5)] }), { type: "recall", ticket: "1-grill" }, 77);
  expect(after.tickets[0]?.revision).toBe(1);
  expect(withTap(after, { type: "recall", ticket: "1-grill" }, 78).tickets[0]?.revision).toBe(1);
});

test("a fired course has an age from then on", () => {
  const waits = ticket(1, "grill", { is_held: true, lines: [line({ course: 2 })] });
  const after = withTap(board({ tickets: [waits] }), { type: "fire", order: 1, course: 2 }, 77);
  expect(after.tickets[0]).toMatchObject({ is_held: false, fired_at_ms: 77 });
  const other = withTap(board({ tickets: [waits] }), { type: "fire", order: 1, course: 3 }, 77);
  expect(other.tickets[0]).toEqual(waits);
});

test("a course is fired for the orders that were shown to wait, whichever station looks at it", () => {
  const waits = (order: number, id: string, own = {}) =>
    ticket(order, id, { is_held: true, lines: [line({ course: 2 })], ...own });
  const own = waits(1, "grill");
  const others = [waits(1, "bar"), waits(2, "bar"), waits(3, "grill", { table: "5" })];
  const dessert = waits(4, "grill", { lines: [line({ course: 3 })] });
  const start = board({ tickets: [own, ...others, dessert] });
  expect(fireTap(own, 2, start)).toEqual({ type: "fire", order: 1, course: 2, orders: [1, 2] });
  const after = withTap(start, fireTap(own, 2, start), 77);
  expect(after.tickets.filter((one) => one.is_held !== true).map(({ order }) => order)).toEqual([1, 1, 2]);
});

test("what leaves the pass is at the table, of every station, and only what was ready", () => {
  const done = [{ ...bumped(1, 5), lines: [line({ status: "ready" })] }];
  const after = withTap(board({ tickets: [ticket(1, "bar")], done }), { type: "serve", order: 1 }, 0);
  expect(statuses(after)).toEqual(["queued", "served"]);
});

test("a bump leaves a voided dish as it is", () => {
  const lines = [line({ quantity: 0, voided: 1 }), line({ index: 1 })];
  const after = withTap(
    board({ tickets: [ticket(1, "grill", { lines })] }),
    { type: "bump", ticket: "1-grill" },
    7,
  );
  expect(statuses(after)).toEqual(["queued", "ready"]);
});

test("what its pass has not let go is not marked as served", () => {
  const lines = [line({ status: "ready" }), line({ index: 1, status: "ready", is_passed: true })];
  const done = { ...bumped(1, 5), lines };
  const withPass = board({ stations: [station({ pass: "hot" })], done: [done] });
  const served = (taps: ReturnType<typeof serveTaps>) =>
    taps.flatMap((tap) => (tap.type === "dish" ? tap.index : []));
  expect(served(serveTaps(done, withPass))).toEqual([1]);
  expect(served(serveTaps(done, board({ done: [done] })))).toEqual([0, 1]);
});

test("what was marked as served by mistake waits to be brought again", () => {
  const lines = [line({ status: "served" }), line({ index: 1, status: "ready" })];
  const done = { ...bumped(1, 5), lines };
  expect(putBackTap({ ...done, lines: [line({ status: "ready" })] })).toBeUndefined();
  const tap = putBackTap(done);
  expect(tap).toEqual({ type: "put_back", order: 1, dishes: [0] });
  expect(tap && statuses(withTap(board({ done: [done] }), tap, 0))).toEqual(["ready", "ready"]);
});

test("whoever bumps a ticket has seen what is struck off it", () => {
  const lines = [line({ voided: 1 }), line({ index: 1, voided: 1, is_void_seen: true }), line({ index: 2 })];
  expect(seenTaps(ticket(1, "grill", { lines }))).toEqual([
    { type: "void_seen", ticket: "1-grill", order: 1, index: 0 },
  ]);
});
