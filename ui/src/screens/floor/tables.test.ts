import { expect, test } from "vitest";
import {
  approvalsIn,
  calledOf,
  callsIn,
  coversWithin,
  findTable,
  isLate,
  isMine,
  isStateLate,
  minutesIn,
  partiesOf,
  knocksAt,
  minutesSince,
  pinBlock,
  stateOf,
  tablesToRun,
  stuckAt,
  unshownTables,
  type FloorView,
  type Table,
  type TableSession,
} from "./tables";

function party(own: Partial<TableSession> = {}): TableSession {
  return {
    session: "aaaaaaaaaa",
    covers: 2,
    mode: "family",
    seated_at_ms: 0,
    diners: [],
    orders: 0,
    dishes_open: 0,
    dishes_ready: 0,
    ...own,
  };
}
const table = (id: string, session: TableSession | null): Table => ({
  table: id,
  name: id,
  seats: 4,
  session,
});

test("a phone that was cut off is named by whose it is", () => {
  const people = [
    { diner: "dineraaaaa", name: "Ada", number: 0 },
    { diner: "dinerbbbbb", name: "Ben", number: 1 },
  ];
  expect(stuckAt(party({ people, stuck: ["dinerbbbbb", "dinerccccc"] }))).toEqual(["Ben"]);
  expect(stuckAt(party({ people }))).toEqual([]);
});

const status = (state: "seated" | "ordered" | "to_clean", since_ms = 0, limit_ms?: number) => ({
  status: { state, since_ms, ...(limit_ms === undefined ? {} : { limit_ms }) },
});
const floor = (tables: Table[]): FloorView => ({
  position: 1,
  hub_time_ms: 10_000,
  call_late_ms: 60_000,
  ready_late_ms: 90_000,
  rooms: [{ room: "main", name: "Main", tables }],
});

test("a table stands as the hub says, and what is ready to run comes before that", () => {
  expect(stateOf(table("1", null))).toBe("free");
  expect(stateOf({ ...table("1", null), ...status("to_clean") })).toBe("to_clean");
  expect(stateOf({ ...table("1", party({ dishes_ready: 1 })), ...status("ordered") })).toBe("ready");
});

test("a table is late once its state lasts longer than its limit, and one without a limit never is", () => {
  const seated = { ...table("1", party()), ...status("seated", 5_000, 60_000) };
  expect(isLate(seated, floor([]), 64_999)).toBe(false);
  expect(isLate(seated, floor([]), 65_000)).toBe(true);
  expect(isLate({ ...seated, ...status("ordered", 0) }, floor([]), 9_000_000)).toBe(false);
  const ready = table("1", party({ dishes_ready: 1, ready_since_ms: 10_000 }));
  expect([isLate(ready, floor([]), 99_999), isLate(ready, floor([]), 100_000)]).toEqual([false, true]);
  expect(minutesIn(ready, 130_000)).toBe(2);
});

test("calls go on ageing while the hub cannot be heard, and the oldest comes first", () => {
  const call = (call: number, waits_ms: number) => ({ call, kind: "water" as const, by: "Ada", waits_ms });
  const calling = (id: string, ms: number) => table(id, party({ door: { calls: [call(1, ms)] } }));
  const view = floor([calling("1", 1_000), calling("2", 30_000)]);
  const calls = callsIn(view, 40_000);
  expect(calls.map(({ table, waitsMs }) => [table.name, waitsMs])).toEqual([
    ["2", 60_000],
    ["1", 31_000],
  ]);
  expect(calls.map((call) => call.isLate)).toEqual([true, false]);
});

test("a call that waits too long makes its table late, until somebody is on the way", () => {
  const call = { call: 1, kind: "water" as const, by: "Ada", waits_ms: 30_000 };
  const calling = table("1", party({ door: { calls: [call] } }));
  const view = floor([calling]);
  expect([isLate(calling, view, 39_999), isLate(calling, view, 40_000)]).toEqual([false, true]);
  expect(isStateLate(calling, view, 40_000), "it has not stood as it does for too long").toBe(false);
  const taken = table("1", party({ door: { calls: [{ ...call, taken_by: "Mia" }] } }));
  expect(isLate(taken, floor([taken]), 9_000_000)).toBe(false);
});

test("a table that is to be cleaned is late once that takes longer than the house wants", () => {
  const dirty = { ...table("1", null), ...status("to_clean", 0, 600_000) };
  expect([isLate(dirty, floor([]), 599_999), isLate(dirty, floor([]), 600_000)]).toEqual([false, true]);
});

test("a party with two tables is listed once, by its first, under both names", () => {
  const tables = [
    { table: "2", name: "2" },
    { table: "1", name: "1" },
  ];
  const both = party({ tables, dishes_ready: 1 });
  const rooms = [{ room: "main", name: "Main", tables: [table("1", both), table("2", both)] }];
  expect(partiesOf(rooms).map(calledOf)).toEqual(["2 + 1"]);
  expect(tablesToRun(rooms)).toHaveLength(1);
});

test("a party that is nobody's is everybody's", () => {
  const mia = { staff: "staffmiaaa", name: "Mia" };
  expect(isMine(table("1", party()), "staffleooo")).toBe(true);
  expect(isMine(table("1", party({ waiter: mia })), "staffleooo")).toBe(false);
  expect(isMine(table("1", party({ waiter: mia })), mia.staff)).toBe(true);
});

test("of the tables to run the one that has waited longest comes first", () => {
  const ready = (ready_since_ms?: number) =>
    party({ orders: 1, dishes_ready: 1, ...(ready_since_ms === undefined ? {} : { ready_since_ms }) });
  const rooms = [
    { room: "main", name: "Main", tables: [table("1", null), table("2", ready(9_000)), table("3", ready())] },
    { room: "terrace", name: "Terrace", tables: [table("t1", ready(4_000)), table("t2", ready(9_000))] },
  ];
  expect(tablesToRun(rooms).map((one) => one.table)).toEqual(["t1", "2", "t2", "3"]);
  expect(findTable(rooms, "t1")?.name).toBe("t1");
  expect(findTable(rooms, undefined)).toBeUndefined();
});

test("minutes are whole ones, and never less than none", () => {
  expect(minutesSince(1_000, 60_999)).toBe(0);
  expect(minutesSince(1_000, 61_000)).toBe(1);
  expect(minutesSince(9_000, 1_000)).toBe(0);
});

test("a blocked PIN tells the minutes left, rounded up, and nothing once they are over", () => {
  expect(pinBlock(party(), 0)).toBeUndefined();
  expect(pinBlock(party({ pin_blocked_until_ms: null }), 0)).toBeUndefined();
  expect(pinBlock(party({ pin_blocked_until_ms: 60_001 }), 0)).toEqual({ type: "minutes", left: 2 });
  expect(pinBlock(party({ pin_blocked_until_ms: 60_000 }), 60_000)).toBeUndefined();
});

test("a PIN that is blocked for good says so instead of counting years", () => {
  expect(pinBlock(party({ pin_blocked_until_ms: Number.MAX_SAFE_INTEGER }), 5)).toEqual({
    type: "until_new",
  });
});

test("somebody who knocks is shown until nobody waits for them any more", () => {
  const knock = { knock: "knockaaaaa", name: "Ben", ends_in_ms: 1_000 };
  const waiting = party({ door: { knocks: [knock] } });
  expect(knocksAt(waiting, 5_000, 5_999)).toEqual([knock]);
  expect(knocksAt(waiting, 5_000, 6_000)).toEqual([]);
  expect(knocksAt(party(), 5_000, 5_000)).toEqual([]);
});

test("a party has between 1 and 60 guests", () => {
  expect([coversWithin(0), coversWithin(13), coversWithin(61)]).toEqual([1, 13, 60]);
});

test("an order alarms the floor once no display has shown it for a minute", () => {
  const waits = table("4", party({ unshown: [{ order: 1, fired_at_ms: 5_000 }] }));
  const rooms = [{ room: "main", name: "Main", tables: [waits, table("5", party()), table("6", null)] }];
  expect(unshownTables(rooms, 64_999)).toEqual([]);
  expect(unshownTables(rooms, 65_000)).toEqual(["4"]);
});

test("orders that wait for a yes are listed longest first, and blink after the house's limit", () => {
  const waits = (order: number, since_ms: number) => ({
    order,
    number: order,
    round: 1,
    by: "Ada",
    since_ms,
    grounds: ["first_order" as const],
    dishes: [],
  });
  const tables = [
    table("1", party({ approvals: [waits(2, 9_000)] })),
    table("2", party({ approvals: [waits(1, 1_000)] })),
  ];
  const view: FloorView = { ...floor(tables), approval_late_ms: 10_000 };
  const listed = approvalsIn(view, 11_000).map(({ order, isLate: isOver }) => [order.order, isOver]);
  expect(listed).toEqual([
    [1, true],
    [2, false],
  ]);
  expect(tables.map((one) => isLate(one, view, 11_000))).toEqual([false, true]);
  expect(approvalsIn(floor(tables), 11_000).every((one) => !one.isLate)).toBe(true);
});
