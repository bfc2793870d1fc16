import { expect, test } from "vitest";
import type { Act } from "./acts";
import { broughtBefore } from "./brought";
import type { FloorView } from "./tables";

const session = "aaaaaaaaaa";
const dish = (index: number) => ({ index, quantity: 1, name: "SOUP" });

function floor(): FloorView {
  const party = { session, covers: 2, mode: "family" as const, seated_at_ms: 0, diners: [], orders: 1 };
  const ready = [{ order: 1, number: 7, dishes: [dish(0), dish(1)] }];
  const table = {
    table: "4",
    name: "4",
    seats: 4,
    session: { ...party, dishes_open: 0, dishes_ready: 2, ready },
  };
  return { position: 1, hub_time_ms: 0, rooms: [{ room: "main", name: "Main", tables: [table] }] };
}

test("what was brought before a reload and is not sent stays to be taken back, with the dishes that were meant", () => {
  const serve: Act = { type: "serve", session, order: 1, dishes: [{ index: 1, remade: 0 }], table: "4" };
  const queue = [
    { key: "one", tap: serve },
    { key: "two", tap: { type: "clean", table: "5", name: "5" } satisfies Act },
  ];
  const order = { order: 1, number: 7, dishes: [dish(1)] };
  expect(broughtBefore(queue, floor())).toEqual([{ key: "one", session, table: "4", order }]);
  expect(broughtBefore([{ key: "one", tap: { ...serve, order: 9 } }], floor())).toEqual([]);
  expect(broughtBefore(queue, undefined)).toEqual([]);
});
