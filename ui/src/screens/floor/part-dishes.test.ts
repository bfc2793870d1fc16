import { expect, test } from "vitest";
import { canPart, leftToPart, type PartLine } from "./part-dishes";

const portion = (unit: string, diner: string, fate: "charged" | "voided" | "comped" = "charged") => ({
  unit,
  diner,
  fate,
  discount: 0,
  gross: 100,
});
const line = (name: string, modifiers: string[], ...portions: PartLine["portions"]): PartLine => ({
  name,
  modifiers,
  portions,
});

test("the same dish of several orders is one choice, and what goes anyway is none", () => {
  const lines = [
    line("Soup", [], portion("a", "ada"), portion("b", "ben")),
    line("Soup", [], portion("c", "everyone22")),
    line("Soup", ["no cream"], portion("d", "ada")),
    line("Steak", [], portion("e", "ada", "voided"), portion("f", "ada", "comped")),
    line("Fish", [], portion("g", "ben")),
  ];
  expect(leftToPart(lines, ["ben"])).toEqual([
    { name: "Soup", modifiers: [], units: ["a", "c"] },
    { name: "Soup", modifiers: ["no cream"], units: ["d"] },
    { name: "Steak", modifiers: [], units: ["f"] },
  ]);
});

test("somebody or something goes, and something stays", () => {
  const lines = [line("Soup", [], portion("a", "ada"), portion("b", "ada"))];
  const part = (people: string[], guests: string[], dishes: string[]) =>
    canPart({ people, guests, dishes, lines });
  expect(part(["ada", "ben"], [], [])).toBe("nobody");
  expect(part(["ada", "ben"], ["ada"], [])).toBe("yes");
  expect(part(["ada", "ben"], ["ada", "ben"], [])).toBe("all");
  expect(part(["ada"], [], ["a", "b"]), "the phone stays").toBe("yes");
  expect(part([], [], ["a"])).toBe("yes");
  expect(part([], [], ["a", "b"])).toBe("all");
});
