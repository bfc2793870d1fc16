/** The bill's portions, arranged for those who read them. Amounts are the hub's. */
import type { components } from "../../api/types";

type Schemas = components["schemas"];
export type Bill = Schemas["BillView"];
export type Portion = Schemas["BillPortionView"];

/** Portions of one line that are one person's and have come to the same. */
export type Row = {
  key: string;
  name: string;
  modifiers: string[];
  fate: Portion["fate"];
  isTakeAway: boolean;
  units: string[];
  /** What one of them costs, all in. */
  each: number;
  price: number;
};
export type Group = { diner: string; rows: Row[] };

/** By person, in the order of `diners`; dishes for everyone come first. */
export function groupsOf(bill: Bill, diners: string[]): Group[] {
  const groups = new Map<string, Row[]>();
  for (const line of bill.lines) {
    for (const portion of line.portions) {
      const rows = groups.get(portion.diner) ?? [];
      groups.set(portion.diner, rows);
      const key = [line.order, line.index, portion.fate, portion.gross, portion.is_take_away ?? false].join(
        "/",
      );
      const row = rows.find((known) => known.key === key);
      if (row) row.units.push(portion.unit);
      else
        rows.push({
          key,
          name: line.name,
          modifiers: line.modifiers,
          fate: portion.fate,
          isTakeAway: portion.is_take_away ?? false,
          units: [portion.unit],
          each: portion.gross,
          price: line.unit_price,
        });
    }
  }
  const place = (diner: string) => diners.indexOf(diner);
  return [...groups]
    .map(([diner, rows]) => ({ diner, rows }))
    .toSorted((one, other) => place(one.diner) - place(other.diner));
}

export type Way = "together" | "equal" | "by_person";

/** How the bill is split, in one word. */
export function wayOf(bill: Bill): Way {
  return bill.plan.shares.length === 0 ? "together" : bill.plan.way;
}

/** Which shares pay a portion by an agreement of its own, and with how many parts. */
export function partsOf(bill: Bill, unit: string): { share: string; parts: number }[] {
  return bill.plan.claims.find((claim) => claim.unit === unit)?.parts ?? [];
}
