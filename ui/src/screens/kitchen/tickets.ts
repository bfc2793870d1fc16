/**
 * What the hub has told about tickets, kept up to date: a snapshot replaces everything, a delta
 * replaces single tickets. Pure; the screen keeps the one copy.
 */
import type { components } from "../../api/types";

type Schemas = components["schemas"];
export type Ticket = Schemas["TicketView"] & {
  /** The station whose patience counts, where it is not the ticket's own. */
  pace?: string;
};
export type TicketLine = Schemas["TicketLineView"];
export type Station = Schemas["StationView"];
export type KitchenItem = Schemas["KitchenItemView"];
export type Stock = Schemas["StockView"];
export type StockOf = Schemas["StockOf"];
export type StockMode = Schemas["StockMode"];
export type Pass = Schemas["PassView"];
export type KitchenModifier = Schemas["KitchenModifierView"];
export type DishStatus = Schemas["DishStatus"];

export type Board = {
  /** Log position that this includes. */
  position: number;
  stations: Station[];
  /** Not bumped, oldest first. */
  tickets: Ticket[];
  /** Bumped, newest first. */
  done: Ticket[];
  items: KitchenItem[];
  /** Names of the courses; a board that an older page kept has none. */
  courses?: string[];
  /** What is off or counted; nothing on a board that an older page kept. */
  stock?: Stock[];
  /** Answers to questions, which run out like dishes do. */
  modifiers?: KitchenModifier[];
  /** The first of two levels of the pass; none where it has one. */
  passes?: Pass[];
};

/** How many bumped tickets a screen keeps: the pass needs them until the whole order is brought. */
export const DONE_MAX = 200;
/** How many of them are worth showing for a recall. */
export const DONE_SHOWN_MAX = 40;

export const STATUS_ORDER: readonly DishStatus[] = ["queued", "cooking", "ready", "served"];

export function isFurther(a: DishStatus, b: DishStatus): boolean {
  return STATUS_ORDER.indexOf(a) > STATUS_ORDER.indexOf(b);
}

export function fromSnapshot(view: Schemas["KitchenView"]): Board {
  const { position, stations, items, courses = [], stock = [], modifiers = [], passes = [] } = view;
  const tickets = oldestFirst(view.tickets.filter(hasDishes));
  return {
    position,
    stations,
    items,
    courses,
    stock,
    modifiers,
    passes,
    tickets,
    done: newestFirst(view.done),
  };
}

export function withChanges(board: Board, position: number, changed: Ticket[]): Board {
  const isChanged = new Set(changed.map((ticket) => ticket.ticket));
  const isKept = (ticket: Ticket) => !isChanged.has(ticket.ticket);
  return {
    ...board,
    position: Math.max(board.position, position),
    tickets: oldestFirst([
      ...board.tickets.filter(isKept),
      ...changed.filter((ticket) => !ticket.is_bumped && hasDishes(ticket)),
    ]),
    done: newestFirst([...board.done.filter(isKept), ...changed.filter((ticket) => ticket.is_bumped)]),
  };
}

/**
 * What waited on a ticket may all have been moved to another course. Of one that waits still, what was taken back
 * is no work, nor what a party wanted that has left.
 */
function hasDishes(ticket: Ticket): boolean {
  if (ticket.is_held !== true) return ticket.lines.length > 0;
  return ticket.is_over !== true && ticket.lines.some((line) => !isVoid(line));
}

/** Tickets to be made now. */
export function fired(tickets: Ticket[]): Ticket[] {
  return tickets.filter((ticket) => ticket.is_held !== true);
}

/** Tickets that wait for their course. */
export function held(tickets: Ticket[]): Ticket[] {
  return tickets.filter((ticket) => ticket.is_held === true);
}

/** Were all portions of a dish voided? */
export function isVoid(line: TicketLine): boolean {
  return line.quantity === 0;
}

export function findTicket(board: Board, id: string): Ticket | undefined {
  return (
    board.tickets.find((ticket) => ticket.ticket === id) ?? board.done.find((ticket) => ticket.ticket === id)
  );
}

/** What people call an order out by; its id where the hub gave it no number. */
export function numberOf(order: { order: number; number?: number | undefined }): number {
  return order.number || order.order;
}

export function stationName(stations: Station[], ticket: Ticket): string {
  return stations.find(({ station }) => station === ticket.station)?.name ?? ticket.station;
}

/** Tickets of one station, or of all. */
export function atStation(tickets: Ticket[], station: string | undefined): Ticket[] {
  return station === undefined ? tickets : tickets.filter((ticket) => ticket.station === station);
}

/** Was every dish brought? Then nobody needs to run it. */
export function isServed(ticket: Ticket): boolean {
  return ticket.lines.every((line) => line.status === "served" || isVoid(line));
}

/** The same order on every screen: tickets of one order are fired at one moment. */
export function oldestFirst(tickets: Ticket[]): Ticket[] {
  return tickets.toSorted(
    (a, b) => a.fired_at_ms - b.fired_at_ms || a.order - b.order || (a.station < b.station ? -1 : 1),
  );
}

function newestFirst(tickets: Ticket[]): Ticket[] {
  return tickets.toSorted((a, b) => b.bumped_at_ms - a.bumped_at_ms).slice(0, DONE_MAX);
}

/** Does a ticket add to an earlier round of the same party that the station still works on? */
export function isAddition(ticket: Ticket, shown: readonly Ticket[]): boolean {
  return shown.some(
    (other) =>
      other.table === ticket.table &&
      other.room === ticket.room &&
      other.station === ticket.station &&
      other.round < ticket.round &&
      // What a party has left behind is no round of those who sit there now.
      (other.is_over ?? false) === (ticket.is_over ?? false),
  );
}
