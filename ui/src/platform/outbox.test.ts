import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Outcome, Problem } from "./staff-calls";
import { AT_ONCE_MAX, openOutbox, PATIENCE_MS, QUEUE_MAX, type Queued } from "./outbox";

const done: Outcome<unknown> = { type: "done", value: null };
const silence: Outcome<unknown> = { type: "unreachable" };
const problem = (status: number): Problem => ({ code: "no", title: "No.", status });
const refused = (status = 409): Outcome<unknown> => ({ type: "refused", problem: problem(status) });
const tap = (key: string): Queued<unknown> => ({ key, tap: { type: "bump", ticket: `${key}-grill` } });

/** An outbox over a hub that answers as told, and what it did. */
function told(
  answers: (key: string) => Outcome<unknown> | Promise<Outcome<unknown>>,
  start: Queued<unknown>[] = [],
  /** One thing, unless a test says more. */
  about: (key: string) => string | undefined = () => "1",
) {
  const log = {
    abandoned: [] as string[],
    sent: [] as string[],
    kept: [] as string[],
    forgotten: [] as string[],
    refused: [] as string[],
  };
  const after = { done: [] as string[], signedOut: 0, queue: start as readonly Queued<unknown>[] };
  const keyOf = new Map(start.map(({ key, tap }) => [tap, key]));
  const outbox = openOutbox({
    start,
    about: (tap) => about(keyOf.get(tap) ?? ""),
    abandon: (key) => log.abandoned.push(key),
    send: ({ key }) => {
      log.sent.push(key);
      return Promise.resolve(answers(key));
    },
    keep: ({ key, tap }) => {
      log.kept.push(key);
      keyOf.set(tap, key);
    },
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

test("taps about one thing are sent in order, one at a time, and forgotten once they are done", async () => {
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

/** The key of a tap begins with what it is about: `1b`; one about nothing in particular with a dash. */
const byFirst = (key: string) => (key.startsWith("-") ? undefined : key.slice(0, 1));

/** A hub that answers a call when the test says so. */
function slowHub() {
  const open = new Map<string, (outcome: Outcome<unknown>) => void>();
  const answer = async (key: string, outcome = done) => {
    open.get(key)?.(outcome);
    await settle();
  };
  const hub = (key: string) => new Promise<Outcome<unknown>>((resolve) => open.set(key, resolve));
  return { hub, answer };
}

test("taps about several things are under way at once, and nothing overtakes what is about the same", async () => {
  const { hub, answer } = slowHub();
  const { outbox, log, after } = told(hub, [], byFirst);
  for (const key of ["1a", "2a", "1b", "3a", "1c"]) outbox.add(tap(key));
  expect(log.sent).toEqual(["1a", "2a", "3a"]);
  await answer("3a");
  await answer("2a");
  expect(log.sent).toEqual(["1a", "2a", "3a"]);
  await answer("1a");
  await answer("1b");
  expect(log.sent).toEqual(["1a", "2a", "3a", "1b", "1c"]);
  await answer("1c");
  expect([after.done, after.queue]).toEqual([["3a", "2a", "1a", "1b", "1c"], []]);
});

test("a tap about nothing in particular goes alone, in its turn", async () => {
  const { hub, answer } = slowHub();
  const { outbox, log } = told(hub, [], byFirst);
  for (const key of ["1a", "2a", "-", "3a", "1b"]) outbox.add(tap(key));
  expect(log.sent).toEqual(["1a", "2a"]);
  await answer("1a");
  expect(log.sent).toEqual(["1a", "2a"]);
  await answer("2a");
  expect(log.sent).toEqual(["1a", "2a", "-"]);
  await answer("-");
  expect(log.sent).toEqual(["1a", "2a", "-", "3a", "1b"]);
});

test("there is a bound to what is under way", () => {
  const { outbox, log } = told(slowHub().hub, [], (key) => key);
  for (let i = 0; i < 20; i += 1) outbox.add(tap(`k${i}`));
  expect(log.sent).toHaveLength(AT_ONCE_MAX);
});

test("of several taps without an answer none overtakes another about the same", async () => {
  let isUp = false;
  const { outbox, log } = told(() => (isUp ? done : silence), [], byFirst);
  for (const key of ["1a", "2a", "1b", "2b"]) outbox.add(tap(key));
  await settle();
  expect(log.sent).toEqual(["1a", "2a"]);
  isUp = true;
  outbox.hurry();
  await settle();
  expect(log.sent).toEqual(["1a", "2a", "1a", "2a", "1b", "2b"]);
});

// A tap whose call hung when the line was cut was answered 12 to 20 s after the line was back.
test("a call that hangs is replaced at once when the hub is heard again, and its late answer counts for nothing", async () => {
  const answers: ((outcome: Outcome<unknown>) => void)[] = [];
  const { outbox, log, after } = told(() => new Promise((resolve) => answers.push(resolve)));
  for (const key of ["a", "b"]) outbox.add(tap(key));
  outbox.hurry();
  expect([log.sent, log.abandoned]).toEqual([["a", "a"], ["a"]]);
  answers[0]?.(silence);
  await settle();
  expect([log.sent, after.queue.length]).toEqual([["a", "a"], 2]);
  answers[1]?.(done);
  await settle();
  expect([log.sent, after.done]).toEqual([["a", "a", "b"], ["a"]]);
});

test("a call that was sent anew is left alone for a while, and then for longer", async () => {
  const { outbox, log } = told(slowHub().hub);
  const hurryAfter = async (ms: number) => {
    await vi.advanceTimersByTimeAsync(ms);
    outbox.hurry();
    return log.sent.length;
  };
  outbox.add(tap("a"));
  expect(await hurryAfter(0)).toBe(2);
  expect(await hurryAfter(PATIENCE_MS - 1)).toBe(2);
  expect(await hurryAfter(1)).toBe(3);
  expect(await hurryAfter(PATIENCE_MS)).toBe(3);
  expect(await hurryAfter(PATIENCE_MS)).toBe(4);
});

// A display whose taps had hung several times waited out ten seconds of patience when the hub was back.
test("when the hub is back no call is waited for, however often it hung before", async () => {
  const { outbox, log } = told(slowHub().hub);
  outbox.add(tap("a"));
  for (const _ of [1, 2, 3]) {
    await vi.advanceTimersByTimeAsync(4 * PATIENCE_MS);
    outbox.hurry();
  }
  expect(log.sent).toHaveLength(4);
  outbox.hurry();
  expect(log.sent).toHaveLength(4);
  outbox.hurry(true);
  expect(log.sent).toHaveLength(5);
  outbox.hurry();
  expect(log.sent).toHaveLength(5);
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

test("a tap whose answer was lost is not taken back: the hub may have it", async () => {
  const { outbox, after } = told(() => silence);
  outbox.add(tap("a"));
  await settle();
  expect(outbox.takeBack("a")).toBe(false);
  expect(after.queue.map(({ key }) => key)).toEqual(["a"]);
  const { outbox: later } = told(() => silence, [tap("old")]);
  expect(later.takeBack("old")).toBe(false);
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
