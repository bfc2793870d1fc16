import { expect, test } from "vitest";
import type { FloorView, Table, TableSession } from "./tables";
import { countOf, toDo } from "./to-do";

const mia = { staff: "staffmiaaa", name: "Mia" };
const leo = { staff: "staffleooo", name: "Leo" };
const call = { call: 1, kind: "water" as const, by: "Ada", waits_ms: 0 };
const waits = { order: 1, number: 1, round: 1, by: "Ada", since_ms: 0, grounds: [], dishes: [] };

function table(id: string, own: Partial<TableSession>, more: Partial<Table> = {}): Table {
  const session: TableSession = {
    session: `party${id}`,
    covers: 2,
    mode: "family",
    seated_at_ms: 0,
    diners: [],
    orders: 0,
    dishes_open: 0,
    dishes_ready: 0,
    ...own,
  };
  return { table: id, name: id, seats: 4, session, ...more };
}
const seated = (limit_ms: number) => ({ status: { state: "seated" as const, since_ms: 0, limit_ms } });
function floor(...tables: Table[]): FloorView {
  const rooms = [{ room: "main", name: "Main", tables }];
  return { position: 1, hub_time_ms: 0, call_late_ms: 60_000, rooms };
}
const counted = (view: FloorView, isMineOnly: boolean, nowMs = 0) =>
  countOf(toDo(view, nowMs, { isMineOnly, me: mia.staff }));

test("the count is of the tables that are looked at: one's own and nobody's, or all", () => {
  const view = floor(
    table("1", { waiter: mia, door: { calls: [call] } }),
    table("2", { waiter: leo, door: { calls: [call] } }),
    table("3", { dishes_ready: 1 }),
    table("4", { waiter: leo, dishes_ready: 1 }),
    table("5", { waiter: leo }, seated(1_000)),
    table("6", {
      waiter: leo,
      approvals: [waits],
    }),
  );
  expect([counted(view, true, 1_000), counted(view, false, 1_000)]).toEqual([2, 6]);
});

test("a table is counted once for what is ready there, however long that waits", () => {
  const view = floor(table("1", { dishes_ready: 1, ready_since_ms: 0 }, seated(1_000)));
  expect(counted({ ...view, ready_late_ms: 500 }, false, 9_000)).toBe(1);
});

test("a table that is to be cleaned counts once it has waited too long, and the longest comes first", () => {
  const dirty = (id: string, since_ms: number): Table => ({
    table: id,
    name: id,
    seats: 4,
    status: { state: "to_clean", since_ms, limit_ms: 600_000 },
  });
  const view = floor(dirty("1", 9_000), dirty("2", 1_000));
  const waits = (nowMs: number) =>
    toDo(view, nowMs, { isMineOnly: true, me: mia.staff }).toClean.map((one) => [one.table.name, one.isLate]);
  expect(waits(601_000)).toEqual([
    ["2", true],
    ["1", false],
  ]);
  expect([counted(view, true, 600_999), counted(view, true, 601_000)]).toEqual([0, 1]);
});
