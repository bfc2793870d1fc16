/** What a waiter needs to know of a table, in a word and a few numbers. Pure. */
import type { components } from "../../api/types";

type Schemas = components["schemas"];
export type FloorView = Schemas["FloorView"];
export type Room = Schemas["RoomView"];
export type Table = Schemas["TableView"];
export type TableSession = Schemas["TableSessionView"];

/** What is most pressing comes last. */
export type TableState = "free" | "seated" | "served" | "ordered" | "ready";

export function stateOf(table: Table): TableState {
  const session = table.session;
  if (!session) return "free";
  if (session.dishes_ready > 0) return "ready";
  if (session.dishes_open > 0) return "ordered";
  return session.orders > 0 ? "served" : "seated";
}

export function minutesSince(ms: number, hubNowMs: number): number {
  return Math.floor(Math.max(0, hubNowMs - ms) / 60_000);
}

/** How long the PIN of a table is refused: some minutes, until a new one is made, or not at all. */
export type PinBlock = { type: "minutes"; left: number } | { type: "until_new" } | undefined;

/** A block further away than this has no end of its own. */
const FOR_GOOD_MS = 24 * 60 * 60 * 1000;

export function pinBlock(session: TableSession, hubNowMs: number): PinBlock {
  const left = (session.pin_blocked_until_ms ?? 0) - hubNowMs;
  if (left <= 0) return undefined;
  return left > FOR_GOOD_MS ? { type: "until_new" } : { type: "minutes", left: Math.ceil(left / 60_000) };
}

export type Knock = Schemas["KnockView"];

/** Who waits to be let in. `viewMs` is the hub's clock when it told of them. */
export function knocksAt(session: TableSession, viewMs: number, hubNowMs: number): Knock[] {
  return (session.door?.knocks ?? []).filter(({ ends_in_ms }) => viewMs + ends_in_ms > hubNowMs);
}

/** Names of those whose phone had to start over again and again, and was cut off. */
export function stuckAt(session: TableSession): string[] {
  const stuck = session.stuck ?? [];
  return (session.people ?? []).filter(({ diner }) => stuck.includes(diner)).map(({ name }) => name);
}

/** Tables with dishes to bring, in the order of the rooms. */
export function tablesToRun(rooms: Room[]): Table[] {
  return rooms.flatMap((room) => room.tables).filter((table) => stateOf(table) === "ready");
}

/** How long an order may wait for a kitchen display before somebody has to walk. */
export const UNSHOWN_MS = 60_000;

/** Names of the tables with an order that no kitchen display has shown for too long. */
export function unshownTables(rooms: Room[], hubNowMs: number): string[] {
  const isLate = (table: Table) =>
    (table.session?.unshown ?? []).some(({ fired_at_ms }) => hubNowMs - fired_at_ms >= UNSHOWN_MS);
  return rooms.flatMap((room) => room.tables.filter(isLate)).map(({ name }) => name);
}

export function findTable(rooms: Room[], id: string | undefined): Table | undefined {
  return rooms.flatMap((room) => room.tables).find((table) => table.table === id);
}

/** The counts that are one tap away; larger parties are counted up. */
export const COVERS_AT_HAND = 12;
/** The largest party that the hub seats. */
export const COVERS_MAX = 60;

export function coversWithin(covers: number): number {
  return Math.min(Math.max(1, covers), COVERS_MAX);
}
