import { expect, test } from "vitest";
import { createFollower } from "./follow";

type Look = "shown" | "overtaken" | "failed";

/** A follower whose looks the test answers by hand. */
function following() {
  const asked: ((how: Look) => void)[] = [];
  let isBusy = false;
  const follower = createFollower(
    () => new Promise<Look>((answer) => asked.push(answer)),
    () => isBusy,
  );
  const answer = async (look: number, how: Look) => {
    asked[look]?.(how);
    // As many turns as an answer takes to come through.
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  return { follower, looks: () => asked.length, answer, busy: (is: boolean) => (isBusy = is) };
}

test("nothing is asked for before the hub has news", () => {
  const { follower, looks } = following();
  follower.resume();
  expect(looks()).toBe(0);
});

test("however much comes during one look, one more follows", async () => {
  const { follower, looks, answer } = following();
  follower.news();
  for (let i = 0; i < 20; i += 1) follower.news();
  expect(looks()).toBe(1);
  await answer(0, "shown");
  expect(looks()).toBe(2);
  await answer(1, "shown");
  expect(looks()).toBe(2);
});

test("a press comes first, and what changed meanwhile is looked at after it", async () => {
  const { follower, looks, answer, busy } = following();
  busy(true);
  follower.news();
  expect(looks()).toBe(0);
  busy(false);
  follower.resume();
  expect(looks()).toBe(1);
  await answer(0, "shown");
  follower.resume();
  expect(looks()).toBe(1);
});

test("an answer that a press has overtaken is asked for again", async () => {
  const { follower, looks, answer } = following();
  follower.news();
  await answer(0, "overtaken");
  expect(looks()).toBe(2);
});

test("a look that fails is not repeated by itself, and news still lead to another", async () => {
  const { follower, looks, answer } = following();
  follower.news();
  await answer(0, "failed");
  expect(looks()).toBe(1);
  follower.news();
  expect(looks()).toBe(2);
});
