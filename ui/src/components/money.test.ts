import { expect, test } from "vitest";
import { formatMoney } from "./money";

const show = (minor: number, currency: string) => formatMoney({ minor, currency }, "bare");

test("an amount is shown with the digits of its currency", () => {
  expect(show(1250, "EUR")).toMatch(/^12[.,]50$/);
  expect(show(7, "EUR")).toMatch(/^0[.,]07$/);
  expect(show(980, "JPY")).toBe("980");
  expect(show(1250, "KWD")).toMatch(/^1[.,]250$/);
});

test("what is given back is negative", () => {
  expect(show(-350, "EUR")).toMatch(/^[-−]3[.,]50$/);
});

test("a full amount names its currency", () => {
  expect(formatMoney({ minor: 4650, currency: "EUR" })).toContain("€");
});
