import { expect, test } from "vitest";
import { ageOf, ageWord, clockText, hubNow } from "./ages";
import { station, ticket } from "./samples";

test("a clock counts minutes and seconds, and hours when there are any", () => {
  expect(clockText(0)).toBe("0:00");
  expect(clockText(59_999)).toBe("0:59");
  expect(clockText(754_000)).toBe("12:34");
  expect(clockText(3_723_000)).toBe("1:02:03");
});

test("a ticket is new, then waiting, then late, from the very moment of each threshold", () => {
  const grill = station({ warn_after_ms: 480_000, late_after_ms: 720_000 });
  expect(ageWord(479_999, grill)).toBe("new");
  expect(ageWord(480_000, grill)).toBe("waiting");
  expect(ageWord(719_999, grill)).toBe("waiting");
  expect(ageWord(720_000, grill)).toBe("late");
});

test("a ticket of a station that is no longer known is new", () => {
  expect(ageWord(9_000_000, undefined)).toBe("new");
});

test("each station has thresholds of its own", () => {
  const bar = station({ station: "bar", warn_after_ms: 60_000, late_after_ms: 120_000 });
  const stations = [station(), bar];
  expect(ageOf(ticket(1, "bar", { fired_at_ms: 0 }), stations, 90_000).word).toBe("waiting");
  expect(ageOf(ticket(1, "grill", { fired_at_ms: 0 }), stations, 90_000).word).toBe("new");
});

test("a ticket from the future, after the hub's clock was set back, has no age yet", () => {
  expect(ageOf(ticket(1, "grill", { fired_at_ms: 5_000 }), [station()], 1_000).clock).toBe("0:00");
});

test("the hub's time goes on with the page's own clock", () => {
  expect(hubNow({ hubMs: 1_000, pageMs: 50 }, 80)).toBe(1_030);
  expect(hubNow({ hubMs: 1_000, pageMs: 50 }, 20)).toBe(1_000);
});
