import { expect, test } from "vitest";
import type { Diner } from "../../bridge/names";
import { isLongAway, presenceOf, presenceWords } from "./presence";

const NOW = 1_800_000_000_000;
const bruno: Diner = {
  diner: "bruno",
  name: "Bruno",
  number: 1,
  is_here: true,
  is_reviewing: false,
  has_left: false,
};

const awayFor = (ms: number) => presenceOf({ ...bruno, is_here: false, away_since_ms: NOW - ms }, NOW);

test("whoever is connected is here, or confirming", () => {
  expect(presenceOf(bruno, NOW)).toEqual({ type: "here" });
  expect(presenceOf({ ...bruno, is_reviewing: true }, NOW)).toEqual({ type: "confirming" });
});

test("a phone that is gone for less than a minute is not worth a word", () => {
  expect(isLongAway(awayFor(59_999))).toBe(false);
  expect(isLongAway(awayFor(60_000))).toBe(true);
  expect(isLongAway(awayFor(-5_000)), "clocks differ").toBe(false);
});

test("silence is told in minutes and hours, and without a number where none is known", () => {
  expect(presenceWords(awayFor(30_000))).toBe("Not connected just now");
  expect(presenceWords(awayFor(3 * 60_000))).toBe("Not heard from for 3 min");
  expect(presenceWords(awayFor(64 * 60_000))).toBe("Not heard from for 1 h 4 min");
  expect(presenceWords(presenceOf({ ...bruno, is_here: false }, NOW))).toBe("Not connected");
});
