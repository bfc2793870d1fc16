/** Every text of the waiter's order taking, and of taking portions off a round. */
import type { components } from "./api/types";
import { count, dishStatus } from "./text";

type TakeOffReason = components["schemas"]["TakeOffReason"];

export const waiter = {
  take: "Take an order",
  takeFor: (table: string) => `Order for table ${table}`,
  lead: "The same cart that the guests have: what they chose stands here too.",
  forWhom: "Who is it for?",
  everyone: "Everyone",
  chooseFirst: "Everyone here orders for themselves. Choose whose order this is.",
  nobodyLead: "Everyone here was to order for themselves.",
  nobodyYet: "Nobody at this table has joined with a phone. Write down one order for the whole table?",
  together: "One order for the table",
  search: "Find a dish",
  soldOut: "Sold out",
  left: (n: number) => `${n} left`,
  add: "Add",
  addChosen: "Add",
  less: (dish: string) => `One less ${dish}`,
  more: (dish: string) => `One more ${dish}`,
  portions: (n: number, dish: string) => `${n} ${dish}`,
  cart: "In the cart",
  empty: "Nothing yet. Find the first dish below.",
  menu: "Menu",
  note: "For the kitchen",
  order: (n: number, sum: string) => `Order ${count(n, "dish", "dishes")} · ${sum}`,
  notOrderable: "One dish needs a look first: it is sold out or its choices are not complete.",
  changed: "Nothing was ordered. Since you looked:",
  placed: (n: number) => `Order ${n} is with the kitchen.`,
  done: "Done",
  loading: "One moment…",
  choose: "Please choose first.",
  edit: (dish: string) => `Change ${dish}`,
  editMore: "As it stands in the cart. The guests see the change at once.",
  save: "Save",
  checked: "The guests sent this one; it waits for a yes or no.",
  declined: "Declined",
};

export const rounds = {
  show: "Show the rounds",
  again: "Look again",
  none: "Nothing was ordered yet.",
  title: (round: number, number: number) => `Round ${round} · order ${number}`,
  sum: "Charged so far",
  status: dishStatus,
  voided: (n: number) => `${n} taken off`,
  comped: (n: number) => `${n} on the house`,
  void: "Void",
  voidMore: "Never made: the kitchen sees it, and nobody pays it.",
  voidOf: (dish: string) => `Void ${dish}`,
  comp: "On the house",
  compMore: "Made, and given free.",
  compByOffice: "A manager can put it on the house",
  compOf: (dish: string) => `On the house: ${dish}`,
  portions: "Portions",
  less: "One less",
  more: "One more",
  whose: "Whose?",
  everyone: "For everyone",
  reason: "Why?",
  confirm: { void: "Void it", comp: "Give it free" },
  cancel: "Leave it",
};

/** Reasons in the order in which they are offered; what a guest took back is no word of the house's. */
export const reasons: readonly (readonly [TakeOffReason, string])[] = [
  ["mistake", "Entered by mistake"],
  ["guest_changed", "The guest changed their mind"],
  ["sold_out", "The kitchen has run out"],
  ["quality", "Not as it should be"],
  ["late", "It came too late"],
  ["goodwill", "The house invites"],
];
