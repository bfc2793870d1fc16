import { expect, test } from "vitest";
import { nameProblem, pinProblem, refusalWords } from "./words";

test("a PIN is four to six digits", () => {
  expect(["4821", "482193"].map(pinProblem)).toEqual([undefined, undefined]);
  expect(["", "482", "48219345", "48a1"].every((pin) => pinProblem(pin) !== undefined)).toBe(true);
});

test("a name is counted as the hub counts it", () => {
  expect(nameProblem("  ")).toBeDefined();
  expect(nameProblem("é".repeat(24))).toBeUndefined();
  expect(nameProblem("😀".repeat(24))).toBeUndefined();
  expect(nameProblem("a".repeat(25))).toBeDefined();
});

test("a wrong PIN says how many tries are left", () => {
  expect(refusalWords({ code: "pin_wrong", message: "no", attempts_left: 1 })).toContain("once more");
  expect(refusalWords({ code: "pin_wrong", message: "no", attempts_left: 4 })).toContain("4 more times");
  expect(refusalWords({ code: "never_heard_of", message: "The hub says so." })).toBe("The hub says so.");
});
