import { expect, test } from "vitest";
import { actOf, keyOf } from "./keys";

const press = (key: string, own: Partial<KeyboardEvent> = {}) =>
  actOf({ key, ctrlKey: false, metaKey: false, altKey: false, repeat: false, ...own });

test("the digits of a bump bar are the places of a page, the last of them is 0", () => {
  expect(["1", "9", "0"].map((key) => press(key))).toEqual([
    { type: "bump", place: 0 },
    { type: "bump", place: 8 },
    { type: "bump", place: 9 },
  ]);
  expect([0, 8, 9, 10, -1].map(keyOf)).toEqual(["1", "9", "0", undefined, undefined]);
});

test("arrows turn pages, letters recall and count", () => {
  expect(press("ArrowRight")).toEqual({ type: "turn", by: 1 });
  expect(press("PageUp")).toEqual({ type: "turn", by: -1 });
  expect([press("r")?.type, press("R")?.type, press("a")?.type]).toEqual(["recall", "recall", "all_day"]);
});

test("a key that is held down, or belongs to the browser, does nothing", () => {
  expect([press("1", { repeat: true }), press("r", { ctrlKey: true }), press("x")]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
