import { expect, test } from "vitest";
import { cellName, held, laidOut, pageCount, pageWithin, settled, type Cell } from "./places";

const two = () => [2];
const names = (cells: Cell[]) => cells.map(cellName);
const spots = (cells: Cell[], columns: number, rows: number) =>
  laidOut(cells, columns, rows).map(({ page, column, row }) => [page, column, row]);

test("a settled board stands in the wanted order without holes", () => {
  expect(names(settled(["a", "b", "c"], two))).toEqual(["a#0", "b#0", "c#0"]);
});

test("a ticket that goes while a finger is down leaves a hole of its size", () => {
  const cells = held(settled(["a", "b", "c"], two), ["a", "c"], two);
  expect(names(cells)).toEqual(["a#0", "hole#1", "c#0"]);
  expect(spots(cells, 3, 2)).toEqual(spots(settled(["a", "b", "c"], two), 3, 2));
});

test("a ticket that comes while a finger is down stands at the end, even if it is older", () => {
  expect(names(held(settled(["b", "c"], two), ["a", "b", "c"], two))).toEqual(["b#0", "c#0", "a#0"]);
});

test("a hole is never filled while the finger is down", () => {
  const once = held(settled(["a", "b"], two), ["b"], two);
  expect(names(held(once, ["b", "c"], two))).toEqual(["hole#0", "b#0", "c#0"]);
});

test("a ticket that grows while a finger is down keeps its place and its size", () => {
  const cells = held(settled(["a", "b"], two), ["a", "b"], () => [4]);
  expect(cells.map(({ rows }) => rows)).toEqual([2, 2]);
});

test("columns fill from the top, then the next one, then the next page", () => {
  expect(spots(settled(["a", "b", "c", "d", "e"], two), 2, 4)).toEqual([
    [0, 0, 0],
    [0, 0, 2],
    [0, 1, 0],
    [0, 1, 2],
    [1, 0, 0],
  ]);
});

test("a ticket that does not fit below another goes to the next column", () => {
  const rows: Record<string, number[]> = { a: [3], b: [2], c: [1] };
  expect(
    spots(
      settled(["a", "b", "c"], (id) => rows[id] ?? []),
      2,
      4,
    ),
  ).toEqual([
    [0, 0, 0],
    [0, 1, 0],
    [0, 1, 2],
  ]);
});

test("a ticket higher than a column fills one, and a new column begins after it", () => {
  expect(
    spots(
      settled(["a", "b"], (id) => (id === "a" ? [9] : [1])),
      2,
      4,
    ),
  ).toEqual([
    [0, 0, 0],
    [0, 1, 0],
  ]);
});

test("the parts of a long ticket stand one after the other", () => {
  expect(names(settled(["a"], () => [4, 4, 2]))).toEqual(["a#0", "a#1", "a#2"]);
});

test("there is a page even when there is nothing, and no page behind the last", () => {
  expect(pageCount([])).toBe(1);
  expect(pageCount(laidOut(settled(["a", "b"], two), 1, 2))).toBe(2);
  expect([pageWithin(5, 2), pageWithin(-1, 2), pageWithin(1, 2)]).toEqual([1, 0, 1]);
});
