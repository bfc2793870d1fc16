import { expect, test } from "vitest";
import { asTaps } from "./kept";

// A display that was updated with such a tap unsent had no board any more.
test("a dish that an earlier page took off or put back is a tap about stock", () => {
  const old = (isEightySixed: boolean) => ({ type: "eighty_six", item: "lamb", isEightySixed });
  const kept = [{ key: "a", tap: old(true) }, { key: "b", tap: old(false) }, "nonsense"];
  const of = { type: "item", item: "lamb" };
  expect(asTaps(kept)).toEqual([
    { key: "a", tap: { type: "stock", of, mode: { type: "off" } } },
    { key: "b", tap: { type: "stock", of, mode: { type: "plenty" } } },
  ]);
});

test("what is of today stays as it is", () => {
  const queued = { key: "a", tap: { type: "bump", ticket: "1-grill", seen: 2 } };
  expect(asTaps([queued])).toEqual([queued]);
});
