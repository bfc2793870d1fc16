import { expect, test } from "vitest";
import {
  coversWithin,
  findTable,
  knocksAt,
  minutesSince,
  pinBlock,
  stateOf,
  tablesToRun,
  stuckAt,
  unshownTables,
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

test("a table goes from free to seated, ordered, ready to run and served", () => {
  expect(stateOf(table("1", null))).toBe("free");
  expect(stateOf(table("1", party()))).toBe("seated");
  expect(stateOf(table("1", party({ orders: 1, dishes_open: 3 })))).toBe("ordered");
  expect(stateOf(table("1", party({ orders: 1, dishes_open: 2, dishes_ready: 1 })))).toBe("ready");
  expect(stateOf(table("1", party({ orders: 1 })))).toBe("served");
});

test("tables to run come in the order of the rooms", () => {
  const ready = party({ orders: 1, dishes_ready: 1 });
  const rooms = [
    { room: "main", name: "Main", tables: [table("1", null), table("2", ready)] },
    { room: "terrace", name: "Terrace", tables: [table("t1", ready)] },
  ];
  expect(tablesToRun(rooms).map((one) => one.table)).toEqual(["2", "t1"]);
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
