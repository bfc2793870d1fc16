/**
 * The pass: whole orders, put together from the tickets of all stations, until everything is brought.
 * An order is ready when every station is done with all that was fired.
 */
import type { Dish } from "./dishes";
import { fired, isVoid, oldestFirst, type Board, type Station, type Ticket } from "./tickets";

/** Stands for the pass where a station is chosen; no station of a venue file has a name with a colon. */
export const PASS = "view:pass";

export function isPass(ticket: Ticket): boolean {
  return ticket.station === PASS;
}

/** One ticket an order, oldest first. */
export function atPass(board: Board): Ticket[] {
  const orders = new Map<number, Ticket[]>();
  for (const ticket of [...fired(board.tickets), ...board.done]) {
    orders.set(ticket.order, [...(orders.get(ticket.order) ?? []), ticket]);
  }
  return oldestFirst([...orders.values()].filter(isToBring).map((tickets) => whole(tickets, board.stations)));
}

/** Is everything that was fired made, and something of it not brought? */
export function isAllReady(ticket: Ticket): boolean {
  const made = ticket.lines.filter((line) => !isVoid(line));
  return made.length > 0 && made.every(({ status }) => status === "ready" || status === "served");
}

/** Portions that stations still have to make. */
export function toCome(ticket: Ticket): number {
  return ticket.lines
    .filter(({ status }) => status === "queued" || status === "cooking")
    .reduce((portions, { quantity }) => portions + quantity, 0);
}

function isToBring(tickets: Ticket[]): boolean {
  const isOpen = tickets.some((ticket) => !ticket.is_bumped);
  const isOver = tickets.some((ticket) => ticket.is_over === true);
  const isBrought = tickets.every((ticket) =>
    ticket.lines.every((line) => line.status === "served" || isVoid(line)),
  );
  return !isBrought && (isOpen || !isOver);
}

/** A whole order is late when the station that may take longest is. */
function slowest(tickets: Ticket[], stations: Station[]): string {
  const late = (id: string) => stations.find(({ station }) => station === id)?.late_after_ms ?? 0;
  return tickets.map(({ station }) => station).reduce((a, b) => (late(b) > late(a) ? b : a));
}

/** Of all stations, each person once. */
function allergiesOf(tickets: Ticket[]): NonNullable<Ticket["allergies"]> {
  const all = tickets.flatMap(({ allergies = [] }) => allergies);
  return all.filter((one, place) => all.findIndex(({ name }) => name === one.name) === place);
}

function whole(tickets: Ticket[], stations: Station[]): Ticket {
  const place = (ticket: Ticket) => stations.findIndex(({ station }) => station === ticket.station);
  const name = (ticket: Ticket) =>
    stations.find(({ station }) => station === ticket.station)?.name ?? ticket.station;
  const lines: Dish[] = tickets
    .toSorted((a, b) => place(a) - place(b))
    .flatMap((ticket) => ticket.lines.map((line) => ({ ...line, at: name(ticket) })));
  const first = tickets.reduce((a, b) => (b.fired_at_ms < a.fired_at_ms ? b : a));
  return {
    ...first,
    ticket: `pass-${first.order}`,
    station: PASS,
    pace: slowest(tickets, stations),
    also_at: [],
    is_bumped: false,
    allergies: allergiesOf(tickets),
    lines,
  };
}
