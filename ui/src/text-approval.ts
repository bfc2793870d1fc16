/** Every text of orders that the house looks at first: on the floor, and on the phones of their party. */
import type { components } from "./api/types";
import { count } from "./text";

type Schemas = components["schemas"];
type Ground = Schemas["ApprovalGround"];
export type DeclineReason = Schemas["DeclineReason"];

export const approval = {
  title: "Orders that wait for you",
  orderAt: (table: string, number: number) => `Order ${number} at table ${table}`,
  from: "Order from table ",
  number: (n: number) => `Order ${n}`,
  by: (name: string) => `from ${name}`,
  grounds: {
    first_order: "First order of this table",
    many_portions: "Many portions",
    large_amount: "A large amount",
  } satisfies Record<Ground, string>,
  portions: (n: number, dish: string) => `${n} × ${dish}`,
  noEating: (name: string, what: string) => `${name} must not eat: ${what}`,
  approve: "Approve",
  decline: "Decline",
  approveOf: (table: string, number: number) => `Approve order ${number} of table ${table}`,
  declineOf: (table: string, number: number) => `Decline order ${number} of table ${table}`,
  onTile: (n: number) => (n === 1 ? "An order waits for you" : `${n} orders wait for you`),
  why: "Why?",
  whyMore: "Nothing of it is made or charged. Their dishes go back into their cart, with these words.",
  more: "More, for the guests (if you like)",
  needed: "In your words, for the guests",
  wordless: "Please write a word or two.",
  send: "Decline the order",
  keep: "Not now",
  declineTitle: (table: string, number: number) => `Decline order ${number} of table ${table}?`,
};

/** What a guest is told, in the order in which the floor is offered it. */
export const declineReasons: readonly (readonly [DeclineReason, string])[] = [
  ["ask_waiter", "We come to your table to talk about it"],
  ["sold_out", "We have run out of something in it"],
  ["kitchen_busy", "The kitchen cannot make it right now"],
  ["mistake", "It looks like a slip. Please have another look"],
  ["not_at_table", "It does not seem to come from your table"],
  ["other", "Something else"],
];

const declineWords = new Map<DeclineReason, string>(declineReasons);

/** Why, as the guest reads it: the set phrase, and what the house added. */
export function whyDeclined(reason: DeclineReason, text: string): string {
  const phrase = reason === "other" ? "" : `${declineWords.get(reason) ?? ""}.`;
  return [phrase, text].filter((words) => words !== "").join(" ");
}

export const waitingOrder = {
  title: "The house is checking your order",
  lead: (number: number) => `Order ${number}. It goes to the kitchen once a waiter has looked at it.`,
  round: "Being checked by the house",
  more: "A waiter has a quick look before the kitchen begins. You can still take dishes back.",
  status: "Being checked",
  notCharged: "Not on the bill yet",
  declined: "Not taken by the house",
  isBack: "Your dishes are back in the cart.",
  notBack: "Your cart is full, so the dishes did not go back. “Order again” brings each of them.",
  notMade: "Not made",
  toCart: "See the cart",
  notice: (number: number, why: string) => `The house has not taken order ${number}. ${why}`,
};

export const takeBack = {
  howMany: "How many?",
  less: "One less",
  more: "One more",
  count: (n: number) => count(n, "portion", "portions"),
  ask: (dish: string) => `Take ${dish} back? The kitchen has not begun.`,
};
