import { expect, it } from "vitest";
import { minorOf, typedOf } from "./amount";

it("reads amounts as people type them, with a point or a comma", () => {
  expect(minorOf("12.50", "EUR")).toBe(1250);
  expect(minorOf("12,5", "EUR")).toBe(1250);
  expect(minorOf(" 12 ", "EUR")).toBe(1200);
  expect(minorOf("12.", "EUR")).toBe(1200);
  expect(minorOf("1200", "JPY")).toBe(1200);
  expect(minorOf("1.234", "KWD")).toBe(1234);
});

it("reads the digits of keyboards in other scripts", () => {
  expect(minorOf("١٢٫٥", "EUR")).toBe(1250);
  expect(minorOf("۱۲٫۵۰", "EUR")).toBe(1250);
  expect(minorOf("１２．５", "EUR")).toBe(1250);
  expect(minorOf("١٫٢٥٠", "KWD")).toBe(1250);
});

it("reads nothing where there is no amount, or one with more digits than the currency has", () => {
  for (const typed of ["", "abc", "-3", "1.234", "1,2,3", "1e5", ".5", "1 000"])
    expect(minorOf(typed, "EUR")).toBeUndefined();
  expect(minorOf("12.5", "JPY")).toBeUndefined();
});

it("writes amounts so that they can be read again", () => {
  expect(typedOf(1250, "EUR")).toBe("12.50");
  expect(typedOf(5, "EUR")).toBe("0.05");
  expect(typedOf(1200, "JPY")).toBe("1200");
  expect(typedOf(1234, "KWD")).toBe("1.234");
  expect(typedOf(-5, "EUR")).toBe("-0.05");
  for (const minor of [0, 1, 99, 100, 123_456]) expect(minorOf(typedOf(minor, "EUR"), "EUR")).toBe(minor);
});
