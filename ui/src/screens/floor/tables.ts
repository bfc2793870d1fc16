/** What a waiter needs to know of a table, in a word and a few numbers. Pure. */
import type { components } from "../../api/types";

type Schemas = components["schemas"];
export type FloorView = Schemas["FloorView"];
export type Room = Schemas["RoomView"];
export type Table = Schemas["TableView"];
export type TableSession = Schemas["TableSessionView"];

export type Allergen = Schemas["Allergen"];
export type Waiter = Schemas["WaiterView"];
/** What of an order waits to be brought. */
export type Ready = Schemas["ReadyOrderView"];
export type Call = Schemas["CallView"];

/** As the hub says, and ready to run for a table that waits for what stands on the pass. */
export type TableState = Schemas["TableState"] | "ready";

export function stateOf(table: Table): TableState {
  if ((table.session?.dishes_ready ?? 0) > 0) return "ready";
  return table.status?.state ?? (table.session ? "seated" : "free");
}

/** How long a table has stood as it does; nothing for a free one. */
export function minutesIn(table: Table, hubNowMs: number): number | undefined {
  const { status, session } = table;
  if (stateOf(table) === "ready") return minutesSince(session?.ready_since_ms ?? hubNowMs, hubNowMs);
  return status && status.state !== "free" ? minutesSince(status.since_ms, hubNowMs) : undefined;
}

/** Is a limit reached? What has none is never late. */
const isOver = (sinceMs: number | null | undefined, limitMs: number | null | undefined, hubNowMs: number) =>
  typeof sinceMs === "number" && typeof limitMs === "number" && hubNowMs - sinceMs >= limitMs;

/** Has a table stood as it does for longer than the house wants? */
export function isStateLate({ status, session }: Table, view: FloorView, hubNowMs: number): boolean {
  return (
    isOver(session?.ready_since_ms, view.ready_late_ms, hubNowMs) ||
    isOver(status?.since_ms, status?.limit_ms, hubNowMs)
  );
}

/** Does an order of the table wait for a yes for longer than the house wants? */
export function isApprovalLate({ session }: Table, view: FloorView, hubNowMs: number): boolean {
  return isOver(session?.approvals?.[0]?.since_ms, view.approval_late_ms, hubNowMs);
}

/** Does a call of the table wait for longer than the house wants? */
export function isCallLate(table: Table, view: FloorView, hubNowMs: number): boolean {
  return callsAt(table, view, hubNowMs).some((call) => call.isLate);
}

/** Does anything at a table take longer than the house wants? */
export function isLate(table: Table, view: FloorView, hubNowMs: number): boolean {
  return [isStateLate, isApprovalLate, isCallLate].some((is) => is(table, view, hubNowMs));
}

/** It is late only while nobody is on the way. */
export type WaitingCall = { table: Table; call: Call; waitsMs: number; isLate: boolean };

/** Calls that wait, the longest waiting first. */
export function callsIn(view: FloorView, hubNowMs: number): WaitingCall[] {
  const calls = partiesOf(view.rooms).flatMap((table) => callsAt(table, view, hubNowMs));
  return calls.toSorted((a, b) => b.waitsMs - a.waitsMs);
}

/** Calls go on ageing while the hub cannot be heard. */
function callsAt(table: Table, view: FloorView, hubNowMs: number): WaitingCall[] {
  const sinceMs = Math.max(0, hubNowMs - view.hub_time_ms);
  const lateMs = view.call_late_ms ?? Number.POSITIVE_INFINITY;
  return (table.session?.door?.calls ?? []).map((call) => {
    const waitsMs = call.waits_ms + sinceMs;
    return { table, call, waitsMs, isLate: !call.taken_by && waitsMs >= lateMs };
  });
}

export type WaitingOrder = {
  table: Table;
  order: Schemas["WaitingOrderView"];
  waitsMs: number;
  isLate: boolean;
};

/** Orders that wait for somebody of the house, the longest waiting first. */
export function approvalsIn(view: FloorView, hubNowMs: number): WaitingOrder[] {
  const waiting = partiesOf(view.rooms).flatMap((table) =>
    (table.session?.approvals ?? []).map((order) => {
      const waitsMs = Math.max(0, hubNowMs - order.since_ms);
      return {
        table,
        order,
        waitsMs,
        isLate: waitsMs >= (view.approval_late_ms ?? Number.POSITIVE_INFINITY),
      };
    }),
  );
  return waiting.toSorted((a, b) => b.waitsMs - a.waitsMs);
}

/** Tables with a party, each party once: a party with several tables by its first. */
export function partiesOf(rooms: Room[]): Table[] {
  return rooms.flatMap(({ tables }) => tables).filter(isListed);
}

function isListed({ table, session }: Table): boolean {
  const first = session?.tables?.[0];
  return session !== null && session !== undefined && (first === undefined || first.table === table);
}

/** What people call the place of a party: all of its tables. */
export function calledOf(table: Table): string {
  const names = (table.session?.tables ?? []).map(({ name }) => name);
  return names.length > 1 ? names.join(" + ") : table.name;
}

/** Does a waiter look after a party? One that is nobody's is everybody's. */
export function isMine(table: Table, me: string | undefined): boolean {
  const staff = table.session?.waiter?.staff;
  return staff === undefined || staff === me;
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

/** Tables with dishes to bring, the longest waiting first. */
export function tablesToRun(rooms: Room[]): Table[] {
  const since = ({ session }: Table) => session?.ready_since_ms ?? Number.MAX_SAFE_INTEGER;
  const ready = partiesOf(rooms).filter((table) => stateOf(table) === "ready");
  return ready.toSorted((a, b) => since(a) - since(b));
}

/** How long an order may wait for a kitchen display before somebody has to walk. */
export const UNSHOWN_MS = 60_000;

/** Names of the tables with an order that no kitchen display has shown for too long. */
export function unshownTables(rooms: Room[], hubNowMs: number): string[] {
  const isUnseen = (table: Table) =>
    (table.session?.unshown ?? []).some(({ fired_at_ms }) => hubNowMs - fired_at_ms >= UNSHOWN_MS);
  return rooms.flatMap((room) => room.tables.filter(isUnseen)).map(({ name }) => name);
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
