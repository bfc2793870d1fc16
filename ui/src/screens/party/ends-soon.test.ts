import { expect, test } from "vitest";
import { endsSoon } from "./ends-soon";

test("a phone warns from two minutes before the end on, and no longer once it is out", () => {
  const end = 1_000_000;
  const left = [120_001, 120_000, 1, 0, -1];
  expect(left.map((ms) => endsSoon(end, end - ms))).toEqual([false, true, true, false, false]);
});
