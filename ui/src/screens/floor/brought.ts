/** Rounds that were marked as brought on this device just now, or that wait to be sent. Pure. */
import type { Queued } from "../../platform/outbox";
import { isNamed } from "../staff/named-dish";
import type { Act } from "./acts";
import { partiesOf, type FloorView, type Ready } from "./tables";

/** `key` is that of the press. */
export type Brought = { key: string; session: string; table: string; order: Ready };

/**
 * What an earlier page has marked as brought and the hub has not heard of: the dishes that were meant, as the
 * hub has last told of them.
 */
export function broughtBefore(queue: readonly Queued<Act>[], view: FloorView | undefined): Brought[] {
  const ready = partiesOf(view?.rooms ?? []).flatMap(({ session }) => session?.ready ?? []);
  return queue.flatMap(({ key, tap }) => {
    const known = tap.type === "serve" ? ready.find(({ order }) => order === tap.order) : undefined;
    if (tap.type !== "serve" || !known) return [];
    const isMeant = ({ index = -1, remade }: Ready["dishes"][number]) =>
      tap.dishes === undefined || isNamed(tap.dishes, { index: index ?? -1, remade });
    const order = { ...known, dishes: known.dishes.filter(isMeant) };
    return [{ key, session: tap.session, table: tap.table, order }];
  });
}
