/**
 * The view as a store: each new view is laid over the old one, so that only what differs is drawn
 * again, and a list keeps its rows by what they stand for and not by where they are.
 */
import { createStore, reconcile } from "solid-js/store";
import type { CartGroup, View } from "./names";

/** What the screens show until the brain speaks. */
function emptyView(table: string): View {
  return {
    stage: { type: "join", is_busy: false },
    connection: { type: "connecting" },
    table,
    table_name: "",
    mode: "family",
    diners: [],
    cart: { groups: [], portions: 0, unsaved_edits: 0, is_orderable: false },
    orders: [],
    notices: [],
    knocks: [],
    cancelling: [],
    is_sending_together: false,
    allergies: { is_busy: false },
    calls: [],
  };
}

/** Gives each thing in a list the `id` by which the store tells it from its neighbours. */
function named<T extends object>(things: T[], id: (thing: T) => string | number): T[] {
  return things.map((thing) => ({ ...thing, id: id(thing) }));
}

function namedGroups(groups: CartGroup[]): CartGroup[] {
  const lines = (group: CartGroup) =>
    named(group.lines, ({ line }) => line).map((line) => ({
      ...line,
      units: named(line.units, ({ unit }) => unit),
    }));
  return named(groups, ({ diner }) => diner).map((group) => ({ ...group, lines: lines(group) }));
}

function namedView(view: View): View {
  return {
    ...view,
    diners: named(view.diners, ({ diner }) => diner),
    cart: { ...view.cart, groups: namedGroups(view.cart.groups) },
    review: view.review ? { ...view.review, groups: namedGroups(view.review.groups) } : null,
    knocks: named(view.knocks, ({ knock }) => knock),
    calls: named(view.calls, ({ kind }) => kind),
    orders: named(view.orders, ({ order }) => order).map((order) => ({
      ...order,
      lines: named(order.lines, ({ index }) => index),
    })),
  };
}

export function createViewStore(table: string): { view: View; show: (view: View) => void } {
  const [view, setView] = createStore<View>(emptyView(table));
  return { view, show: (next) => setView(reconcile(namedView(next))) };
}
