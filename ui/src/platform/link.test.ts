import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLink, type Link } from "./link";
import { joinFrames } from "./poll";

/** What this network does to a WebSocket. */
type Way = "works" | "fails" | "hangs" | "brings nothing";

const world = { way: "works" as Way, isHubThere: true, sockets: 0, polls: 0 };
let said: string[] = [];
let link: Link;

class FakeSocket extends EventTarget {
  static OPEN = 1;
  readyState = 0;
  binaryType = "";

  constructor() {
    super();
    world.sockets += 1;
    const { way } = world;
    queueMicrotask(() => {
      if (way === "fails" || !world.isHubThere) return this.dispatchEvent(new Event("close"));
      if (way === "hangs") return false;
      this.readyState = FakeSocket.OPEN;
      return this.dispatchEvent(new Event("open"));
    });
  }

  send() {
    if (world.way === "brings nothing") return;
    const data = Uint8Array.of(1).buffer;
    this.dispatchEvent(new MessageEvent("message", { data }));
  }

  close() {
    this.readyState = 3;
  }
}

function fakeFetch(path: string, { body }: RequestInit): Promise<Response> {
  if (!world.isHubThere) return Promise.reject(new Error("refused"));
  if (path === "/healthz") return Promise.resolve(new Response("ok"));
  // A call without frames waits.
  if ((body as Uint8Array).length === 0) return new Promise(() => undefined);
  world.polls += 1;
  return Promise.resolve(
    new Response(joinFrames([Uint8Array.of(1)]), { headers: { "plato-poll": "conversation" } }),
  );
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal("fetch", fakeFetch);
  vi.stubGlobal("location", { protocol: "http:", host: "hub.test" });
  Object.assign(world, { way: "works", isHubThere: true, sockets: 0, polls: 0 });
  said = [];
  link = createLink("/api/sync", {
    onOpen: () => {
      said.push("open");
      link.send(Uint8Array.of(9));
    },
    onClose: () => said.push("closed"),
    onFrame: () => said.push("frame"),
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function open(way: Way) {
  [said, world.way, world.sockets, world.polls] = [[], way, 0, 0];
  link.open();
  await vi.advanceTimersByTimeAsync(0);
}

test("a WebSocket that works is all that is used", async () => {
  await open("works");
  expect(said).toEqual(["open", "frame"]);
  expect(world.polls).toBe(0);
});

test("where none can be had, the same opening goes on by long-poll", async () => {
  await open("fails");
  expect(said).toEqual(["open", "frame"]);
  expect([world.sockets, world.polls]).toEqual([2, 1]);
});

test("what worked is tried first for five minutes", async () => {
  await open("fails");
  await vi.advanceTimersByTimeAsync(4 * 60_000);
  await open("works");
  expect([world.sockets, world.polls]).toEqual([0, 1]);
  await vi.advanceTimersByTimeAsync(61_000);
  await open("works");
  expect([world.sockets, world.polls]).toEqual([1, 0]);
});

test("a dead hub is told of at once", async () => {
  world.isHubThere = false;
  await open("fails");
  expect(said).toEqual(["closed"]);
  expect([world.sockets, world.polls]).toEqual([1, 0]);
});

test("a WebSocket that was only too early for the hub is tried once more", async () => {
  world.way = "fails";
  said = [];
  link.open();
  await Promise.resolve();
  world.way = "works";
  await vi.advanceTimersByTimeAsync(0);
  expect(said).toEqual(["open", "frame"]);
  expect([world.sockets, world.polls]).toEqual([2, 0]);
});

test("a WebSocket that does not open is not waited for", async () => {
  await open("hangs");
  expect(said).toEqual([]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(said).toEqual(["open", "frame"]);
  expect([world.sockets, world.polls]).toEqual([1, 1]);
});

test("after one that opened and brought nothing, long-poll comes first", async () => {
  await open("brings nothing");
  link.close();
  await open("brings nothing");
  expect(said).toEqual(["open", "frame"]);
  expect([world.sockets, world.polls]).toEqual([0, 1]);
});

test("what was closed is not heard of any more", async () => {
  world.way = "fails";
  link.open();
  link.close();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(said).toEqual([]);
});
