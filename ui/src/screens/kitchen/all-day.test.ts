import { expect, test } from "vitest";
import { allDay } from "./all-day";
import { line, ticket } from "./samples";

const steak = (index: number, quantity: number, modifiers: string[]) =>
  line({ index, quantity, modifiers, name: "STEAK" });

test("portions are counted over all tickets, with and without modifiers", () => {
  const tickets = [
    ticket(1, "grill", { lines: [steak(0, 2, ["RARE"]), line({ index: 1 })] }),
    ticket(2, "grill", { lines: [steak(0, 1, ["WELL"])] }),
  ];
  expect(allDay(tickets, false)).toEqual([
    { name: "STEAK", modifiers: [], portions: 3 },
    { name: "LAMB", modifiers: [], portions: 1 },
  ]);
  expect(allDay(tickets, true).map(({ modifiers, portions }) => [modifiers.join(), portions])).toEqual([
    ["RARE", 2],
    ["", 1],
    ["WELL", 1],
  ]);
});

test("what waits for its course, is made already or was voided is nobody's work", () => {
  const tickets = [
    ticket(1, "grill", { is_held: true }),
    ticket(2, "grill", { lines: [line({ status: "ready" }), line({ index: 1, quantity: 0, voided: 2 })] }),
  ];
  expect(allDay(tickets, false)).toEqual([]);
});
