import { expect, test } from "vitest";
import { PASS } from "./pass";
import { ticket } from "./samples";
import { shownStill, shownTo } from "./shown";

const page = [ticket(1, "grill"), ticket(2, "grill")];

test("what is on the page is shown", () => {
  expect(shownTo(page, true)).toEqual(["1-grill", "2-grill"]);
});

test("a tab that nobody sees shows nothing", () => {
  expect(shownTo(page, false)).toEqual([]);
});

test("an order at the pass is shown to nobody who cooks it", () => {
  expect(shownTo([ticket(1, PASS)], true)).toEqual([]);
});

test("after an outage a display says again what it has said and is open, and nothing where nobody sees it", () => {
  const said = new Set(["1-grill", "9-grill"]);
  expect(shownStill(said, page, true)).toEqual(["1-grill"]);
  expect(shownStill(said, page, false)).toEqual([]);
});
