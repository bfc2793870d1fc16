import { expect, test } from "vitest";
import { bareCode, codeProblem, isBlocked, nameProblem, pinProblem, refusalWords } from "./words";

const no = { message: "no", needs_new_pin: false };

test("a PIN has as many digits as the table says", () => {
  expect(pinProblem("4821", 4)).toBeUndefined();
  expect(pinProblem("482193", 6)).toBeUndefined();
  expect(["", "482", "482193", "48a1"].every((pin) => pinProblem(pin, 4)?.includes("4 digits"))).toBe(true);
  expect(pinProblem("4821", 6)).toContain("6 digits");
});

test("a code may be typed with spaces and in small letters", () => {
  expect(bareCode("k7m-2 qp")).toBe("K7M2QP");
  expect(codeProblem("k7m 2qp")).toBeUndefined();
  expect(codeProblem("k7m 2q")).toBeDefined();
});

test("a name is counted as the hub counts it", () => {
  expect(nameProblem("  ")).toBeDefined();
  expect(nameProblem("é".repeat(24))).toBeUndefined();
  expect(nameProblem("😀".repeat(24))).toBeUndefined();
  expect(nameProblem("a".repeat(25))).toBeDefined();
});

test("a wrong PIN says how many tries are left", () => {
  expect(refusalWords({ ...no, code: "pin_wrong", attempts_left: 1 })).toContain("once more");
  expect(refusalWords({ ...no, code: "pin_wrong", attempts_left: 4 })).toContain("4 more times");
  expect(refusalWords({ ...no, code: "never_heard_of", message: "The hub says so." })).toBe(
    "The hub says so.",
  );
});

test("each way of being kept out has words of its own and a countdown", () => {
  const codes = ["pin_blocked", "pins_paused", "pin_address_blocked"];
  const words = codes.map((code) => refusalWords({ ...no, code, retry_after_s: 60 }));
  expect(new Set([...words, "no"]).size).toBe(4);
  expect(codes.every((code) => isBlocked({ ...no, code }))).toBe(true);
  expect(isBlocked({ ...no, code: "pin_wrong", attempts_left: 1 })).toBe(false);
  expect(isBlocked({ ...no, code: "pin_wrong", attempts_left: 0 })).toBe(true);
});

test("a block that only a new PIN ends says that waiting does not help", () => {
  for (const code of ["pin_blocked", "pin_wrong"]) {
    const words = refusalWords({ ...no, code, attempts_left: 0, needs_new_pin: true });
    expect(words).toContain("Waiting does not help");
    expect(words).toContain("new PIN");
  }
});
