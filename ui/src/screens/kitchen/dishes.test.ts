import { expect, test } from "vitest";
import { indexesOf, rows } from "./dishes";
import { line } from "./samples";

test("identical dishes are one row for all who eat them", () => {
  const [row, ...more] = rows([
    line({ index: 0, diners: ["Ada"] }),
    line({ index: 2, quantity: 2, diners: ["Ben", "Ada"] }),
  ]);
  expect(more).toEqual([]);
  expect(row).toMatchObject({ quantity: 3, diners: ["Ada", "Ben"] });
  expect(row && indexesOf(row)).toEqual([0, 2]);
});

test("dishes with other choices, words or progress are rows of their own", () => {
  const dishes = [
    line({ index: 0, modifiers: ["RARE"] }),
    line({ index: 1, modifiers: ["WELL"] }),
    line({ index: 2, modifiers: ["RARE"], note: "no salt" }),
    line({ index: 3, modifiers: ["RARE"], status: "cooking" }),
  ];
  expect(rows(dishes)).toEqual(dishes);
});

test("a voided dish is seen by itself", () => {
  const dishes = [
    line({ index: 0 }),
    line({ index: 1, quantity: 0, voided: 1 }),
    line({ index: 2, voided: 1 }),
  ];
  expect(rows(dishes)).toHaveLength(3);
});

test("what came later stands below, and is not counted with what was there", () => {
  const dishes = [line({ index: 0, is_addition: true }), line({ index: 1 })];
  expect(rows(dishes).map(({ index }) => index)).toEqual([1, 0]);
});

test("rows that are put together again stay as they are", () => {
  const once = rows([line({ index: 0 }), line({ index: 1 })]);
  expect(rows(once)).toEqual(once);
});

test("a dish that its pass has let go is no row with one that stands there still", () => {
  // They were one row: the pass sent on what had gone already, and never the other.
  const dishes = [line({ index: 0, status: "ready", is_passed: true }), line({ index: 1, status: "ready" })];
  expect(rows(dishes).map(indexesOf)).toEqual([[0], [1]]);
  const waits = [
    { ...line({ index: 0, status: "ready" }), waitsAt: "hot" },
    line({ index: 1, status: "ready" }),
  ];
  expect(rows(waits)).toHaveLength(2);
  const recalled = [line({ index: 0, is_passed: false }), line({ index: 1 })];
  expect(rows(recalled), "no mark and a mark taken off are the same").toHaveLength(1);
});
