import { describe, expect, it } from "vitest";
import { countedIn, parseAmount, parsePieces } from "./amounts";

describe("amounts that somebody types", () => {
  it("are read in the minor units of their currency", () => {
    expect(parseAmount("120.5", "EUR")).toBe(12050);
    expect(parseAmount(" 120,50 ", "EUR")).toBe(12050);
    expect(parseAmount("0", "EUR")).toBe(0);
    expect(parseAmount("980", "JPY")).toBe(980);
    expect(parseAmount("1.25", "KWD")).toBe(1250);
  });

  it("are refused when they are none", () => {
    for (const wrong of ["", "-1", "1.234", "1e3", "abc", "1.", ".5"]) {
      expect(parseAmount(wrong, "EUR")).toBeUndefined();
    }
    expect(parseAmount("980.5", "JPY")).toBeUndefined();
  });
});

describe("a drawer that is counted", () => {
  it("comes to its coins and notes", () => {
    expect(countedIn([5000, 50], ["2", "3"])).toBe(10150);
    expect(countedIn([5000, 50], ["", ""])).toBe(0);
    expect(countedIn([5000, 50], ["2", "x"])).toBeUndefined();
    expect(parsePieces("1.5")).toBeUndefined();
  });
});
