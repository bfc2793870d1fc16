/**
 * Which tickets this display may say that it shows: those on the page that is turned to, where somebody can
 * see it. A pass shows whole orders to whoever brings them, and no station cooks from it.
 */
import { isPass } from "./pass";
import type { Ticket } from "./tickets";

/**
 * What a display says again after an outage, for to the hub it has shown nothing since: all that it has said and
 * that is still open, other pages included. Nothing where nobody can see it: it begins anew once somebody can.
 */
export function shownStill(said: ReadonlySet<string>, open: Ticket[], isVisible: boolean): string[] {
  return isVisible ? open.map(({ ticket }) => ticket).filter((ticket) => said.has(ticket)) : [];
}

export function shownTo(onPage: Ticket[], isVisible: boolean): string[] {
  return isVisible ? onPage.filter((ticket) => !isPass(ticket)).map(({ ticket }) => ticket) : [];
}
