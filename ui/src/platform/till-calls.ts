/** The calls about receipts, the end of a visit, and the books of the business days. */
import type { components } from "../api/types";
import { saveFile } from "./save";
import { command, read } from "./staff-calls";

type Schemas = components["schemas"];
export type DayBrief = Schemas["DayBrief"];
export type DayRatings = Schemas["DayRatings"];
export type DayRow = Schemas["DayRow"];
export type DayView = Schemas["DayView"];
export type Goodbye = Schemas["Goodbye"];
export type GoodbyeLink = Schemas["GoodbyeLink"];
export type RatingsView = Schemas["RatingsView"];
export type ReceiptAnswer = Schemas["ReceiptAnswer"];
export type ReceiptBrief = Schemas["ReceiptBrief"];
export type TillVisit = Schemas["TillVisit"];

export const tillCalls = {
  receipt: (payment: string, key: string) => read<ReceiptAnswer>(`/api/receipts/${payment}/${key}`),
  goodbye: (link: GoodbyeLink) => read<Goodbye>(goodbyePath(link)),
  rate: (link: GoodbyeLink, stars: number, comment: string, key: string) =>
    command<null>(`${goodbyePath(link)}/rating`, key, { stars, comment }),

  day: () => read<DayView>("/api/till/day"),
  closeDay: (day: number, counted: number, left: number, key: string) =>
    command<null>("/api/till/day/close", key, { day, counted, left }),
  moveCash: (id: string, amount: number, reason: string, key: string) =>
    command<null>("/api/till/cash", key, { id, amount, reason }),
  days: () => read<DayBrief[]>("/api/till/days"),
  closedDay: (day: number) => read<DayView>(`/api/till/days/${day}`),
  saveBooks: ({ day, date }: DayBrief, kind: "pdf" | "csv") =>
    saveFile(`/api/till/days/${day}/${kind}`, {}, `day-${day}-${date}.${kind}`),
  receipts: () => read<ReceiptBrief[]>("/api/till/receipts"),
  /** The receipt of a code that somebody shows, if the hub has issued it so. */
  checkCode: (code: string) => read<ReceiptAnswer>(`/api/till/codes/${encodeURIComponent(code)}`),
  ratings: () => read<RatingsView>("/api/till/ratings"),
  closeUnpaid: (session: string, reason: string, key: string) =>
    command<null>(`/api/sessions/${session}/close-unpaid`, key, { reason }),
};

function goodbyePath({ session, diner, key }: GoodbyeLink): string {
  return `/api/goodbye/${session}/${diner}/${key}`;
}

/** A fresh id of a movement of cash: ten characters of base32. */
export function newPaymentId(): string {
  const letters = "abcdefghijklmnopqrstuvwxyz234567";
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return Array.from(bytes, (byte) => letters[byte & 31]).join("");
}
