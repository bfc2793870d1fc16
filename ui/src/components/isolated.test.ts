import { expect, test } from "vitest";
import { isolated } from "./isolated";

test("a name written from right to left is kept apart from its neighbours", () => {
  for (const name of ["محمد", "שרה", "Ada محمد"]) expect(isolated(name)).toBe(`\u2068${name}\u2069`);
});

test("any other name stays as it is", () => {
  for (const name of ["Ada", "Ελένη", "李雷", "🏳️‍🌈", "", "<b>"]) expect(isolated(name)).toBe(name);
});
