import { expect, it } from "vitest";
import { inCoins, likelyCash } from "./cash";

it("rounds to the nearest coin, a half up", () => {
  expect(inCoins(1232, 5)).toBe(1230);
  expect(inCoins(1233, 5)).toBe(1235);
  expect(inCoins(1234, 1)).toBe(1234);
  expect(inCoins(1250, 100)).toBe(1300);
});

it("offers the exact sum first, then notes", () => {
  expect(likelyCash(3334, 2)).toEqual([3334, 3400, 3500, 4000, 5000]);
  expect(likelyCash(5000, 2)).toEqual([5000, 6000, 10_000, 20_000, 50_000]);
  expect(likelyCash(1280, 0)).toEqual([1280, 1300, 1400, 1500, 2000]);
});
