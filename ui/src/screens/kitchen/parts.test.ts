import { expect, test } from "vitest";
import { gridFor, partsOf } from "./parts";
import type { TicketLine } from "./tickets";
import { line, ticket } from "./samples";

const screen = gridFor(1896, 860, 22.4);
const dishes = (count: number) => Array.from({ length: count }, (_, index) => line({ index }));

const rowsFor = (dish: TicketLine) => partsOf(ticket(1, "grill", { lines: [dish] }), screen)[0]?.rows ?? 0;

test("a wide screen has several columns and a phone has one", () => {
  expect(screen.columns).toBe(5);
  expect(gridFor(336, 500, 16).columns).toBe(1);
});

test("even a tiny window has room for one ticket", () => {
  expect(gridFor(0, 0, 16)).toMatchObject({ columns: 1, rows: 1 });
});

test("an ordinary ticket is one part", () => {
  expect(partsOf(ticket(1, "grill", { lines: dishes(3) }), screen)).toHaveLength(1);
});

test("a long ticket is cut into parts that hold every dish once and in order", () => {
  const long = ticket(1, "grill", { lines: dishes(23) });
  const parts = partsOf(long, screen);
  expect(parts.length).toBeGreaterThan(1);
  expect(parts.flatMap(({ lines }) => lines)).toEqual(long.lines);
  expect(parts.every(({ rows }) => rows <= screen.rows)).toBe(true);
});

test("a dish with much to say needs more room", () => {
  const long = line({ modifiers: ["RARE", "TRUFFLE"], note: "x".repeat(140), diners: ["Theodora", "Max"] });
  expect(rowsFor(long)).toBeGreaterThan(rowsFor(line()) + 5);
});

test("a single dish higher than the screen is still one part", () => {
  const giant = line({ modifiers: Array.from({ length: 60 }, () => "WITH A LONG MODIFIER") });
  expect(partsOf(ticket(1, "grill", { lines: [giant] }), screen)).toHaveLength(1);
});
