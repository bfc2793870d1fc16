/**
 * The frames of a WebSocket by HTTP calls, for networks that let none through: `POST /api/sync/poll`
 * of `docs/protocol.md`. One call waits for frames of the hub; frames of the phone go out in a newer
 * call, at whose arrival the hub releases the older one. The calls are numbered, and the hub takes them in
 * that order however they arrive. A call that fails ends the conversation.
 */
import type { Carrier, CarrierEvents } from "./carrier";

/** Names the conversation, from the first answer on. */
const NAME = "plato-poll";
/** The number of a call after the first. */
const NUMBER = "plato-poll-call";
/** Says that nothing comes after these frames. */
const ENDED = "plato-poll-ended";
/** Most bytes of frames in one call; a single frame may be as long. */
const CALL_BYTES_MAX = 60 * 1024;

type Frame = Uint8Array<ArrayBuffer>;
type Polled = { name: string; frames: Uint8Array[]; hasEnded: boolean };

export function openPoll(path: string, events: CarrierEvents): Carrier {
  const stop = new AbortController();
  const unsent: Frame[] = [];
  let name: string | undefined;
  let made = 0;
  let underWay = 0;
  let answers = Promise.resolve();

  const isOver = () => stop.signal.aborted;
  queueMicrotask(() => {
    if (!isOver()) events.onOpen();
  });

  function end() {
    if (isOver()) return;
    stop.abort();
    events.onClose();
  }

  /** Makes the next call when it is time for one. */
  function go() {
    if (isOver()) return;
    const isIdle = underWay === 0 && (name !== undefined || unsent.length > 0);
    const mayRelease = underWay === 1 && name !== undefined && unsent.length > 0;
    if (isIdle || mayRelease) call(takeFitting(unsent));
  }

  function call(frames: Frame[]) {
    underWay += 1;
    const conversation = name === undefined ? undefined : { name, number: made };
    made += 1;
    const answer = exchange(path, conversation, frames, stop.signal);
    // Answers of two calls may arrive in any order; their frames have that of the calls.
    answers = answers.then(async () => {
      const polled = await answer;
      underWay -= 1;
      take(polled);
    });
  }

  function take(polled: Polled | undefined) {
    if (!polled) return end();
    name = polled.name;
    for (const frame of polled.frames) if (!isOver()) events.onFrame(frame);
    if (polled.hasEnded) end();
    else go();
  }

  return {
    close: () => stop.abort(),
    send: (bytes) => {
      unsent.push(bytes);
      go();
    },
  };
}

/** As many of the frames as fit into one call, at least one if there is any. */
function takeFitting(unsent: Frame[]): Frame[] {
  let bytes = 0;
  const tooMany = unsent.findIndex((frame, at) => {
    bytes += 4 + frame.length;
    return at > 0 && bytes > CALL_BYTES_MAX;
  });
  return unsent.splice(0, tooMany < 0 ? unsent.length : tooMany);
}

async function exchange(
  path: string,
  conversation: { name: string; number: number } | undefined,
  frames: Frame[],
  signal: AbortSignal,
): Promise<Polled | undefined> {
  const headers = new Headers({ "Content-Type": "application/octet-stream" });
  if (conversation) {
    headers.set(NAME, conversation.name);
    headers.set(NUMBER, String(conversation.number));
  }
  const body = joinFrames(frames);
  try {
    const response = await fetch(path, { method: "POST", headers, body, signal, cache: "no-store" });
    const given = response.headers.get(NAME);
    const heard = response.ok ? splitFrames(new Uint8Array(await response.arrayBuffer())) : undefined;
    if (given === null || !heard) return undefined;
    return { name: given, frames: heard, hasEnded: response.headers.has(ENDED) };
  } catch {
    return undefined;
  }
}

/** Each frame after its length in four bytes, big endian. */
export function joinFrames(frames: Uint8Array[]): Frame {
  const joined = new Uint8Array(frames.reduce((bytes, frame) => bytes + 4 + frame.length, 0));
  const view = new DataView(joined.buffer);
  let at = 0;
  for (const frame of frames) {
    view.setUint32(at, frame.length);
    joined.set(frame, at + 4);
    at += 4 + frame.length;
  }
  return joined;
}

/** The frames again; nothing when the bytes are cut short. */
export function splitFrames(bytes: Uint8Array): Uint8Array[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const frames: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    if (at + 4 > bytes.length) return undefined;
    const end = at + 4 + view.getUint32(at);
    if (end > bytes.length) return undefined;
    frames.push(bytes.slice(at + 4, end));
    at = end;
  }
  return frames;
}
