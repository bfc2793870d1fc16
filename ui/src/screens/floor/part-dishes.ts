/** What of a party can go to another table, and whether anything stays. The hub decides; this only offers. */
import type { BillLine } from "../../platform/bill-calls";

export type PartLine = Pick<BillLine, "name" | "modifiers" | "portions">;

/** Dishes that go only if they are chosen. */
export type Choice = { name: string; modifiers: string[]; units: string[] };

/** Portions that are on the bill and go with none of these guests; the same dishes of several orders together. */
export function leftToPart(lines: PartLine[], guests: string[]): Choice[] {
  const choices = new Map<string, Choice>();
  for (const { name, modifiers, portions } of lines) {
    const units = portions
      .filter(({ diner, fate }) => fate !== "voided" && !guests.includes(diner))
      .map(({ unit }) => unit);
    const key = JSON.stringify([name, modifiers]);
    const known = choices.get(key);
    if (known) known.units.push(...units);
    else if (units.length > 0) choices.set(key, { name, modifiers, units });
  }
  return [...choices.values()];
}

export type Parting = {
  /** All who have joined. */
  people: string[];
  /** Those of them who go. */
  guests: string[];
  dishes: string[];
  /** What the party has, once that is known. */
  lines: PartLine[] | undefined;
};

/** Whether there is something to part: somebody or something goes, and not all of it. */
export function canPart({ people, guests, dishes, lines }: Parting): "yes" | "nobody" | "all" {
  if (guests.length === 0 && dishes.length === 0) return "nobody";
  if (people.length > 0) return guests.length === people.length ? "all" : "yes";
  const there = leftToPart(lines ?? [], []).reduce((sum, { units }) => sum + units.length, 0);
  return dishes.length < there ? "yes" : "all";
}
