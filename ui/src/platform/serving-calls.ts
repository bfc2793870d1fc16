/** Calls about what happens beside orders: stock, a waiter's cart for a party, void and comp. */
import type { components } from "../api/types";
import { answered, command, newCommandKey, read, type Outcome } from "./staff-calls";

type Schemas = components["schemas"];
export type CartAnswer = Schemas["CartAnswer"];
export type CartAnswerLine = Schemas["CartAnswerLine"];
export type Confirmation = Schemas["Confirmation"];
export type OrderReceipt = Schemas["OrderReceipt"];
export type OrdersAnswer = Schemas["OrdersAnswer"];
export type TakeOffReason = Schemas["TakeOffReason"];
type StockMode = Schemas["StockMode"];
type LineConfig = Schemas["LineConfig"];
export type LineChange = { config: LineConfig; diner?: string };

const cartOf = (session: string, diner: string) => `/api/sessions/${session}/cart/${diner}`;

export const servingCalls = {
  setStock: (of: Schemas["StockOf"], mode: StockMode, seen: StockMode | undefined, key: string) =>
    command<unknown>("/api/kitchen/stock", key, { of, mode, seen }),
  orders: (session: string) => read<OrdersAnswer>(`/api/sessions/${session}/orders`),
  cart: (session: string, diner: string) => read<CartAnswer>(cartOf(session, diner)),
  add: (session: string, diner: string, item: string, config: LineConfig, quantity: number) =>
    addOnce(`${cartOf(session, diner)}/add`, { item, config, quantity }),
  resize: (session: string, diner: string, line: string, quantity: number) =>
    command<CartAnswer>(`${cartOf(session, diner)}/update`, newCommandKey(), { line, quantity }),
  change: (session: string, diner: string, line: string, change: LineChange) =>
    command<CartAnswer>(`${cartOf(session, diner)}/update`, newCommandKey(), { line, ...change }),
  remove: (session: string, diner: string, line: string): Promise<Outcome<CartAnswer>> =>
    answered<CartAnswer>(`${cartOf(session, diner)}/item/${line}`, { method: "DELETE" }),
  place: (session: string, diner: string, confirmed: Confirmation, key: string) =>
    command<OrderReceipt>(`${cartOf(session, diner)}/order`, key, confirmed),
  noteAllergies: (session: string, diner: string, allergens: Schemas["Allergen"][], key: string) =>
    command<unknown>(`/api/sessions/${session}/allergies/${diner}`, key, { allergens }),
  approve: (order: number, key: string) => command<unknown>(`/api/floor/orders/${order}/approve`, key),
  decline: (order: number, reason: Schemas["DeclineReason"], text: string, key: string) =>
    command<unknown>(`/api/floor/orders/${order}/decline`, key, { reason, text }),
  takeOff: (
    act: "void" | "comp",
    order: number,
    index: number,
    off: { portions: number; reason: TakeOffReason; session: string; diner: string | null },
    key: string,
  ) => command<unknown>(`/api/orders/${order}/item/${index}/${act}`, key, off),
};

/** Keys of additions of which no answer came, by what was to be added: whoever tries that again means the same. */
const unanswered = new Map<string, string>();

async function addOnce(path: string, body: object) {
  const what = path + JSON.stringify(body);
  const key = unanswered.get(what) ?? newCommandKey();
  // Whoever taps twice wants two.
  unanswered.delete(what);
  const outcome = await command<CartAnswer>(path, key, body);
  if (outcome.type === "unreachable" || outcome.type === "busy") unanswered.set(what, key);
  return outcome;
}
