import { expect, test } from "vitest";
import { newlyReady } from "./ready";

const soup = new Map([["1/0", "Soup"]]);
const both = new Map([...soup, ["1/1", "Steak"]]);

test("what was ready when the page opened rings nothing", () => {
  expect(newlyReady(both, undefined)).toEqual([]);
});

test("each dish rings once", () => {
  expect(newlyReady(both, soup)).toEqual(["Steak"]);
  expect(newlyReady(both, both)).toEqual([]);
});

test("a dish that was recalled rings again when it is ready again", () => {
  expect(newlyReady(both, new Map())).toEqual(["Soup", "Steak"]);
});
