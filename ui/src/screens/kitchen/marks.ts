/**
 * What a tap that the hub has not answered is about, so that every place that shows it can say that it is
 * not sent: dishes and courses by their order, for a tap may put them on another ticket, or another view.
 */
import { goesOver, isPass } from "./pass";
import { stockKey, type Tap } from "./taps";
import type { Board, Ticket } from "./tickets";

/** Names what a tap changes. */
export function tapTargets(tap: Tap): string[] {
  switch (tap.type) {
    case "dish":
    case "void_seen":
    case "course":
      return [dishKey(tap.order, tap.index)];
    case "bump":
    case "recall":
      return [tap.ticket];
    case "stock":
      return [stockKey(tap.of)];
    case "fire":
      return (tap.orders ?? [tap.order]).map((order) => courseKey(order, tap.course));
    case "serve":
    case "put_back":
    case "pass":
      // What an earlier page has kept says no dishes, and means all that is there.
      return tap.dishes
        ? tap.dishes.map((dish) => dishKey(tap.order, typeof dish === "number" ? dish : dish.index))
        : [orderKey(tap.order)];
  }
}

/** Was its course fired here, and the hub has not heard of it? */
export function isFiredUnsent({ order, lines }: Ticket, isUnsent: (target: string) => boolean): boolean {
  return lines.some(({ course = 0 }) => isUnsent(courseKey(order, course)));
}

/** What is marked on a ticket as a whole. A pass shows what was done to all the tickets that it sees of an order. */
export function ticketTargets(ticket: Ticket, board: Board | undefined): string[] {
  const known = [...(board?.tickets ?? []), ...(board?.done ?? [])];
  const tickets = isPass(ticket)
    ? known.filter(({ order, station }) => order === ticket.order && goesOver(ticket.station, station, board))
    : [ticket];
  const courses = new Set(ticket.lines.map(({ course = 0 }) => course));
  return [
    orderKey(ticket.order),
    ...tickets.map((one) => one.ticket),
    ...[...courses].map((course) => courseKey(ticket.order, course)),
  ];
}

/** What is marked where a ticket is shown without its single dishes. */
export function allTargets(ticket: Ticket, board: Board | undefined): string[] {
  const dishes = ticket.lines.map(({ index }) => dishKey(ticket.order, index));
  return [...ticketTargets(ticket, board), ...dishes];
}

export const courseKey = (order: number, course: number) => `course:${order}/${course}`;
export const dishKey = (order: number, index: number) => `dish:${order}/${index}`;
export const orderKey = (order: number) => `order:${order}`;
