/** What the guest looks for: words, diets, allergens to avoid. Kept for as long as the tab is open. */
import { createEffect, createSignal } from "solid-js";
import { createStore } from "solid-js/store";
import type { Allergen, Diet, Menu, MenuItem } from "../../bridge/names";
import { keepChoice, keptChoice } from "../../platform/kept";
import { declaredFor, type Declared } from "./allergens";

export type Wishes = { diets: Diet[]; avoid: Allergen[]; isHiding: boolean };

/** How a dish stands to what the guest avoids; nothing when it is fine. */
export type Warning = { type: "contains" | "may_contain" | "by_choice"; allergens: Allergen[] };

const NAME = "menu";
const NONE: Wishes = { diets: [], avoid: [], isHiding: false };

export function createFilters() {
  const [query, setQuery] = createSignal("");
  const [wishes, setWishes] = createStore<Wishes>(kept());
  createEffect(() => keepChoice(NAME, JSON.stringify(wishes)));
  return {
    query,
    setQuery,
    wishes,
    count: () => wishes.diets.length + wishes.avoid.length,
    toggleDiet: (diet: Diet) => setWishes("diets", (diets) => toggle(diets, diet)),
    toggleAvoid: (allergen: Allergen) => setWishes("avoid", (avoid) => toggle(avoid, allergen)),
    toggleHiding: () => setWishes("isHiding", (isHiding) => !isHiding),
    clear: () => setWishes(NONE),
  };
}

export type Filters = ReturnType<typeof createFilters>;

function toggle<T>(list: readonly T[], it: T): T[] {
  return list.includes(it) ? list.filter((other) => other !== it) : [...list, it];
}

function kept(): Wishes {
  try {
    return { ...NONE, ...(JSON.parse(keptChoice(NAME) ?? "{}") as Partial<Wishes>) };
  } catch {
    return { ...NONE };
  }
}

export function warningFor(declared: Declared, avoid: readonly Allergen[]): Warning | undefined {
  const among = (list: Allergen[]) => list.filter((allergen) => avoid.includes(allergen));
  const [contains, may, choice] = [declared.contains, declared.mayContain, declared.byChoice].map(among);
  if (contains?.length) return { type: "contains", allergens: contains };
  if (may?.length) return { type: "may_contain", allergens: may };
  return choice?.length ? { type: "by_choice", allergens: choice } : undefined;
}

/** Does the dish stay on the menu that the guest sees? */
export function isShown(menu: Menu, item: MenuItem, query: string, wishes: Wishes): boolean {
  if (!wishes.diets.every((diet) => item.diets.includes(diet))) return false;
  if (wishes.isHiding && warningFor(declaredFor(menu, item), wishes.avoid)?.type === "contains") return false;
  return matches(item, query);
}

/** Every word that was typed begins a word of the name or of the description; accents do not count. */
export function matches(item: MenuItem, query: string): boolean {
  const text = ` ${plain(item.name)} ${plain(item.description)}`;
  return plain(query)
    .split(" ")
    .every((word) => text.includes(` ${word}`));
}

function plain(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
