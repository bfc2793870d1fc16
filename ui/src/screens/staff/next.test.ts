import { expect, test } from "vitest";
import { nextPath } from "./next";

test("after signing in it goes on to the page that asked", () => {
  expect(nextPath("?next=%2Fkitchen", "owner")).toBe("/kitchen");
  expect(nextPath("?next=/floor", "cashier")).toBe("/floor");
  expect(nextPath("?next=/bill/abcdefghij", "waiter")).toBe("/bill/abcdefghij");
});

test("it never leads to another site, nor back to the sign-in", () => {
  const odd = ["", "?next=", "?next=kitchen", "?next=//evil.example", "?next=https://evil.example"];
  const odder = [
    "?next=/\\evil.example",
    "?next=/%5Cevil.example",
    "?next=javascript:alert(1)",
    "?next=/staff",
  ];
  const oddest = ["?next=%2F%09%2Fevil.example", "?next=/kitchen?x=1", "?next=/staff/", "?next=/ "];
  for (const search of [...odd, ...odder, ...oddest]) expect(nextPath(search, "waiter")).toBe("/floor");
});

test("whoever takes a shared device over does not land on a screen of the one before", () => {
  expect(nextPath("?next=/floor", "kitchen")).toBe("/kitchen");
  expect(nextPath("?next=/bill/abcdefghij", "kitchen")).toBe("/kitchen");
  expect(nextPath("?next=/kitchen", "cashier")).toBe("/till");
  expect(nextPath("?next=/team", "waiter")).toBe("/floor");
  expect(nextPath("?next=/audit", "manager")).toBe("/audit");
});
