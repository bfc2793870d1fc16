/**
 * The pass: whole orders, put together from the tickets of all stations, until everything is brought.
 * An order is ready when every station is done with all that was fired. Where the venue file names passes,
 * there is one view more for each: it has the dishes of its stations until it lets them go, and the last
 * pass takes an order for ready only then.
 */
import { named } from "../staff/named-dish";
import { indexesOf, type Dish } from "./dishes";
import type { Tap } from "./taps";
import { fired, isServed, isVoid, oldestFirst, type Board, type Station, type Ticket } from "./tickets";

/** Stands for the last pass where a station is chosen; no station of a venue file has a name with a colon. */
export const PASS = "view:pass";

/** Stands for one of the first passes. */
export const firstPass = (pass: string) => `${PASS}:${pass}`;

/** Is that which is chosen a pass that the house has? */
export function isPassView(chosen: string, board: Board | undefined): boolean {
  return chosen === PASS || (board?.passes ?? []).some(({ pass }) => firstPass(pass) === chosen);
}

export function isPass(ticket: Ticket): boolean {
  return ticket.station.startsWith(PASS);
}

/** What a pass is called; nothing for the last one, which every house has. */
export function passName(view: string, board: Board | undefined): string | undefined {
  return board?.passes?.find(({ pass }) => firstPass(pass) === view)?.name;
}

/** Does a pass see what a station makes? */
export function goesOver(view: string, station: string, board: Board | undefined): boolean {
  const pass = board?.stations.find((one) => one.station === station)?.pass;
  return view === PASS || (pass !== undefined && pass !== null && firstPass(pass) === view);
}

/** One ticket an order, oldest first. */
export function atPass(board: Board, view = PASS): Ticket[] {
  const orders = new Map<number, Ticket[]>();
  for (const ticket of [...fired(board.tickets), ...board.done]) {
    if (!goesOver(view, ticket.station, board)) continue;
    orders.set(ticket.order, [...(orders.get(ticket.order) ?? []), ticket]);
  }
  const shown = [...orders.values()].filter((tickets) => isToBring(tickets, view));
  return oldestFirst(shown.map((tickets) => whole(tickets, board, view)));
}

/** Is everything that was fired made and over the passes before this, and something of it not brought? */
export function isAllReady(ticket: Ticket): boolean {
  const made = ticket.lines.filter((line) => !isVoid(line));
  return made.length > 0 && made.every(isThrough);
}

function isThrough(line: Dish): boolean {
  return (line.status === "ready" && line.waitsAt === undefined) || line.status === "served";
}

/** Orders that are all ready, each with the pass at which they are. */
export function readyAt(board: Board): { order: number; view: string }[] {
  const views = [...(board.passes ?? []).map(({ pass }) => firstPass(pass)), PASS];
  return views.flatMap((view) =>
    atPass(board, view)
      .filter(isAllReady)
      .map(({ order }) => ({ order, view })),
  );
}

/** What sends an order on: the last pass to its table, a first one to the last; the dishes that are on it now. */
export function onFrom(ticket: Ticket): Tap {
  const isLast = ticket.station === PASS;
  const here = ticket.lines.filter(
    (line: Dish) =>
      line.status === "ready" &&
      !isVoid(line) &&
      (isLast ? line.waitsAt === undefined : line.is_passed !== true),
  );
  const dishes = here.flatMap((row) => indexesOf(row).map((index) => named({ ...row, index })));
  if (isLast) return { type: "serve", order: ticket.order, dishes };
  return { type: "pass", order: ticket.order, pass: ticket.station.slice(PASS.length + 1), dishes };
}

/** What comes back with a ticket that is recalled: a pass recalls all that it sees of an order, at every station. */
export function recalledWith(ticket: Ticket, board: Board | undefined, view: string | undefined): Ticket[] {
  if (view === undefined) return [ticket];
  // A course that was brought is eaten: nothing of it is made again.
  const all = (board?.done ?? []).filter(
    ({ order, station }) => order === ticket.order && goesOver(view, station, board),
  );
  const open = all.filter((one) => !isServed(one));
  return open.length > 0 ? open : all;
}

/** Portions that stations still have to make. */
export function toCome(ticket: Ticket): number {
  return ticket.lines
    .filter((line) => !isVoid(line) && !isThrough(line))
    .reduce((portions, { quantity }) => portions + quantity, 0);
}

function isToBring(tickets: Ticket[], view: string): boolean {
  const isOpen = tickets.some((ticket) => !ticket.is_bumped);
  const isOver = tickets.some((ticket) => ticket.is_over === true);
  const isBrought = tickets.every((ticket) =>
    ticket.lines.every(
      (line) => line.status === "served" || isVoid(line) || (view !== PASS && line.is_passed === true),
    ),
  );
  return !isBrought && (isOpen || !isOver);
}

/** A whole order is late when the station that may take longest is. */
function slowest(tickets: Ticket[], stations: Station[]): string {
  const late = (id: string) => stations.find(({ station }) => station === id)?.late_after_ms ?? 0;
  return tickets.map(({ station }) => station).reduce((a, b) => (late(b) > late(a) ? b : a));
}

/** Of all stations, the same of the same person once; two guests may have one name. */
function allergiesOf(tickets: Ticket[]): NonNullable<Ticket["allergies"]> {
  const all = tickets.flatMap(({ allergies = [] }) => allergies);
  const saying = ({ name, allergens }: (typeof all)[number]) => `${name} ${allergens.join(" ")}`;
  return all.filter((one, place) => all.findIndex((other) => saying(other) === saying(one)) === place);
}

function whole(tickets: Ticket[], board: Board, view: string): Ticket {
  const { stations } = board;
  const place = (ticket: Ticket) => stations.findIndex(({ station }) => station === ticket.station);
  const lines: Dish[] = tickets
    .toSorted((a, b) => place(a) - place(b))
    .flatMap((ticket) => {
      const station = stations.find((one) => one.station === ticket.station);
      return ticket.lines.map((line) => seenFrom(view, line, station, ticket.station, board));
    });
  // As old as what is still to come: an earlier course that was brought waits for nobody.
  const open = tickets.filter((ticket) => !isServed(ticket));
  const first = (open.length > 0 ? open : tickets).reduce((a, b) => (b.fired_at_ms < a.fired_at_ms ? b : a));
  return {
    ...first,
    ticket: `${view.slice("view:".length)}-${first.order}`,
    station: view,
    pace: slowest(tickets, stations),
    also_at: [],
    is_bumped: false,
    allergies: allergiesOf(tickets),
    lines,
  };
}

/** A dish with where it is: at its station, or made and still at the first pass. */
function seenFrom(
  view: string,
  line: Ticket["lines"][number],
  station: Station | undefined,
  id: string,
  board: Board,
): Dish {
  const at = station?.name ?? id;
  const pass = (board.passes ?? []).find((one) => one.pass === station?.pass);
  const isHeldBack = view === PASS && line.status === "ready" && line.is_passed !== true;
  return isHeldBack && pass ? { ...line, at: pass.name, waitsAt: pass.pass } : { ...line, at };
}
