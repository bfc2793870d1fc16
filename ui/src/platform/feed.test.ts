import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { frameOf, openFeed, retryDelayMs, type FeedListener } from "./feed";

type Fake = { listener: FeedListener; sent: unknown[]; isClosed: boolean };

/** A feed over sockets that the test works by hand. */
function opened(since?: number) {
  const sockets: Fake[] = [];
  const states: string[] = [];
  const frames: string[] = [];
  let wake: (() => void) | undefined;
  const feed = openFeed(
    {
      feed: "kitchen",
      since: () => since,
      onFrame: (frame) => frames.push(frame.type),
      onState: (state) => states.push(state.type),
    },
    {
      connect: (listener) => {
        const fake: Fake = { listener, sent: [], isClosed: false };
        sockets.push(fake);
        return {
          send: (text) => fake.sent.push(JSON.parse(text)),
          close: () => (fake.isClosed = true),
        };
      },
      random: () => 1,
      onWake: (then) => {
        wake = then;
        return () => (wake = undefined);
      },
    },
  );
  const socket = (n: number): Fake => {
    const found = sockets[n];
    if (!found) throw new Error(`there is no socket ${n}`);
    return found;
  };
  return { feed, sockets, socket, states, frames, wake: () => wake?.() };
}
const pong = JSON.stringify({ type: "pong", hub_time_ms: 1 });

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("it says hello with what it has, and is live with the first frame", () => {
  const { socket, states, frames } = opened(7);
  socket(0).listener.opened();
  expect(socket(0).sent).toEqual([{ type: "hello", feed: "kitchen", since: 7 }]);
  expect(states).toEqual(["connecting"]);
  socket(0).listener.heard(pong);
  expect([states, frames]).toEqual([["connecting", "live"], ["pong"]]);
});

test("frames of a burst are told together, and those that wait before an outage is", () => {
  const { socket, states, frames } = opened();
  socket(0).listener.opened();
  for (let i = 0; i < 3; i += 1) socket(0).listener.heard(pong);
  expect(frames).toHaveLength(1);
  vi.advanceTimersByTime(100);
  expect(frames).toHaveLength(3);
  socket(0).listener.heard(pong);
  socket(0).listener.closed();
  expect([frames.length, states.at(-1)]).toEqual([4, "down"]);
});

test("without a position the hello leaves it out", () => {
  const { socket } = opened();
  socket(0).listener.opened();
  expect(socket(0).sent).toEqual([{ type: "hello", feed: "kitchen" }]);
});

test("it pings every 20 seconds", () => {
  const { socket } = opened();
  socket(0).listener.opened();
  vi.advanceTimersByTime(20_000);
  expect(socket(0).sent.at(-1)).toEqual({ type: "ping" });
});

test("40 seconds of silence are an outage, and it comes back by itself", () => {
  const { socket, sockets, states } = opened();
  socket(0).listener.opened();
  socket(0).listener.heard(pong);
  vi.advanceTimersByTime(39_999);
  expect(states.at(-1)).toBe("live");
  vi.advanceTimersByTime(1);
  expect([states.at(-1), socket(0).isClosed]).toEqual(["down", true]);
  vi.advanceTimersByTime(200);
  expect(sockets).toHaveLength(2);
  socket(1).listener.opened();
  socket(1).listener.heard(pong);
  expect(states.at(-1)).toBe("live");
});

test("a hub that never opens the socket is given up on", () => {
  const { states } = opened();
  vi.advanceTimersByTime(10_000);
  expect(states.at(-1)).toBe("down");
});

test("pauses between tries double from 0.2 s to a second, with full jitter", () => {
  expect([0, 1, 2, 3, 4, 50].map((attempt) => retryDelayMs(attempt, 1))).toEqual([
    200, 400, 800, 1_000, 1_000, 1_000,
  ]);
  expect(retryDelayMs(6, 0.25)).toBe(250);
  expect(retryDelayMs(6, 0)).toBe(0);
});

test("however long the hub was away, a screen is back within two seconds of it", () => {
  // After half a minute pauses had grown to eight seconds.
  const { sockets, socket, states } = opened();
  let tried = 0;
  for (let ms = 0; ms < 600_000; ms += 100) {
    for (; tried < sockets.length; tried += 1) socket(tried).listener.closed();
    vi.advanceTimersByTime(100);
  }
  for (; tried < sockets.length; tried += 1) socket(tried).listener.closed();
  vi.advanceTimersByTime(2_000);
  expect(sockets.length).toBeGreaterThan(tried);
  socket(sockets.length - 1).listener.opened();
  socket(sockets.length - 1).listener.heard(pong);
  expect(states.at(-1)).toBe("live");
});

test("a try that a dead box leaves without an answer is given up for the next", () => {
  const { sockets } = opened();
  vi.advanceTimersByTime(3_000 + 200);
  expect(sockets).toHaveLength(2);
});

test("when the page is shown again it tries at once", () => {
  const { socket, sockets, wake } = opened();
  for (let n = 0; n < 6; n += 1) {
    socket(n).listener.closed();
    vi.advanceTimersByTime(2_000);
  }
  socket(6).listener.closed();
  wake();
  expect(sockets).toHaveLength(8);
});

test("a socket that slept has to prove within seconds that it lives", () => {
  const { socket, states, wake } = opened();
  socket(0).listener.opened();
  socket(0).listener.heard(pong);
  wake();
  expect(socket(0).sent.at(-1)).toEqual({ type: "ping" });
  vi.advanceTimersByTime(4_000);
  expect(states.at(-1)).toBe("down");
});

test("whoever may not see it is not asked for again", () => {
  const { socket, sockets, states, wake } = opened();
  socket(0).listener.opened();
  socket(0).listener.heard(JSON.stringify({ type: "refused", code: "role_forbidden", message: "No." }));
  expect(states.at(-1)).toBe("refused");
  wake();
  vi.advanceTimersByTime(60_000);
  expect(sockets).toHaveLength(1);
});

test("a refusal that may pass is an outage like any other", () => {
  const { socket, sockets, states } = opened();
  socket(0).listener.opened();
  socket(0).listener.heard(JSON.stringify({ type: "refused", code: "hello_missing", message: "Late." }));
  expect(states.at(-1)).toBe("down");
  vi.advanceTimersByTime(8_000);
  expect(sockets.length).toBeGreaterThan(1);
});

test("what a socket reports after it was let go is not listened to", () => {
  const { socket, frames, states } = opened();
  socket(0).listener.opened();
  socket(0).listener.heard(pong);
  socket(0).listener.closed();
  const before = states.length;
  socket(0).listener.heard(pong);
  socket(0).listener.closed();
  expect([frames.length, states.length]).toEqual([1, before]);
});

test("closing stops everything", () => {
  const { feed, socket, sockets } = opened();
  feed.close();
  vi.advanceTimersByTime(60_000);
  expect([socket(0).isClosed, sockets.length]).toEqual([true, 1]);
});

test("frames that this screen does not know are passed over", () => {
  expect(frameOf(pong)?.type).toBe("pong");
  for (const odd of ["", "nonsense", "[]", "null", '{"type":"weather"}', '{"type":7}', new ArrayBuffer(2)]) {
    expect(frameOf(odd)).toBeUndefined();
  }
});

test("the cart that is watched is asked for once the hub is heard, and again after an outage", () => {
  const { feed, socket } = opened();
  feed.watch("aaaaaaaaaa");
  socket(0).listener.opened();
  const watch = { type: "watch", session: "aaaaaaaaaa" };
  expect(socket(0).sent).not.toContainEqual(watch);
  socket(0).listener.heard(pong);
  expect(socket(0).sent).toContainEqual(watch);
  socket(0).listener.closed();
  vi.advanceTimersByTime(200);
  socket(1).listener.opened();
  socket(1).listener.heard(pong);
  expect(socket(1).sent).toContainEqual(watch);
  feed.watch(undefined);
  expect(socket(1).sent.at(-1)).toEqual({ type: "watch" });
});
