import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Outcome, Problem } from "./staff-calls";
import { openOutbox, QUEUE_MAX, type Queued } from "./outbox";

const done: Outcome<unknown> = { type: "done", value: null };
const silence: Outcome<unknown> = { type: "unreachable" };
const problem = (status: number): Problem => ({ code: "no", title: "No.", status });
const refused = (status = 409): Outcome<unknown> => ({ type: "refused", problem: problem(status) });
const tap = (key: string): Queued<unknown> => ({ key, tap: { type: "bump", ticket: `${key}-grill` } });

/** An outbox over a hub that answers as told, and what it did. */
function told(answers: (key: string) => Outcome<unknown>, start: Queued<unknown>[] = []) {
  const log = {
    sent: [] as string[],
    kept: [] as string[],
    forgotten: [] as string[],
    refused: [] as string[],
  };
  const after = { done: [] as string[], signedOut: 0, queue: start as readonly Queued<unknown>[] };
  const outbox = openOutbox({
    start,
    send: ({ key }) => {
      log.sent.push(key);
      return Promise.resolve(answers(key));
    },
    keep: ({ key }) => log.kept.push(key),
    forget: (key) => log.forgotten.push(key),
    onChange: (queue) => (after.queue = queue),
    onDone: ({ key }) => after.done.push(key),
    onRefused: ({ key }) => log.refused.push(key),
    onSignedOut: () => (after.signedOut += 1),
  });
  return { outbox, log, after };
}
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("taps are sent in order, one at a time, and forgotten once they are done", async () => {
  const { outbox, log, after } = told(() => done);
  for (const key of ["a", "b", "c"]) outbox.add(tap(key));
  expect(log.sent).toEqual(["a"]);
  await settle();
  expect(log.sent).toEqual(["a", "b", "c"]);
  expect([log.kept, log.forgotten, after.done]).toEqual([
    ["a", "b", "c"],
    ["a", "b", "c"],
    ["a", "b", "c"],
  ]);
  expect(after.queue).toEqual([]);
});

test("without an answer everything waits, and goes out with the same keys in the same order", async () => {
  let isUp = false;
  const { outbox, log } = told(() => (isUp ? done : silence));
  for (const key of ["a", "b"]) outbox.add(tap(key));
  await settle();
  expect([log.sent, log.forgotten]).toEqual([["a"], []]);
  isUp = true;
  outbox.hurry();
  await settle();
  expect(log.sent).toEqual(["a", "a", "b"]);
});

test("it tries again by itself", async () => {
  let isUp = false;
  const { outbox, log } = told(() => (isUp ? done : silence));
  outbox.add(tap("a"));
  await settle();
  isUp = true;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(log.sent).toEqual(["a", "a"]);
});

test("a refused tap is explained and dropped, and the next one goes out", async () => {
  const { outbox, log, after } = told((key) => (key === "a" ? refused() : done));
  for (const key of ["a", "b"]) outbox.add(tap(key));
  await settle();
  expect([log.refused, after.done, after.queue]).toEqual([["a"], ["b"], []]);
});

test("a hub that is busy or asks for patience is asked again, and nothing is dropped", async () => {
  for (const answer of [refused(429), { type: "busy", problem: problem(503) } as const]) {
    const { outbox, after } = told(() => answer);
    outbox.add(tap("a"));
    await settle();
    expect(after.queue).toHaveLength(1);
  }
});

test("nobody signed in: the taps wait for someone", async () => {
  const { outbox, log, after } = told(() => refused(401));
  outbox.add(tap("a"));
  await settle();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([log.sent, after.signedOut, after.queue.length]).toEqual([["a"], 1, 1]);
});

test("a tap that makes the hub stumble again and again does not hold up the rest for ever", async () => {
  const { outbox, log, after } = told((key) =>
    key === "a" ? { type: "fault", problem: problem(500) } : done,
  );
  for (const key of ["a", "b"]) outbox.add(tap(key));
  await vi.advanceTimersByTimeAsync(60_000);
  expect([log.refused, after.done]).toEqual([["a"], ["b"]]);
  expect(log.sent.filter((key) => key === "a")).toHaveLength(5);
});

test("a tap that was not sent can be taken back, one that is under way cannot", async () => {
  const { outbox, log, after } = told(() => silence);
  for (const key of ["a", "b"]) outbox.add(tap(key));
  expect([outbox.takeBack("a"), outbox.takeBack("b"), outbox.takeBack("z")]).toEqual([false, true, false]);
  await settle();
  expect([log.forgotten, after.queue.map(({ key }) => key)]).toEqual([["b"], ["a"]]);
});

test("taps that an earlier page left behind go out first", async () => {
  const { outbox, log } = told(() => done, [tap("old")]);
  outbox.hurry();
  outbox.add(tap("new"));
  await settle();
  expect(log.sent).toEqual(["old", "new"]);
});

test("the queue has a bound, and the oldest give way", async () => {
  const { outbox, log, after } = told(() => silence);
  for (let i = 0; i <= QUEUE_MAX; i += 1) outbox.add(tap(`k${i}`));
  await settle();
  expect(after.queue).toHaveLength(QUEUE_MAX);
  expect(log.forgotten).toEqual(["k0"]);
});

test("a closed outbox sends nothing more", async () => {
  const { outbox, log } = told(() => silence);
  outbox.add(tap("a"));
  await settle();
  outbox.close();
  await vi.advanceTimersByTimeAsync(60_000);
  outbox.hurry();
  expect(log.sent).toEqual(["a"]);
});
