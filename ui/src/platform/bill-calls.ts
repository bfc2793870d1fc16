/**
 * What the till asks of the hub about a bill. Payments, refunds and discounts have ids made here, so
 * that however often one is sent it happens once.
 */
import type { components } from "../api/types";
import { command, read } from "./staff-calls";

type Schemas = components["schemas"];
export type Checkout = Schemas["CheckoutView"];
export type Bill = Schemas["BillView"];
export type Share = Schemas["ShareView"];
export type BillLine = Schemas["BillLineView"];
export type Payment = Schemas["PaymentView"];
export type SplitChange = Schemas["SplitChange"];
export type TakePayment = Schemas["TakePayment"];
export type TenderOffer = Schemas["TenderOffer"];
export type RefundPayment = Schemas["RefundPayment"];
export type CorrectPayment = Schemas["CorrectPayment"];
export type GiveDiscount = Schemas["GiveDiscount"];
export type TakeAway = Schemas["TakeAway"];

const LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

/** An id of ten letters, as the hub makes them. */
export function newShortId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => LETTERS[byte & 31]).join("");
}

const of = (session: string) => `/api/sessions/${session}/bill`;

export const billCalls = {
  bill: (session: string) => read<Checkout>(of(session)),
  split: (session: string, change: SplitChange, key: string) =>
    command<unknown>(`${of(session)}/split`, key, change),
  lock: (session: string, share: string, key: string) =>
    command<unknown>(`${of(session)}/shares/${share}/lock`, key),
  release: (session: string, share: string, key: string) =>
    command<unknown>(`${of(session)}/shares/${share}/release`, key),
  pay: (session: string, payment: TakePayment, key: string) =>
    command<Payment>(`${of(session)}/payments`, key, payment),
  refund: (payment: string, refund: RefundPayment, key: string) =>
    command<Payment>(`/api/payments/${payment}/refund`, key, refund),
  correct: (payment: string, correction: CorrectPayment, key: string) =>
    command<Payment>(`/api/payments/${payment}/correct`, key, correction),
  giveDiscount: (session: string, discount: GiveDiscount, key: string) =>
    command<unknown>(`${of(session)}/discounts`, key, discount),
  withdrawDiscount: (session: string, discount: string, key: string) =>
    command<unknown>(`${of(session)}/discounts/${discount}/withdraw`, key),
  returnStray: (payment: string, reference: string, key: string) =>
    command<unknown>(`/api/online-payments/${payment}/returned`, key, { reference }),
  takeAway: (session: string, what: TakeAway, key: string) =>
    command<unknown>(`${of(session)}/take-away`, key, what),
};
