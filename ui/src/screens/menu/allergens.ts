/**
 * What a dish has in it, for those who must know. A required question whose every answer has an
 * allergen puts it into the dish, whatever is chosen; an allergen of only some answers depends on
 * the choice.
 */
import type { Allergen, Menu, MenuItem, Modifier, ModifierGroup } from "../../bridge/names";

export type Declared = {
  /** In it, whatever is chosen. */
  contains: Allergen[];
  /** Traces cannot be ruled out. */
  mayContain: Allergen[];
  /** In some of the answers that may be chosen. */
  byChoice: Allergen[];
};

/** In the order of the regulation, which is the order in which they are shown. */
export const ALLERGENS: Allergen[] = [
  "gluten",
  "crustaceans",
  "eggs",
  "fish",
  "peanuts",
  "soybeans",
  "milk",
  "nuts",
  "celery",
  "mustard",
  "sesame",
  "sulphites",
  "lupin",
  "molluscs",
];

export function groupsOf(menu: Menu, item: MenuItem): ModifierGroup[] {
  return item.modifier_groups.flatMap((id) => menu.modifier_groups.find((group) => group.id === id) ?? []);
}

function inEvery(options: Modifier[]): Allergen[] {
  return ALLERGENS.filter(
    (it) => options.length > 0 && options.every(({ contains }) => contains.includes(it)),
  );
}

/** What is declared before anything is chosen. */
export function declaredFor(menu: Menu, item: MenuItem): Declared {
  const groups = groupsOf(menu, item);
  const always = groups.filter(({ min }) => min > 0).flatMap(({ options }) => inEvery(options));
  const some = groups.flatMap(({ options }) => options.flatMap(({ contains }) => contains));
  return sorted([...item.contains, ...always], item.may_contain, some);
}

/** What is declared for the dish as it is chosen now. */
export function declaredWith(menu: Menu, item: MenuItem, chosen: readonly string[]): Declared {
  const before = declaredFor(menu, item);
  const picked = groupsOf(menu, item).flatMap((group) =>
    group.options.filter((option) => chosen.includes(`${group.id}/${option.id}`)),
  );
  const added = picked.flatMap(({ contains }) => contains);
  return sorted([...before.contains, ...added], item.may_contain, []);
}

function sorted(contains: Allergen[], mayContain: Allergen[], byChoice: Allergen[]): Declared {
  return {
    contains: ALLERGENS.filter((it) => contains.includes(it)),
    mayContain: ALLERGENS.filter((it) => mayContain.includes(it) && !contains.includes(it)),
    byChoice: ALLERGENS.filter((it) => byChoice.includes(it) && !contains.includes(it)),
  };
}
