/**
 * What a cook's tap asks for, and how the board looks once it is done: a tap shows at once, whether
 * or not the hub has heard of it. The hub's own word replaces this as soon as it comes.
 */
import { findTicket, isFurther, withChanges, type Board, type DishStatus, type Ticket } from "./tickets";

export type Tap =
  | { type: "dish"; ticket: string; order: number; index: number; status: DishStatus }
  | { type: "bump"; ticket: string }
  | { type: "recall"; ticket: string }
  | { type: "eighty_six"; item: string; isEightySixed: boolean };

export function withTap(board: Board, tap: Tap, hubNowMs: number): Board {
  if (tap.type === "eighty_six") return withItem(board, tap.item, tap.isEightySixed);
  const ticket = findTicket(board, tap.ticket);
  return ticket ? withChanges(board, board.position, [tapped(ticket, tap, hubNowMs)]) : board;
}

function tapped(ticket: Ticket, tap: Exclude<Tap, { type: "eighty_six" }>, hubNowMs: number): Ticket {
  switch (tap.type) {
    case "bump":
      return ticket.is_bumped
        ? ticket
        : { ...atLeast(ticket, "ready"), is_bumped: true, bumped_at_ms: hubNowMs };
    case "recall":
      return { ...madeAgain(ticket), is_bumped: false, bumped_at_ms: 0 };
    case "dish":
      return atLeast(ticket, tap.status, tap.index);
  }
}

/** Moves one dish, or all, forward to a status; never back. */
function atLeast(ticket: Ticket, status: DishStatus, index?: number): Ticket {
  const lines = ticket.lines.map((line) =>
    (index === undefined || line.index === index) && isFurther(status, line.status)
      ? { ...line, status }
      : line,
  );
  return { ...ticket, lines };
}

/** What waits to be brought is being made again; what is at the table stays there. */
function madeAgain(ticket: Ticket): Ticket {
  const lines = ticket.lines.map((line) =>
    line.status === "ready" ? { ...line, status: "cooking" as const } : line,
  );
  return { ...ticket, lines };
}

function withItem(board: Board, item: string, isEightySixed: boolean): Board {
  const items = board.items.map((one) =>
    one.item === item ? { ...one, is_eighty_sixed: isEightySixed } : one,
  );
  return { ...board, items };
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

/** One tap a dish that is not at the table yet. */
export function serveTaps(ticket: Ticket): Tap[] {
  return ticket.lines
    .filter((line) => line.status !== "served")
    .map((line) => ({
      type: "dish",
      ticket: ticket.ticket,
      order: ticket.order,
      index: line.index,
      status: "served",
    }));
}

/** Names what a tap changes, so that the screen can mark it as not sent. */
export function tapTarget(tap: Tap): string {
  switch (tap.type) {
    case "dish":
      return dishKey(tap.ticket, tap.index);
    case "bump":
    case "recall":
      return tap.ticket;
    case "eighty_six":
      return `item:${tap.item}`;
  }
}

export function dishKey(ticket: string, index: number): string {
  return `${ticket}/${index}`;
}
