import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { joinFrames, openPoll, splitFrames } from "./poll";

/** A call that the hub has not answered yet. */
type Open = {
  frames: Uint8Array[];
  name: string | null;
  number: string | null;
  answer: (frames: number[][], ended?: boolean) => void;
  fail: (status?: number) => void;
};

let calls: Open[] = [];
let said: (string | number[])[] = [];

const bytes = (...numbers: number[]) => Uint8Array.from(numbers);
const sent = () => calls.map(({ frames }) => frames.map((frame) => [...frame]));
/** Lets everything happen that waits for nothing but its turn. */
const turns = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  [calls, said] = [[], []];
  vi.stubGlobal("fetch", (_path: string, { body, headers, signal }: RequestInit) => {
    return new Promise<Response>((resolve, reject) => {
      signal?.addEventListener("abort", () => reject(new Error("aborted")));
      calls.push({
        frames: splitFrames(body as Uint8Array) ?? [],
        name: new Headers(headers).get("plato-poll"),
        number: new Headers(headers).get("plato-poll-call"),
        answer: (frames, ended) => {
          const fields = new Headers({
            "plato-poll": "conversation",
            ...(ended && { "plato-poll-ended": "1" }),
          });
          resolve(new Response(joinFrames(frames.map((frame) => bytes(...frame))), { headers: fields }));
        },
        fail: (status) => (status ? resolve(new Response("", { status })) : reject(new Error("no network"))),
      });
    });
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function opened() {
  const carrier = openPoll("/api/sync/poll", {
    onOpen: () => said.push("open"),
    onClose: () => said.push("closed"),
    onFrame: (frame) => said.push([...frame]),
  });
  await turns();
  return carrier;
}

const call = (at: number): Open => {
  const found = calls[at];
  if (!found) throw new Error(`there is no call ${at}`);
  return found;
};

/** A conversation in which the hub has said welcome, `[1]`, and one call waits. */
async function welcomed() {
  const carrier = await opened();
  carrier.send(bytes(9));
  call(0).answer([[1]]);
  await turns();
  return carrier;
}

test("frames are found again behind their lengths", () => {
  const frames = [bytes(1, 2, 3), bytes(), new Uint8Array(300).fill(7)];
  expect(splitFrames(joinFrames(frames))).toEqual(frames);
  expect([...joinFrames([bytes(5)])]).toEqual([0, 0, 0, 1, 5]);
  expect(splitFrames(bytes(0, 0, 0, 9, 1))).toBeUndefined();
  expect(splitFrames(bytes(0, 0))).toBeUndefined();
});

test("the first call brings the hello, and the next one waits under the name it was given", async () => {
  await opened();
  expect(calls, "there is nothing to say yet").toEqual([]);
  expect(said).toEqual(["open"]);
  calls = [];
  said = [];
  await welcomed();
  expect(sent()).toEqual([[[9]], []]);
  expect(calls.map(({ name }) => name)).toEqual([null, "conversation"]);
  expect(said).toEqual(["open", [1]]);
});

test("one call waits at a time; what is to be said goes out in a newer one", async () => {
  const carrier = await welcomed();
  carrier.send(bytes(2));
  carrier.send(bytes(3));
  carrier.send(bytes(4));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent().slice(2), "the others wait until the older call is released").toEqual([[[2]]]);
  call(1).answer([]);
  await turns();
  expect(sent().slice(3)).toEqual([[[3], [4]]]);
  call(2).answer([[20]]);
  await turns();
  expect(said).toEqual(["open", [1], [20]]);
});

test("calls are numbered, so that the hub takes them in their order", async () => {
  const carrier = await welcomed();
  carrier.send(bytes(2));
  call(1).answer([]);
  await turns();
  carrier.send(bytes(3));
  expect(calls.map(({ number }) => number)).toEqual([null, "1", "2", "3"]);
});

test("frames keep their order when the newer answer arrives first", async () => {
  const carrier = await welcomed();
  carrier.send(bytes(2));
  call(2).answer([[21]]);
  await turns();
  expect(said).toEqual(["open", [1]]);
  call(1).answer([[20]]);
  await turns();
  expect(said).toEqual(["open", [1], [20], [21]]);
});

test("a body holds no more than a call may carry", async () => {
  const carrier = await welcomed();
  carrier.send(bytes(2));
  for (let frame = 0; frame < 3; frame += 1) carrier.send(new Uint8Array(40_000));
  call(1).answer([]);
  call(2).answer([]);
  await turns();
  expect(call(3).frames).toHaveLength(1);
});

test.each([undefined, 404, 503])("a call that fails (%s) ends the conversation", async (status) => {
  await welcomed();
  call(1).fail(status);
  await turns();
  expect(said).toEqual(["open", [1], "closed"]);
  expect(calls).toHaveLength(2);
});

test("the last frames are heard before the end is told", async () => {
  await welcomed();
  call(1).answer([[7]], true);
  await turns();
  expect(said).toEqual(["open", [1], [7], "closed"]);
});

test("closing it makes no more calls and tells nobody", async () => {
  const carrier = await welcomed();
  carrier.close();
  carrier.send(bytes(2));
  await turns();
  expect(calls).toHaveLength(2);
  expect(said).toEqual(["open", [1]]);
});
