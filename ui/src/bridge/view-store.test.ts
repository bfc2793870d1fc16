import { expect, test } from "vitest";
import type { CartLine, View } from "./names";
import { createViewStore } from "./view-store";

function line(id: string, units: string[]): CartLine {
  return {
    line: id,
    item: "negroni",
    name: "Negroni",
    modifiers: [],
    note: "",
    config: { modifiers: [], note: "" },
    units: units.map((unit) => ({ unit, is_saved: true })),
    added_by: "anna",
    is_saved: true,
    is_proposal: false,
  };
}

function viewOf(lines: CartLine[]): View {
  return {
    stage: { type: "seated" },
    connection: { type: "live" },
    table: "7",
    table_name: "7",
    mode: "family",
    diners: [],
    cart: { groups: [{ diner: "anna", lines }], portions: 1, unsaved_edits: 0, is_orderable: true },
    orders: [],
    notices: [],
    knocks: [],
    cancelling: [],
    is_sending_together: false,
    allergies: { is_busy: false },
    calls: [],
  };
}

test("a line keeps its row when another comes before it", () => {
  const { view, show } = createViewStore("7");
  show(viewOf([line("b", ["u1"])]));
  const before = view.cart.groups[0]?.lines[0];
  show(viewOf([line("a", ["u2"]), line("b", ["u1", "u3"])]));
  const after = view.cart.groups[0]?.lines;
  expect(after?.map(({ line: id }) => id)).toEqual(["a", "b"]);
  expect(after?.[1]).toBe(before);
  expect(after?.[1]?.units).toHaveLength(2);
});

test("a review appears and goes", () => {
  const { view, show } = createViewStore("7");
  const total = { minor: 950, currency: "EUR" };
  const groups = viewOf([line("a", ["u1"])]).cart.groups;
  show({
    ...viewOf([]),
    review: { command_id: "c", groups, portions: 1, total, state: { type: "open" } },
  });
  expect(view.review?.groups[0]?.lines[0]?.name).toBe("Negroni");
  show(viewOf([]));
  expect(view.review).toBeNull();
});
