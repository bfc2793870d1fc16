/**
 * What a cook's tap asks for, and how the board looks once it is done: a tap shows at once, whether
 * or not the hub has heard of it. The hub's own word replaces this as soon as it comes. A tap may wait out
 * an outage, so each says what it was looking at: `seen` is the revision of the ticket, and orders, dishes
 * and counts are those that were shown. Only what an earlier page has kept says less.
 */
import type { NamedDish } from "../../platform/staff-calls";
import { isNamed } from "../staff/named-dish";
import {
  findTicket,
  held,
  isFurther,
  isVoid,
  withChanges,
  type Board,
  type DishStatus,
  type StockMode,
  type StockOf,
  type Ticket,
  type TicketLine,
} from "./tickets";

export type Tap =
  | { type: "dish"; ticket: string; order: number; index: number; status: DishStatus; seen?: number }
  | { type: "bump"; ticket: string; seen?: number }
  | { type: "recall"; ticket: string; seen?: number }
  | { type: "stock"; of: StockOf; mode: StockMode; seen?: StockMode }
  | { type: "void_seen"; ticket: string; order: number; index: number }
  /** `orders` are those of the party that were shown to wait. */
  | { type: "fire"; order: number; course: number; orders?: number[] }
  | { type: "course"; order: number; index: number; course: number }
  | { type: "serve"; order: number; dishes?: NamedDish[] }
  /** What was taken for brought was not. */
  | { type: "put_back"; order: number; dishes: number[] }
  /** A first pass lets dishes go: those that were on it, and no others. */
  | { type: "pass"; order: number; pass: string; dishes: NamedDish[] };

export function withTap(board: Board, tap: Tap, hubNowMs: number): Board {
  switch (tap.type) {
    case "stock":
      return withStock(board, tap.of, tap.mode);
    case "fire":
      return withChanges(board, board.position, firedAt(board, tap, hubNowMs));
    case "serve":
      return withChanges(board, board.position, brought(board, tap));
    case "put_back":
      return withChanges(board, board.position, putBack(board, tap.order, tap.dishes));
    case "pass":
      return withChanges(board, board.position, passedOn(board, tap.order, tap.dishes));
    // Which ticket it comes onto is the hub's to say.
    case "course":
      return board;
    case "dish":
    case "bump":
    case "recall":
    case "void_seen":
      return withTicketTap(board, tap, hubNowMs);
  }
}

type TicketTap = Extract<Tap, { ticket: string }>;

function withTicketTap(board: Board, tap: TicketTap, hubNowMs: number): Board {
  const ticket = findTicket(board, tap.ticket);
  return ticket ? withChanges(board, board.position, [tapped(ticket, tap, hubNowMs)]) : board;
}

type Fire = Extract<Tap, { type: "fire" }>;

function firedAt(board: Board, { order, course, orders = [order] }: Fire, hubNowMs: number): Ticket[] {
  return held(board.tickets)
    .filter((ticket) => orders.includes(ticket.order) && ticket.lines.some((line) => line.course === course))
    .map((ticket) => ({ ...ticket, is_held: false, fired_at_ms: hubNowMs }));
}

/** What is ready of an order is at the table, as far as it was shown. */
function brought(board: Board, { order, dishes }: Extract<Tap, { type: "serve" }>): Ticket[] {
  const isMeant = (line: TicketLine) => dishes === undefined || isNamed(dishes, line);
  return [...board.tickets, ...board.done]
    .filter((ticket) => ticket.order === order)
    .map((ticket) => {
      const pass = board.stations.find(({ station }) => station === ticket.station)?.pass;
      const served = (line: TicketLine) =>
        line.status === "ready" && isMeant(line) && !isVoid(line) && (!pass || line.is_passed === true)
          ? { ...line, status: "served" as const }
          : line;
      return { ...ticket, lines: ticket.lines.map(served) };
    });
}

/** Dishes that wait to be brought again. */
function putBack(board: Board, order: number, dishes: number[]): Ticket[] {
  const back = (line: TicketLine) =>
    dishes.includes(line.index) && line.status === "served" ? { ...line, status: "ready" as const } : line;
  return [...board.tickets, ...board.done]
    .filter((ticket) => ticket.order === order)
    .map((ticket) => ({ ...ticket, lines: ticket.lines.map(back) }));
}

/** Dishes that a first pass has let go. */
function passedOn(board: Board, order: number, dishes: NamedDish[]): Ticket[] {
  const passed = (line: TicketLine) =>
    isNamed(dishes, line) && line.status === "ready" ? { ...line, is_passed: true } : line;
  return [...board.tickets, ...board.done]
    .filter((ticket) => ticket.order === order)
    .map((ticket) => ({ ...ticket, lines: ticket.lines.map(passed) }));
}

function tapped(ticket: Ticket, tap: TicketTap, hubNowMs: number): Ticket {
  switch (tap.type) {
    case "bump":
      return ticket.is_bumped
        ? ticket
        : { ...atLeast(ticket, "ready"), is_bumped: true, bumped_at_ms: hubNowMs };
    case "recall":
      return {
        ...madeAgain(ticket),
        is_bumped: false,
        bumped_at_ms: 0,
        // As the hub counts it: a bump that follows means the ticket as it is now.
        revision: (ticket.revision ?? 0) + (ticket.is_bumped ? 1 : 0),
      };
    case "void_seen":
      return {
        ...ticket,
        lines: ticket.lines.map((line) =>
          line.index === tap.index ? { ...line, is_void_seen: true } : line,
        ),
      };
    case "dish":
      return atLeast(ticket, tap.status, tap.index);
  }
}

/** Moves one dish, or all, forward to a status; never back. */
function atLeast(ticket: Ticket, status: DishStatus, index?: number): Ticket {
  const lines = ticket.lines.map((line) =>
    (index === undefined || line.index === index) && !isVoid(line) && isFurther(status, line.status)
      ? { ...line, status }
      : line,
  );
  return { ...ticket, lines };
}

/** What waits to be brought is being made again; what is at the table stays there. */
function madeAgain(ticket: Ticket): Ticket {
  const lines = ticket.lines.map((line) =>
    line.status === "ready"
      ? { ...line, status: "cooking" as const, is_passed: false, remade: (line.remade ?? 0) + 1 }
      : line,
  );
  return { ...ticket, lines };
}

function withOff(board: Board, item: string, isEightySixed: boolean): Board {
  const items = board.items.map((one) =>
    one.item === item ? { ...one, is_eighty_sixed: isEightySixed } : one,
  );
  return { ...board, items };
}

/** Names what runs out; a dish as the switch beside it does. */
export function stockKey(of: StockOf): string {
  return of.type === "item" ? `item:${of.item}` : `modifier:${of.modifier}`;
}

function withStock(board: Board, of: StockOf, mode: StockMode): Board {
  const others = (board.stock ?? []).filter((one) => stockKey(one.of) !== stockKey(of));
  const stock = mode.type === "plenty" ? others : [...others, { of, mode }];
  const next = { ...board, stock };
  return of.type === "item" ? withOff(next, of.item, isOff(mode)) : next;
}

export function isOff(mode: StockMode): boolean {
  return mode.type === "off" || mode.type === "off_today" || (mode.type === "counted" && mode.left === 0);
}

/** What the next tap on a dish does; nothing once it is ready, for serving is done from the strip. */
export function nextStatus(status: DishStatus): DishStatus | undefined {
  switch (status) {
    case "queued":
      return "cooking";
    case "cooking":
      return "ready";
    case "ready":
    case "served":
      return undefined;
  }
}

/** One tap a dish that is not at the table yet, but for those that still stand at the pass of the station. */
export function serveTaps(ticket: Ticket, board: Board): Tap[] {
  const pass = board.stations.find(({ station }) => station === ticket.station)?.pass;
  return ticket.lines
    .filter((line) => line.status !== "served" && !isVoid(line) && (!pass || line.is_passed === true))
    .map((line) => ({
      type: "dish",
      ticket: ticket.ticket,
      order: ticket.order,
      index: line.index,
      status: "served",
      seen: ticket.revision ?? 0,
    }));
}

/** Starts a course of a party: of all the orders that are shown to wait for it, at whichever station. */
export function fireTap({ order, table, room }: Ticket, course: number, board: Board | undefined): Fire {
  const waits = held(board?.tickets ?? []).filter(
    (ticket) =>
      ticket.table === table &&
      ticket.room === room &&
      ticket.is_over !== true &&
      ticket.lines.some((line) => line.course === course && !isVoid(line)),
  );
  const orders = [...new Set([order, ...waits.map((ticket) => ticket.order)])];
  return { type: "fire", order, course, orders: orders.toSorted((a, b) => a - b) };
}

/** Brings a ticket back, as it is shown. */
export function recallTap({ ticket, revision = 0 }: Ticket): Tap {
  return { type: "recall", ticket, seen: revision };
}

/** Takes back that the dishes of a ticket were brought; nothing where none was. */
export function putBackTap(ticket: Ticket): Tap | undefined {
  const served = ticket.lines.filter((line) => line.status === "served" && !isVoid(line));
  const dishes = served.map(({ index }) => index);
  return dishes.length > 0 ? { type: "put_back", order: ticket.order, dishes } : undefined;
}

/** What is struck off a ticket and nobody has said to have seen: whoever bumps it has. */
export function seenTaps(ticket: Ticket): Tap[] {
  const unseen = ticket.lines.filter((line) => (line.voided ?? 0) > 0 && line.is_void_seen !== true);
  return unseen.map(({ index }) => ({
    type: "void_seen",
    ticket: ticket.ticket,
    order: ticket.order,
    index,
  }));
}
