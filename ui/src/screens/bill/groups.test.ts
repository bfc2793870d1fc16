import { expect, it } from "vitest";
import { groupsOf, partsOf, wayOf, type Bill, type Portion } from "./groups";

const portion = (unit: string, diner: string, gross: number, fate: Portion["fate"] = "charged"): Portion => ({
  unit,
  diner,
  fate,
  gross,
  discount: 0,
});

function bill(portions: Portion[]): Bill {
  const line = { order: 1, round: 1, index: 0, name: "Soup", modifiers: [], unit_price: 750, portions };
  return {
    position: 1,
    session: "aaaaaaaaaa",
    table: "7",
    is_open: true,
    currency: "EUR",
    lines: [line],
    unseen: 0,
    goods: 0,
    discounts: [],
    tax_added: 0,
    taxes: [],
    total: 0,
    plan: { way: "by_person", shares: [], claims: [{ unit: "u2", parts: [{ share: "s1", parts: 2 }] }] },
    shares: [],
    paid: 0,
    left: 0,
    due_back: 0,
  };
}

it("puts portions of one price together, person by person", () => {
  const groups = groupsOf(
    bill([portion("u1", "ada", 750), portion("u2", "everyone22", 750), portion("u3", "ada", 750)]),
    ["everyone22", "ada"],
  );
  expect(groups.map(({ diner, rows }) => [diner, rows.map(({ units }) => units)])).toEqual([
    ["everyone22", [["u2"]]],
    ["ada", [["u1", "u3"]]],
  ]);
});

it("keeps what was voided, and what was discounted, apart", () => {
  const [group] = groupsOf(
    bill([portion("u1", "ada", 750), portion("u2", "ada", 0, "voided"), portion("u3", "ada", 700)]),
    ["ada"],
  );
  expect(group?.rows.map(({ fate, each }) => [fate, each])).toEqual([
    ["charged", 750],
    ["voided", 0],
    ["charged", 700],
  ]);
});

it("tells how a bill is split and who shares a portion", () => {
  const one = bill([]);
  expect(wayOf(one)).toBe("together");
  expect(partsOf(one, "u2")).toEqual([{ share: "s1", parts: 2 }]);
  expect(partsOf(one, "u1")).toEqual([]);
});
