/**
 * All-day: how many portions of each dish are still to be made, over all tickets of a station. Only
 * what was fired counts: what waits for its course is nobody's work yet.
 */
import { fired, type Ticket } from "./tickets";

export type Total = { name: string; modifiers: string[]; portions: number };

export function allDay(tickets: Ticket[], isWithModifiers: boolean): Total[] {
  const totals = new Map<string, Total>();
  for (const line of fired(tickets).flatMap((ticket) => ticket.lines)) {
    if (line.status !== "queued" && line.status !== "cooking") continue;
    if (line.quantity === 0) continue;
    const modifiers = isWithModifiers ? line.modifiers : [];
    const key = JSON.stringify([line.name, modifiers]);
    const portions = (totals.get(key)?.portions ?? 0) + line.quantity;
    totals.set(key, { name: line.name, modifiers, portions });
  }
  return [...totals.values()].toSorted((a, b) => b.portions - a.portions || (a.name < b.name ? -1 : 1));
}
