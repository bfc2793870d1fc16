/**
 * What is new on a board since it was last looked at, so that a cook sees and hears it. Taps of this
 * very display change how far dishes are, and that is no news.
 */
import { readyAt } from "./pass";
import { fired, type Board, type Ticket } from "./tickets";

export type News = "new" | "changed" | "void" | "allergy";

export type Changes = {
  /** What is new about each ticket. */
  tickets: Map<string, News>;
  /** Orders of which the last station has just finished, with the pass that has waited for it. */
  ready: { order: number; view: string }[];
};

export function changesOf(before: Board, after: Board): Changes {
  const known = new Map([...fired(before.tickets), ...before.done].map((ticket) => [ticket.ticket, ticket]));
  const tickets = new Map<string, News>();
  for (const ticket of fired(after.tickets)) {
    const news = newsOf(known.get(ticket.ticket), ticket);
    if (news) tickets.set(ticket.ticket, news);
  }
  const name = ({ order, view }: Changes["ready"][number]) => `${view}/${order}`;
  const wasReady = new Set(readyAt(before).map(name));
  return { tickets, ready: readyAt(after).filter((one) => !wasReady.has(name(one))) };
}

function newsOf(was: Ticket | undefined, is: Ticket): News | undefined {
  if (!was) return "new";
  if (isMoreAllergic(was, is)) return "allergy";
  if (unseenVoids(is) > unseenVoids(was)) return "void";
  const isMore = is.lines.length > was.lines.length || (is.revision ?? 0) > (was.revision ?? 0);
  // A party that has moved gets its dishes elsewhere.
  const hasMoved = is.table !== was.table;
  return isMore || hasMoved || was.is_bumped ? "changed" : undefined;
}

/** Does the ticket say of more that somebody must not eat it? */
function isMoreAllergic(was: Ticket, is: Ticket): boolean {
  const said = (ticket: Ticket) =>
    (ticket.allergies ?? []).flatMap(({ name, allergens }) => allergens.map((one) => `${one} ${name}`));
  const known = new Set(said(was));
  return said(is).some((one) => !known.has(one));
}

function unseenVoids(ticket: Ticket): number {
  return ticket.lines.reduce((sum, line) => sum + (line.is_void_seen === true ? 0 : (line.voided ?? 0)), 0);
}
