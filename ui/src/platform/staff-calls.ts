/**
 * Every call that a staff screen makes to the hub, on one page. An answer is done, refused
 * (a person should know why), a fault of the hub, "in a moment", or none at all. Commands carry the
 * key that was made when the person acted, so that a retry does nothing twice.
 */
import type { components } from "../api/types";

type Schemas = components["schemas"];
export type CallReply = Schemas["CallReply"];
export type DishStatus = Schemas["DishStatus"];
export type KitchenView = Schemas["KitchenView"];
export type FloorView = Schemas["FloorView"];
export type Menu = Schemas["Menu"];
export type InviteAnswer = Schemas["InviteAnswer"];
export type KnockReply = Schemas["KnockReply"];
export type NamedDish = Schemas["NamedDish"];
export type PartGuests = Schemas["PartGuests"];
export type PartWith = Schemas["PartWith"];
export type PinAnswer = Schemas["PinAnswer"];
export type Problem = Schemas["Problem"];
export type SessionMode = Schemas["SessionMode"];
export type StaffAnswer = Schemas["StaffAnswer"];
export type StaffCart = Schemas["StaffCart"];
export type TableCode = Schemas["TableCode"];
export type TableView = Schemas["TableView"];
export type TrustAnswer = Schemas["TrustAnswer"];

export type Outcome<T> =
  | { type: "done"; value: T }
  | { type: "refused"; problem: Problem }
  | { type: "fault"; problem: Problem }
  /** The hub asks to try again in a moment. */
  | { type: "busy"; problem: Problem }
  | { type: "unreachable" };

/** A call without an answer by then counts as unanswered. */
const ANSWER_WITHIN_MS = 10_000;

/** A version 4 UUID; `crypto.randomUUID` is missing on plain http. */
export function newCommandKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

export const staffCalls = {
  signIn: (name: string, password: string, key: string) =>
    command<StaffAnswer>("/api/staff/sign-in", key, { name, password }),
  signOut: (key: string) => command<null>("/api/staff/sign-out", key),
  me: () => read<StaffAnswer>("/api/staff/me"),
  menu: () => read<Menu>("/api/menu"),
  trust: () => read<TrustAnswer>("/api/trust"),

  kitchen: () => read<KitchenView>("/api/kitchen/orders"),
  /** What a display shows that has no socket to say it on. */
  shown: (tickets: string[]) => command<unknown>("/api/kitchen/shown", newCommandKey(), { tickets }),
  setDishStatus: (order: number, index: number, status: DishStatus, seen: number | undefined, key: string) =>
    command<unknown>(`/api/kitchen/order/${order}/item/${index}/status`, key, { status, seen }),
  bump: (ticket: string, seen: number | undefined, key: string) =>
    command<unknown>(`/api/kitchen/ticket/${ticket}/bump${seenQuery(seen)}`, key),
  recall: (ticket: string, seen: number | undefined, key: string) =>
    command<unknown>(`/api/kitchen/ticket/${ticket}/recall${seenQuery(seen)}`, key),
  fireForOrder: (order: number, course: number, orders: number[] | undefined, key: string) =>
    command<unknown>(`/api/kitchen/order/${order}/fire`, key, { course, orders }),
  moveToCourse: (order: number, index: number, course: number, key: string) =>
    command<unknown>(`/api/kitchen/order/${order}/item/${index}/course`, key, { course }),
  passDishes: (order: number, pass: string, dishes: NamedDish[], key: string) =>
    command<unknown>(`/api/kitchen/order/${order}/pass/${pass}`, key, { dishes }),
  serveOrder: (order: number, dishes: NamedDish[] | undefined, key: string) =>
    command<unknown>(`/api/kitchen/order/${order}/serve`, key, { dishes }),
  putBack: (order: number, dishes: number[], key: string) =>
    command<unknown>(`/api/kitchen/order/${order}/put-back`, key, { dishes }),
  seeVoid: (order: number, index: number, key: string) =>
    command<unknown>(`/api/kitchen/order/${order}/item/${index}/void-seen`, key),

  floor: () => read<FloorView>("/api/floor"),
  fire: (session: string, course: number, orders: number[] | undefined, key: string) =>
    command<unknown>(`/api/sessions/${session}/fire`, key, { course, orders }),
  seat: (table: string, covers: number, mode: SessionMode, key: string) =>
    command<PinAnswer>(`/api/floor/tables/${table}/seat`, key, { covers, mode }),
  changeMode: (session: string, mode: SessionMode, key: string) =>
    command<unknown>(`/api/floor/sessions/${session}/mode`, key, { mode }),
  sendTogether: (session: string, key: string) =>
    command<unknown>(`/api/floor/sessions/${session}/send-together`, key),
  carts: (session: string) => read<StaffCart[]>(`/api/floor/sessions/${session}/carts`),
  pin: (session: string) => read<PinAnswer>(`/api/floor/sessions/${session}/pin`),
  reissuePin: (session: string, key: string) =>
    command<PinAnswer>(`/api/floor/sessions/${session}/pin/reissue`, key),
  closeSession: (session: string, key: string) => command<unknown>(`/api/sessions/${session}/close`, key),
  invite: (session: string, key: string) =>
    command<InviteAnswer>(`/api/floor/sessions/${session}/invites`, key),
  cancelInvite: (session: string, invite: string, key: string) =>
    command<unknown>(`/api/floor/sessions/${session}/invites/${invite}/cancel`, key),
  answerKnock: (session: string, knock: string, reply: KnockReply, key: string) =>
    command<unknown>(`/api/floor/sessions/${session}/knocks/${knock}`, key, { reply }),
  removeDiner: (session: string, diner: string, key: string) =>
    command<unknown>(`/api/floor/sessions/${session}/diners/${diner}/remove`, key),
  answerCall: (session: string, call: number, reply: CallReply, key: string) =>
    command<unknown>(`/api/floor/sessions/${session}/calls/${call}`, key, { reply }),
  changeCovers: (session: string, covers: number, key: string) =>
    command<unknown>(`/api/floor/sessions/${session}/covers`, key, { covers }),
  assignWaiter: (session: string, waiter: string | null, key: string) =>
    command<unknown>(`/api/floor/sessions/${session}/waiter`, key, { waiter }),
  moveParty: (session: string, table: string, key: string) =>
    command<unknown>(`/api/floor/sessions/${session}/move`, key, { table }),
  addTable: (session: string, table: string, key: string) =>
    command<unknown>(`/api/floor/sessions/${session}/tables`, key, { table }),
  leaveTable: (session: string, table: string, key: string) =>
    command<unknown>(`/api/floor/sessions/${session}/tables/${table}/leave`, key),
  joinParty: (session: string, party: string, key: string) =>
    command<unknown>(`/api/floor/sessions/${session}/join`, key, { party }),
  partGuests: (session: string, part: PartGuests, key: string) =>
    command<unknown>(`/api/floor/sessions/${session}/part`, key, part),
  cleanTable: (table: string, key: string) => command<unknown>(`/api/floor/tables/${table}/clean`, key),
  tableCode: (table: string) => read<TableCode>(`/api/floor/tables/${table}/code`),
};

export function read<T>(path: string): Promise<Outcome<T>> {
  return answered<T>(path, { method: "GET" });
}

/** Names the revision of a ticket that was looked at. */
const seenQuery = (seen: number | undefined) => (seen === undefined ? "" : `?seen=${seen}`);

export function command<T>(path: string, key: string, body?: object): Promise<Outcome<T>> {
  const headers: Record<string, string> = { "Idempotency-Key": key };
  const request: RequestInit = { method: "POST", headers };
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
    request.body = JSON.stringify(body);
  }
  return abandonable(key, (end) => answered<T>(path, request, end));
}

const underWay = new Map<string, AbortController>();

/** Gives up on a command that has no answer yet, which then counts as unanswered. */
export function abandon(key: string): void {
  underWay.get(key)?.abort();
}

async function abandonable<T>(key: string, call: (end: AbortController) => Promise<T>): Promise<T> {
  const end = new AbortController();
  underWay.set(key, end);
  try {
    return await call(end);
  } finally {
    // The same command may have been sent anew meanwhile.
    if (underWay.get(key) === end) underWay.delete(key);
  }
}

export async function answered<T>(
  path: string,
  request: RequestInit,
  timeout = new AbortController(),
): Promise<Outcome<T>> {
  const timer = setTimeout(() => timeout.abort(), ANSWER_WITHIN_MS);
  try {
    const answer = await fetch(path, {
      ...request,
      cache: "no-store",
      credentials: "same-origin",
      signal: timeout.signal,
    });
    return outcome<T>(answer.status, await answer.text());
  } catch {
    return { type: "unreachable" };
  } finally {
    clearTimeout(timer);
  }
}

/** What an answer means. Anything that the hub did not word itself, such as a proxy's page, is no answer. */
export function outcome<T>(status: number, text: string): Outcome<T> {
  const body = parsed(text);
  if (status >= 200 && status < 300 && body !== undefined) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- types are made from the hub's own code
    return { type: "done", value: body as T };
  }
  if (!isProblem(body)) return { type: "unreachable" };
  if (status === 503) return { type: "busy", problem: body };
  return { type: status >= 500 ? "fault" : "refused", problem: body };
}

function parsed(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "code" in body && typeof body.code === "string";
}
