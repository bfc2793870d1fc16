import { expect, test } from "vitest";
import { actTargets, callKey, courseKey, servingKey, tableTargets, withAct, type Act } from "./acts";
import type { FloorView, TableSession } from "./tables";

const session = "aaaaaaaaaa";
const calls = [
  { call: 1, kind: "water" as const, by: "Ada", waits_ms: 1_000 },
  { call: 2, kind: "bill" as const, by: "Ben", waits_ms: 500 },
];

function party(own: Partial<TableSession> = {}): TableSession {
  return {
    session,
    covers: 2,
    mode: "family",
    seated_at_ms: 0,
    diners: [],
    orders: 1,
    dishes_open: 0,
    dishes_ready: 3,
    door: { calls },
    ready: [
      { order: 1, dishes: [{ quantity: 2, name: "SOUP" }] },
      { order: 2, dishes: [{ quantity: 1, name: "STK" }] },
    ],
    ...own,
  };
}

function floor(): FloorView {
  const tables = [
    { table: "1", name: "1", seats: 4, session: party() },
    { table: "2", name: "2", seats: 2, status: { state: "to_clean" as const, since_ms: 7 } },
  ];
  return { position: 1, hub_time_ms: 0, rooms: [{ room: "main", name: "Main", tables }] };
}

const after = (act: Act) => withAct(floor(), act, "Mia").rooms[0]?.tables ?? [];

test("a call that is taken says by whom, and one that is done is gone", () => {
  const taken = after({ type: "take_call", session, call: 2, table: "1" });
  expect(taken[0]?.session?.door?.calls?.map((call) => call.taken_by)).toEqual([undefined, "Mia"]);
  const ended = after({ type: "end_call", session, call: 1, table: "1" });
  expect(ended[0]?.session?.door?.calls?.map(({ call }) => call)).toEqual([2]);
});

test("what was brought of an order waits no more, and the rest does", () => {
  const there = after({ type: "serve", session, order: 1, table: "1" })[0]?.session;
  expect([there?.dishes_ready, there?.ready?.map(({ order }) => order)]).toEqual([1, [2]]);
});

test("what was named as brought waits no more, and what stands beside it since does", () => {
  const view = floor();
  const there = view.rooms[0]?.tables[0]?.session;
  const dishes = [
    { index: 0, quantity: 2, name: "SOUP" },
    { index: 3, quantity: 1, name: "RISOTTO" },
  ];
  if (there) there.ready = [{ order: 1, dishes }];
  const left = (named: Extract<Act, { type: "serve" }>["dishes"] & object) => {
    const act: Act = { type: "serve", session, order: 1, dishes: named, table: "1" };
    return withAct(view, act, "Mia").rooms[0]?.tables[0]?.session;
  };
  const rest = [{ order: 1, dishes: dishes.slice(1) }];
  const shown = left([{ index: 0, remade: 0 }]);
  expect([shown?.dishes_ready, shown?.ready]).toEqual([1, rest]);
  expect(left([0])?.ready, "as an earlier page has kept it").toEqual(rest);
  expect(left([{ index: 0, remade: 1 }])?.ready).toEqual([{ order: 1, dishes }]);
});

test("a course that is fired for the orders that were shown leaves the round that came since", () => {
  const view = floor();
  const there = view.rooms[0]?.tables[0]?.session;
  const dish = (order: number, quantity: number) => ({ order, index: 0, quantity, name: "RISOTTO" });
  const mains = { course: 2, name: "Mains", portions: 3, dishes: [dish(1, 2), dish(2, 1)] };
  if (there) there.held = [mains, { course: 3, name: "Desserts", portions: 1 }];
  const held = (orders?: number[]) => {
    const act: Act = { type: "fire", session, course: 2, table: "1", ...(orders && { orders }) };
    return withAct(view, act, "Mia").rooms[0]?.tables[0]?.session?.held;
  };
  expect(held([1])?.map(({ course, portions }) => [course, portions])).toEqual([
    [2, 1],
    [3, 1],
  ]);
  expect(held([1, 2])?.map(({ course }) => course)).toEqual([3]);
  expect(held()?.map(({ course }) => course)).toEqual([3]);
});

test("a clean table is free, and a table that is taken is not made free", () => {
  expect(after({ type: "clean", table: "2", name: "2" })[1]?.status?.state).toBe("free");
  expect(after({ type: "clean", table: "1", name: "1" })[0]?.session?.session).toBe(session);
});

test("covers and waiter show at once, and a move waits for the hub", () => {
  const mia = { staff: "staffmiaaa", name: "Mia" };
  expect(after({ type: "covers", session, covers: 5, table: "1" })[0]?.session?.covers).toBe(5);
  expect(after({ type: "waiter", session, waiter: mia, table: "1" })[0]?.session?.waiter).toEqual(mia);
  expect(withAct(floor(), { type: "move", session, to: "2", table: "1" }, "Mia")).toEqual(floor());
});

test("both answers to a call mark the same call as not sent", () => {
  const call = { session, call: 2, table: "1" };
  expect(actTargets({ type: "take_call", ...call })).toEqual(actTargets({ type: "end_call", ...call }));
  expect(actTargets({ type: "end_call", ...call })).toContain(callKey(session, 2));
});

test("a yes and a no both take the order off the list at once, and mark the same one as not sent", () => {
  const waits = (order: number) => ({
    order,
    number: order,
    round: 1,
    by: "Ada",
    since_ms: 0,
    grounds: [],
    dishes: [],
  });
  const view = floor();
  const first = view.rooms[0]?.tables[0]?.session;
  if (first) first.approvals = [waits(1), waits(2)];
  const about = { session, order: 1, table: "1" };
  const no: Act = { type: "decline", ...about, reason: "sold_out", text: "" };
  for (const act of [{ type: "approve", ...about } satisfies Act, no]) {
    const left = withAct(view, act, "Mia").rooms[0]?.tables[0]?.session?.approvals;
    expect(left?.map(({ order }) => order)).toEqual([2]);
    expect(actTargets(act)).toContain("approval:1");
  }
});

test("an allergy that is noted stands beside what the guest has said, and goes with the last of both", () => {
  const anna = { diner: "annaaaaaaa", name: "Anna" };
  const noted = (what: ("nuts" | "milk")[], said: ("nuts" | "milk")[]) => {
    const view = floor();
    const table = view.rooms[0]?.tables[0];
    if (table?.session) table.session.allergies = said.length > 0 ? [{ ...anna, allergens: said }] : [];
    const act: Act = { type: "allergies", session, ...anna, noted: what, table: "1" };
    return withAct(view, act, "Mia").rooms[0]?.tables[0]?.session?.allergies;
  };
  expect(noted(["nuts"], ["milk"])).toEqual([{ ...anna, allergens: ["milk"], noted: ["nuts"] }]);
  expect(noted([], ["milk"])).toEqual([{ ...anna, allergens: ["milk"], noted: [] }]);
  expect(noted([], [])).toEqual([]);
});

test("a course that was fired is marked as a course, and not as the count of guests", () => {
  const fire: Act = { type: "fire", session, course: 2, orders: [1], table: "1" };
  expect(actTargets(fire)).toContain(courseKey(session, 2));
  expect(actTargets(fire)).not.toContain(servingKey(session));
  expect(actTargets({ type: "covers", session, covers: 3, table: "1" })).toContain(servingKey(session));
});

test("whatever is done at a table is marked on it, also once nothing else there shows it", () => {
  const marked = (act: Act) => {
    const targets = new Set(actTargets(act));
    const tables = after(act).filter((table) => tableTargets(table).some((target) => targets.has(target)));
    return tables.map(({ table }) => table);
  };
  expect(marked({ type: "end_call", session, call: 1, table: "1" })).toEqual(["1"]);
  expect(marked({ type: "serve", session, order: 1, table: "1" })).toEqual(["1"]);
  expect(marked({ type: "clean", table: "2", name: "2" })).toEqual(["2"]);
});
