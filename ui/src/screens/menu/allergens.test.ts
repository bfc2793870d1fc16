import { expect, test } from "vitest";
import type { Allergen, Menu, MenuItem } from "../../bridge/names";
import { declaredFor, declaredWith } from "./allergens";
import { isShown, matches, warningFor } from "./filters";

const money = { minor: 0, currency: "EUR" };
const option = (id: string, contains: Allergen[]) => ({ id, name: id, price: money, contains });

const ragu: MenuItem = {
  id: "ragu",
  name: "Eight-hour beef ragù",
  description: "Beef shin and red wine.",
  category: "pasta",
  price: money,
  contains: ["celery"],
  may_contain: ["mustard", "celery"],
  diets: [],
  modifier_groups: ["shape", "top"],
  is_eighty_sixed: false,
};

const menu: Menu = {
  revision: 1,
  venue: "Test",
  tagline: "",
  currency: "EUR",
  categories: [{ id: "pasta", name: "Pasta" }],
  items: [ragu],
  modifier_groups: [
    {
      id: "shape",
      name: "Which pasta?",
      min: 1,
      max: 1,
      options: [option("tagliatelle", ["gluten", "eggs"]), option("rigatoni", ["gluten"])],
    },
    { id: "top", name: "On top?", min: 0, max: 2, options: [option("pecorino", ["milk"])] },
  ],
};

test("an allergen of every required answer is in the dish whatever is chosen", () => {
  expect(declaredFor(menu, ragu)).toEqual({
    contains: ["gluten", "celery"],
    mayContain: ["mustard"],
    byChoice: ["eggs", "milk"],
  });
});

test("what is chosen brings its allergens", () => {
  const { contains } = declaredWith(menu, ragu, ["shape/tagliatelle", "top/pecorino"]);
  expect(contains).toEqual(["gluten", "eggs", "milk", "celery"]);
});

test("contains outweighs may contain, and that outweighs what depends on the choice", () => {
  const declared = declaredFor(menu, ragu);
  expect(warningFor(declared, ["gluten", "mustard", "milk"])).toEqual({
    type: "contains",
    allergens: ["gluten"],
  });
  expect(warningFor(declared, ["mustard", "milk"])?.type).toBe("may_contain");
  expect(warningFor(declared, ["milk"])?.type).toBe("by_choice");
  expect(warningFor(declared, ["fish"])).toBeUndefined();
});

test("only a dish that contains what is avoided is hidden, and only when asked", () => {
  const shown = (avoid: Allergen[], isHiding: boolean) =>
    isShown(menu, ragu, "", { diets: [], avoid, isHiding });
  expect(shown(["gluten"], false)).toBe(true);
  expect(shown(["gluten"], true)).toBe(false);
  expect(shown(["mustard"], true)).toBe(true);
});

test("a search looks at the beginnings of words and passes over accents", () => {
  expect(matches(ragu, "ragu")).toBe(true);
  expect(matches(ragu, "bee red")).toBe(true);
  expect(matches(ragu, "hour")).toBe(true);
  expect(matches(ragu, "eef")).toBe(false);
  expect(matches(ragu, "")).toBe(true);
});
