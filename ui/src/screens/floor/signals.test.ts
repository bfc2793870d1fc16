import { expect, test } from "vitest";
import { pressing, signalOf } from "./signals";
import type { FloorView, Table, TableSession } from "./tables";

function table(own: Partial<TableSession>): Table {
  const session: TableSession = {
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
  return { table: "4", name: "4", seats: 4, session };
}
function floor(own: Partial<TableSession>): FloorView {
  return {
    position: 1,
    hub_time_ms: 0,
    call_late_ms: 60_000,
    approval_late_ms: 120_000,
    rooms: [{ room: "main", name: "Main", tables: [table(own)] }],
  };
}
const everybodys = () => true;
const nobodys = () => false;

/** What is heard of what came up between two moments. */
function heard(after: FloorView, afterMs = 0, before = floor({}), beforeMs = 0, isShown = everybodys) {
  const known = pressing(before, beforeMs, isShown);
  return signalOf(pressing(after, afterMs, isShown), new Set(known.keys()));
}

const call = { call: 1, kind: "water" as const, by: "Ada", waits_ms: 0 };
const order = { order: 3, since_ms: 0 } as NonNullable<TableSession["approvals"]>[number];
const dish = { quantity: 1, name: "RISOTTO" };

test("a call is heard as it comes, once more when it is late, and not again", () => {
  const calling = floor({ door: { calls: [call] } });
  expect(heard(calling)).toBe("call");
  expect(heard(calling, 1_000, calling)).toBeUndefined();
  expect(heard(calling, 60_000, calling, 59_999)).toBe("call");
  expect(heard(calling, 600_000, calling, 60_000)).toBeUndefined();
});

test("a call that somebody has taken is quiet, also when it is late", () => {
  const taken = floor({ door: { calls: [{ ...call, taken_by: "Mia" }] } });
  expect(heard(taken, 600_000)).toBeUndefined();
});

test("an order that waits for a yes is heard, and again when it has waited too long", () => {
  const waiting = floor({ approvals: [order] });
  expect(heard(waiting)).toBe("approval");
  expect(heard(waiting, 120_000, waiting, 119_999)).toBe("approval");
});

test("dishes are heard with the first of an order, and when the last has joined them", () => {
  const some = floor({ dishes_ready: 1, ready: [{ order: 3, dishes: [dish] }] });
  const more = floor({ dishes_ready: 2, ready: [{ order: 3, dishes: [dish, dish] }] });
  const all = floor({ dishes_ready: 3, ready: [{ order: 3, dishes: [dish, dish, dish] }], rounds_ready: 1 });
  expect(heard(some)).toBe("ready");
  expect(heard(more, 0, some)).toBeUndefined();
  expect(heard(all, 0, more)).toBe("ready");
});

test("an order that no display has shown for a minute alarms, and goes on until somebody has looked", () => {
  const unseen = floor({ unshown: [{ order: 3, fired_at_ms: 0 }] });
  expect(heard(unseen, 59_999)).toBeUndefined();
  expect(heard(unseen, 60_000, unseen, 59_999)).toBe("alarm");
  expect(heard(unseen, 89_999, unseen, 60_000)).toBeUndefined();
  expect(heard(unseen, 90_000, unseen, 89_999)).toBe("alarm");
});

test("the worst is heard, and of the tables of others only the alarm", () => {
  const busy = { door: { calls: [call] }, ready: [{ order: 3, dishes: [dish] }], approvals: [order] };
  expect(heard(floor(busy))).toBe("approval");
  const unseen = floor({ ...busy, unshown: [{ order: 3, fired_at_ms: 0 }] });
  expect(heard(unseen, 60_000)).toBe("alarm");
  expect(heard(floor(busy), 0, floor({}), 0, nobodys)).toBeUndefined();
  expect(heard(unseen, 60_000, floor({}), 0, nobodys)).toBe("alarm");
});
