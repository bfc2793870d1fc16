/**
 * Which tickets this display may say that it shows: those on the page that is turned to, where somebody can
 * see it. A pass shows whole orders to whoever brings them, and no station cooks from it.
 */
import { isPass } from "./pass";
import type { Ticket } from "./tickets";

export function shownTo(onPage: Ticket[], isVisible: boolean): string[] {
  return isVisible ? onPage.filter((ticket) => !isPass(ticket)).map(({ ticket }) => ticket) : [];
}
