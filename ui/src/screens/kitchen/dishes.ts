/**
 * The dishes of a ticket as rows: identical ones are one row, and what came later stands below. Two
 * dishes are identical only when choices, words, place in the work, station and pass are the same, and both were
 * made as often.
 */
import { isVoid, type TicketLine } from "./tickets";

/** A row: one dish of an order, or several that are made the same way. */
export type Dish = TicketLine & {
  /** The other dishes of the order that this row stands for. */
  others?: number[];
  /** The station that makes it, where several are shown. */
  at?: string;
  /** The pass that has to let it go before it can be brought. */
  waitsAt?: string;
};

export function rows(lines: Dish[]): Dish[] {
  const found = new Map<string, Dish>();
  for (const line of lines) {
    const key = line.others ? `row:${line.index}` : keyOf(line);
    const same = found.get(key);
    found.set(key, same ? together(same, line) : line);
  }
  return [...found.values()].toSorted(
    (a, b) => Number(a.is_addition ?? false) - Number(b.is_addition ?? false),
  );
}

/** Every dish of the order that a row stands for. */
export function indexesOf(row: Dish): number[] {
  return [row.index, ...(row.others ?? [])];
}

function together(row: Dish, line: Dish): Dish {
  return {
    ...row,
    quantity: row.quantity + line.quantity,
    diners: [...new Set([...row.diners, ...line.diners])],
    others: [...(row.others ?? []), line.index],
  };
}

function keyOf(line: Dish): string {
  // A void is about one dish, and is seen by itself.
  if (isVoid(line) || (line.voided ?? 0) > 0) return `void:${line.index}`;
  const { name, modifiers, note, status, at, waitsAt, remade = 0 } = line;
  const marks = [line.is_addition ?? false, line.is_passed ?? false, remade];
  return JSON.stringify([name, modifiers, note, status, at, waitsAt, marks]);
}
