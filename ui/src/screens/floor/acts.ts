/**
 * What a waiter's press asks for, and how the floor looks once it is done: a press shows at once, whether
 * or not the hub has heard of it. The hub's own word replaces this as soon as it comes.
 */
import type { NamedDish, PartWith } from "../../platform/staff-calls";
import type { DeclineReason } from "../../text-approval";
import { isNamed } from "../staff/named-dish";
import type { Allergen, FloorView, Ready, Table, TableSession, Waiter } from "./tables";

/** What parts; an act that an earlier page has kept does not say all of it. */
type Parted = {
  guests: string[];
  /** Portions that go beside what is theirs. */
  dishes?: string[];
  covers?: number;
  /** Who was shown to sit at the other table. */
  with?: PartWith;
};

export type Act =
  | { type: "take_call"; session: string; call: number; table: string }
  | { type: "end_call"; session: string; call: number; table: string }
  /** `dishes` are those that were shown; an act that an earlier page has kept does not say. */
  | { type: "serve"; session: string; order: number; dishes?: NamedDish[]; table: string }
  /** What was taken for brought was not. */
  | { type: "put_back"; session: string; order: number; dishes: number[]; table: string }
  /** `orders` are those that were shown to wait. */
  | { type: "fire"; session: string; course: number; orders?: number[]; table: string }
  | { type: "course"; session: string; order: number; index: number; course: number; table: string }
  /** What somebody must not eat, or the whole table, as the house notes it: all of it. */
  | { type: "allergies"; session: string; diner: string; name: string; noted: Allergen[]; table: string }
  | { type: "covers"; session: string; covers: number; table: string }
  | { type: "waiter"; session: string; waiter: Waiter | null; table: string }
  /** `table` and `to` are ids, and `name` is what people call it. */
  | { type: "clean"; table: string; name: string }
  | { type: "move"; session: string; to: string; table: string }
  | { type: "add_table"; session: string; to: string; table: string }
  | { type: "leave_table"; session: string; to: string; table: string }
  /** `to` is the visit of the others. */
  | { type: "join"; session: string; to: string; table: string }
  | ({ type: "part"; session: string; to: string; table: string } & Parted)
  | { type: "approve"; session: string; order: number; table: string }
  | {
      type: "decline";
      session: string;
      order: number;
      table: string;
      reason: DeclineReason;
      text: string;
    };

/** The floor once an act is done. Who sits where is the hub's to say: moves wait for it. */
export function withAct(view: FloorView, act: Act, me: string): FloorView {
  switch (act.type) {
    case "take_call":
      return withParty(view, act.session, (party) =>
        withCalls(party, (call) => (call.call === act.call ? { ...call, taken_by: me } : call)),
      );
    case "end_call":
      return withParty(view, act.session, (party) => withoutCall(party, act.call));
    case "serve":
      return withParty(view, act.session, (party) => brought(party, act));
    case "allergies":
      return withParty(view, act.session, (party) => ({ ...party, allergies: withNoted(party, act) }));
    case "fire":
      return withParty(view, act.session, (party) => ({
        ...party,
        held: (party.held ?? []).flatMap((held) => stillHeld(held, act)),
      }));
    case "covers":
      return withParty(view, act.session, (party) => ({ ...party, covers: act.covers }));
    case "waiter":
      return withParty(view, act.session, (party) => ({ ...party, waiter: act.waiter }));
    case "clean":
      return cleaned(view, act.table);
    case "approve":
    case "decline":
      return withParty(view, act.session, (party) => ({
        ...party,
        approvals: (party.approvals ?? []).filter(({ order }) => order !== act.order),
      }));
    // Which ticket a dish comes onto, and what of an order waits to be brought, is the hub's to say.
    case "course":
    case "put_back":
    case "move":
    case "add_table":
    case "leave_table":
    case "join":
    case "part":
      return view;
  }
}

type Allergies = NonNullable<TableSession["allergies"]>[number];

function withNoted(party: TableSession, { diner, name, noted }: Omit<Allergies, "allergens">): Allergies[] {
  const known = party.allergies ?? [];
  const said = known.find((one) => one.diner === diner)?.allergens ?? [];
  const others = known.filter((one) => one.diner !== diner);
  const isKnown = said.length + (noted ?? []).length > 0;
  return isKnown ? [...others, { diner, name, allergens: said, noted: noted ?? [] }] : others;
}

type Call = NonNullable<NonNullable<TableSession["door"]>["calls"]>[number];

function withParty(
  view: FloorView,
  session: string,
  change: (party: TableSession) => TableSession,
): FloorView {
  const rooms = view.rooms.map((room) => ({
    ...room,
    tables: room.tables.map((table) =>
      table.session?.session === session ? { ...table, session: change(table.session) } : table,
    ),
  }));
  return { ...view, rooms };
}

function withCalls(party: TableSession, change: (call: Call) => Call): TableSession {
  return { ...party, door: { ...party.door, calls: (party.door?.calls ?? []).map(change) } };
}

function withoutCall(party: TableSession, number: number): TableSession {
  const calls = (party.door?.calls ?? []).filter(({ call }) => call !== number);
  return { ...party, door: { ...party.door, calls } };
}

/** What is ready of an order is at the table, as far as it was shown. */
function brought(party: TableSession, act: Extract<Act, { type: "serve" }>): TableSession {
  type Dish = Ready["dishes"][number];
  const isMeant = ({ index = -1, remade }: Dish) =>
    act.dishes === undefined || isNamed(act.dishes, { index: index ?? -1, remade });
  const ready = party.ready ?? [];
  const own = ready.filter(({ order }) => order === act.order).flatMap(({ dishes }) => dishes);
  const left = ready.map((one) =>
    one.order === act.order ? { ...one, dishes: one.dishes.filter((dish) => !isMeant(dish)) } : one,
  );
  return {
    ...party,
    ready: left.filter(({ dishes }) => dishes.length > 0),
    dishes_ready: Math.max(0, party.dishes_ready - portionsOf(own.filter(isMeant))),
  };
}

type Held = NonNullable<TableSession["held"]>[number];

/** What of a course waits on: a round that came since nobody has seen. */
function stillHeld(held: Held, { course, orders }: Extract<Act, { type: "fire" }>): Held[] {
  if (held.course !== course) return [held];
  const dishes = orders ? (held.dishes ?? []).filter(({ order }) => !orders.includes(order)) : [];
  return dishes.length > 0 ? [{ ...held, dishes, portions: portionsOf(dishes) }] : [];
}

const portionsOf = (dishes: { quantity: number }[]) =>
  dishes.reduce((sum, { quantity }) => sum + quantity, 0);

function cleaned(view: FloorView, id: string): FloorView {
  const rooms = view.rooms.map((room) => ({
    ...room,
    tables: room.tables.map((table) =>
      table.table === id && table.status?.state === "to_clean"
        ? { ...table, status: { state: "free" as const, since_ms: 0 } }
        : table,
    ),
  }));
  return { ...view, rooms };
}

/** Names what an act changes, and where, so that the screen can mark both as not sent. */
export function actTargets(act: Act): string[] {
  if (act.type === "clean") return [tableKey(act.table)];
  return [...ownTargets(act), partyKey(act.session)];
}

function ownTargets(act: Exclude<Act, { type: "clean" }>): string[] {
  switch (act.type) {
    case "take_call":
    case "end_call":
      return [callKey(act.session, act.call)];
    case "serve":
    case "put_back":
      return [orderKey(act.order)];
    case "course":
      return [dishKey(act.order, act.index)];
    case "allergies":
      return [allergiesKey(act.session)];
    case "approve":
    case "decline":
      return [approvalKey(act.order)];
    case "fire":
      return [courseKey(act.session, act.course)];
    case "covers":
    case "waiter":
      return [servingKey(act.session)];
    case "move":
    case "add_table":
    case "leave_table":
    case "join":
    case "part":
      return [moveKey(act.session)];
  }
}

/** What is marked on a table as a whole: all that was done to it, or to those who sit there. */
export function tableTargets({ table, session }: Pick<Table, "table" | "session">): string[] {
  return session ? [tableKey(table), partyKey(session.session)] : [tableKey(table)];
}

export const callKey = (session: string, call: number) => `call:${session}/${call}`;
export const moveKey = (session: string) => `move:${session}`;
export const approvalKey = (order: number) => `approval:${order}`;
export const allergiesKey = (session: string) => `allergies:${session}`;
export const courseKey = (session: string, course: number) => `course:${session}/${course}`;
export const dishKey = (order: number, index: number) => `dish:${order}/${index}`;
export const orderKey = (order: number) => `order:${order}`;
export const servingKey = (session: string) => `serving:${session}`;
const partyKey = (session: string) => `party:${session}`;
const tableKey = (table: string) => `table:${table}`;
