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

test("what somebody must not eat takes room of its own, so that it hides no dish", () => {
  const allergies = [{ name: "Elif", allergens: ["nuts" as const, "peanuts" as const] }];
  const [plain] = partsOf(ticket(1, "grill"), screen);
  const [banded] = partsOf(ticket(1, "grill", { allergies }), screen);
  const [twice] = partsOf(ticket(1, "grill", { allergies: [...allergies, ...allergies] }), screen);
  const rows = [plain, banded, twice].map((part) => part?.rows ?? 0);
  // Three lines of large letters and their edges, each line more than a row high.
  expect((rows[1] ?? 0) - (rows[0] ?? 0)).toBeGreaterThanOrEqual(4);
  expect(rows[2]).toBeGreaterThan(rows[1] ?? 0);
});
