import { expect, test } from "vitest";
import { newlyReady, toldLine, toldTo } from "./ready";

const soup = new Map([["1/0", "Soup"]]);
const both = new Map([...soup, ["1/1", "Steak"]]);
const places = (dishes: Map<string, string>) => new Set(dishes.keys());

test("what was ready before the guest came rings nothing", () => {
  expect(newlyReady(both, undefined)).toEqual([]);
});

test("each dish rings once", () => {
  expect(newlyReady(both, places(soup))).toEqual(["Steak"]);
  expect(newlyReady(both, places(both))).toEqual([]);
});

test("a dish that was recalled rings again when it is ready again", () => {
  expect(newlyReady(both, new Set())).toEqual(["Soup", "Steak"]);
});

test("a page that is opened anew knows what it has told, to the same guest only", () => {
  expect(toldTo("ada", toldLine("ada", both.keys()))).toEqual(places(both));
  expect(toldTo("ada", toldLine("ada", []))).toEqual(new Set());
  expect(toldTo("ben", toldLine("ada", both.keys()))).toBeUndefined();
  expect(toldTo("ada", undefined)).toBeUndefined();
});
