/**
 * The link to the hub: at most one, by WebSocket where that works, else by long-poll. Nobody above
 * notices the difference. How long a link may take to open, and when to try again, is for whoever
 * opens it to say.
 */
import type { Carrier, CarrierEvents } from "./carrier";
import { openPoll } from "./poll";
import { openSocket } from "./socket";

export type Link = { open: () => void } & Carrier;

/** Some networks swallow a WebSocket without a word. */
const OPEN_MS_MAX = 5_000;
const HEALTH_MS_MAX = 3_000;
/** For how long what worked instead of a WebSocket is tried first. */
const PREFERENCE_MS = 5 * 60_000;

type Kind = "socket" | "poll";

export function createLink(path: string, events: CarrierEvents): Link {
  let carrier: Carrier | undefined;
  /** Counts what was begun; whatever belongs to something earlier is not listened to. */
  let turn = 0;
  let patience: ReturnType<typeof setTimeout> | undefined;
  /** Did the last WebSocket open and then bring nothing? */
  let isSocketDoubted = false;
  let pollUntilMs = 0;

  /** Lets go of what there is without a word to anyone. */
  function drop() {
    turn += 1;
    clearTimeout(patience);
    const old = carrier;
    carrier = undefined;
    old?.close();
  }

  function lose() {
    drop();
    events.onClose();
  }

  function open() {
    drop();
    if (isSocketDoubted || Date.now() < pollUntilMs) void goRound("poll");
    else trySocket("socket");
  }

  /** Begins a WebSocket. One that fails at once may only have come too early: then `next` follows. */
  function trySocket(next: Kind) {
    let isOpen = false;
    const own = turn;
    const fresh = listen({
      onOpen: () => {
        clearTimeout(patience);
        isOpen = true;
        isSocketDoubted = true;
        events.onOpen();
      },
      onFrame: (bytes) => {
        isSocketDoubted = false;
        events.onFrame(bytes);
      },
      onClose: () => (isOpen ? lose() : void goRound(next)),
    });
    patience = setTimeout(() => own === turn && void goRound("poll"), OPEN_MS_MAX);
    carrier = openSocket(path, fresh);
  }

  function tryPoll() {
    isSocketDoubted = false;
    let isHeard = false;
    const fresh = listen({
      onOpen: events.onOpen,
      onFrame: (bytes) => {
        if (!isHeard && Date.now() >= pollUntilMs) pollUntilMs = Date.now() + PREFERENCE_MS;
        isHeard = true;
        events.onFrame(bytes);
      },
      onClose: () => {
        if (!isHeard) pollUntilMs = 0;
        lose();
      },
    });
    carrier = openPoll(`${path}/poll`, fresh);
  }

  /** Looks whether the hub is there at all before anything else is tried, so that a dead one is told of soon. */
  async function goRound(next: Kind) {
    drop();
    const own = turn;
    const isThere = await isHubThere();
    if (own !== turn) return;
    if (!isThere) lose();
    else if (next === "socket") trySocket("poll");
    else tryPoll();
  }

  /** Passes on what happens only as long as nothing else has been begun. */
  function listen(heard: CarrierEvents): CarrierEvents {
    const own = turn;
    return {
      onOpen: () => own === turn && heard.onOpen(),
      onClose: () => own === turn && heard.onClose(),
      onFrame: (bytes) => own === turn && heard.onFrame(bytes),
    };
  }

  return { open, close: drop, send: (bytes) => carrier?.send(bytes) };
}

async function isHubThere(): Promise<boolean> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), HEALTH_MS_MAX);
  try {
    return (await fetch("/healthz", { signal: patience.signal, cache: "no-store" })).ok;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
