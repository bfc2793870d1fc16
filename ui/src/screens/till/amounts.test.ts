import { describe, expect, it } from "vitest";
import { countedIn, parsePieces } from "./amounts";

describe("a drawer that is counted", () => {
  it("comes to its coins and notes", () => {
    expect(countedIn([5000, 50], ["2", "3"])).toBe(10150);
    expect(countedIn([5000, 50], ["", ""])).toBe(0);
    expect(countedIn([5000, 50], ["2", "x"])).toBeUndefined();
    expect(parsePieces("1.5")).toBeUndefined();
  });
});
