import { expect, test } from "vitest";
import { changesOf } from "./changes";
import { PASS } from "./pass";
import { signalOf } from "./signals";
import { board, bumped, line, ticket } from "./samples";

const news = (before: Parameters<typeof changesOf>[0], after: Parameters<typeof changesOf>[1]) => [
  ...changesOf(before, after).tickets,
];

test("a ticket that comes is new, and so is one whose course was fired", () => {
  const waits = board({ tickets: [ticket(1, "grill", { is_held: true })] });
  expect(news(board(), waits)).toEqual([]);
  expect(news(waits, board({ tickets: [ticket(1, "grill")] }))).toEqual([["1-grill", "new"]]);
});

test("a further dish, a recall and a void are changes; a tap is none", () => {
  const before = board({ tickets: [ticket(1, "grill")] });
  const after = (own: Parameters<typeof ticket>[2]) => board({ tickets: [ticket(1, "grill", own)] });
  expect(news(before, after({ lines: [line({ status: "cooking" })] }))).toEqual([]);
  expect(news(before, after({ lines: [line(), line({ index: 1 })] }))).toEqual([["1-grill", "changed"]]);
  expect(news(before, after({ lines: [line({ quantity: 0, voided: 1 })] }))).toEqual([["1-grill", "void"]]);
  expect(news(board({ done: [bumped(1, 5)] }), before)).toEqual([["1-grill", "changed"]]);
});

test("an allergy that is told later is news, and one that is known is none", () => {
  const nuts = [{ name: "Elif", allergens: ["nuts" as const] }];
  const known = board({ tickets: [ticket(1, "grill", { allergies: nuts })] });
  expect(news(board({ tickets: [ticket(1, "grill")] }), known)).toEqual([["1-grill", "allergy"]]);
  expect(news(known, known)).toEqual([]);
  expect(
    signalOf(
      changesOf(board({ tickets: [ticket(1, "grill")] }), known),
      known,
      () => true,
      () => true,
    ),
  ).toBe("void");
});

test("a void that somebody has seen is no news", () => {
  const after = board({
    tickets: [ticket(1, "grill", { lines: [line({ voided: 1, is_void_seen: true })] })],
  });
  expect(news(board({ tickets: [ticket(1, "grill")] }), after)).toEqual([]);
});

test("an order is all ready once", () => {
  const open = board({ tickets: [ticket(1, "grill")] });
  const ready = board({ done: [{ ...bumped(1, 5), lines: [line({ status: "ready" })] }] });
  expect(changesOf(open, ready).ready).toEqual([{ order: 1, view: PASS }]);
  expect(changesOf(ready, ready).ready).toEqual([]);
});

test("a display plays the worst of what concerns it", () => {
  const after = board({ tickets: [ticket(1, "grill"), ticket(2, "bar")] });
  const changes = {
    tickets: new Map([["1-grill", "new"] as const, ["2-bar", "void"] as const]),
    ready: [{ order: 7, view: PASS }],
  };
  const heard = (station: string | undefined, isPass: boolean) =>
    signalOf(
      changes,
      after,
      (one) => station === undefined || one === station,
      () => isPass,
    );
  expect(heard(undefined, true)).toBe("void");
  expect(heard("grill", false)).toBe("new");
  expect(heard("cold", false)).toBeUndefined();
  expect(heard("cold", true)).toBe("ready");
});

test("a party that has moved is a change: its dishes go elsewhere", () => {
  const before = board({ tickets: [ticket(1, "grill", { table: "7" })] });
  const after = board({ tickets: [ticket(1, "grill", { table: "8" })] });
  expect(news(before, after)).toEqual([["1-grill", "changed"]]);
});
