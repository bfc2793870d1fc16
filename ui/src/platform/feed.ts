/**
 * The socket that a staff screen listens on: says hello, pings, notices silence, and comes back by
 * itself. What the frames mean is the screen's business. The browser's services come in as
 * options, so that tests can stand in for them.
 */
import { batch } from "solid-js";
import type { components } from "../api/types";
import { createBurst } from "./burst";
import { onWake } from "./wake";

type Schemas = components["schemas"];
export type FeedFromHub = Schemas["FeedFromHub"];
export type FeedKind = Schemas["FeedKind"];

export type FeedState =
  | { type: "connecting" }
  | { type: "live" }
  /** Nothing comes; another try follows by itself. */
  | { type: "down" }
  /** The hub will not have this screen; no further try is made. */
  | { type: "refused"; code: string; message: string };

export type Feed = {
  close: () => void;
  /** Tells the hub that a kitchen display has these tickets on its board. Lost while nothing is heard. */
  shown: (tickets: string[]) => void;
  /** Asks the hub to tell when the cart of a party changes, or no longer; said again after every outage. */
  watch: (session: string | undefined) => void;
};

export type FeedOptions = {
  feed: FeedKind;
  /** Log position that the screen has, if any: then only what came after is sent. */
  since: () => number | undefined;
  onFrame: (frame: FeedFromHub) => void;
  onState: (state: FeedState) => void;
};

export type FeedSocket = { send: (text: string) => void; close: () => void };
export type FeedListener = { opened: () => void; heard: (data: unknown) => void; closed: () => void };

export type FeedBrowser = {
  connect: (listener: FeedListener) => FeedSocket;
  random: () => number;
  /** Calls back when it is worth trying at once: the page is shown again, a network is there again. */
  onWake: (wake: () => void) => () => void;
};

const PING = JSON.stringify({ type: "ping" });
const PING_EVERY_MS = 20_000;
/** In a venue's network a socket is open in no time, or whoever asks is talking to a box that is off. */
const OPEN_WITHIN_MS = 3_000;
const SILENCE_MS = 40_000;
/** Refusals that no further try would change; all others pass. */
const FOR_GOOD = ["staff_signed_out", "role_forbidden"];
/** How soon a socket that was asleep must prove that it lives. */
const PROOF_MS = 4_000;
const RETRY_FIRST_MS = 200;
/** A house has a handful of screens, and they have to be back, with all that waited, within two seconds of the hub. */
const RETRY_MOST_MS = 1_000;

/** Full jitter: a whole kitchen that lost the hub together does not come back together. */
export function retryDelayMs(attempt: number, random: number): number {
  return Math.round(random * Math.min(RETRY_MOST_MS, RETRY_FIRST_MS * 2 ** Math.min(attempt, 10)));
}

export function openFeed(options: FeedOptions, browser: FeedBrowser = theBrowser()): Feed {
  let socket: FeedSocket | undefined;
  let attempt = 0;
  let isHeard = false;
  let watched: string | undefined;
  let pinging: ReturnType<typeof setInterval> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const frames: FeedFromHub[] = [];
  const telling = createBurst(() => batch(() => frames.splice(0).forEach(options.onFrame)));

  const hushed = (ms: number) => {
    clearTimeout(silence);
    silence = setTimeout(lost, ms);
  };

  const letGo = () => {
    if (frames.length > 0) telling.now();
    clearInterval(pinging);
    clearTimeout(silence);
    clearTimeout(retry);
    const gone = socket;
    socket = undefined;
    gone?.close();
  };

  function lost() {
    letGo();
    isHeard = false;
    options.onState({ type: "down" });
    retry = setTimeout(connect, retryDelayMs(attempt, browser.random()));
    attempt += 1;
  }

  function connect() {
    letGo();
    hushed(OPEN_WITHIN_MS);
    // A socket that was let go may still report; only the one in use is listened to.
    const isInUse = () => socket === fresh;
    const fresh: FeedSocket = browser.connect({
      opened: () => {
        if (isInUse()) greet(fresh);
      },
      heard: (data) => {
        if (isInUse()) heard(data);
      },
      closed: () => {
        if (isInUse()) lost();
      },
    });
    socket = fresh;
  }

  function greet(fresh: FeedSocket) {
    const since = options.since();
    const hello = { type: "hello", feed: options.feed, ...(since === undefined ? {} : { since }) };
    fresh.send(JSON.stringify(hello));
    pinging = setInterval(() => fresh.send(PING), PING_EVERY_MS);
    hushed(SILENCE_MS);
  }

  function heard(data: unknown) {
    hushed(SILENCE_MS);
    const frame = frameOf(data);
    if (!frame) return;
    if (frame.type === "refused") {
      if (!FOR_GOOD.includes(frame.code)) return lost();
      close();
      return options.onState(frame);
    }
    if (!isHeard) {
      isHeard = true;
      attempt = 0;
      options.onState({ type: "live" });
      if (watched !== undefined) sayWatched();
    }
    frames.push(frame);
    telling.soon();
  }

  function sayWatched() {
    if (isHeard) socket?.send(JSON.stringify({ type: "watch", ...(watched && { session: watched }) }));
  }

  const forget = browser.onWake(() => {
    if (isHeard && socket) {
      socket.send(PING);
      hushed(PROOF_MS);
    } else {
      attempt = 0;
      connect();
    }
  });

  function close() {
    forget();
    letGo();
    telling.close();
  }

  options.onState({ type: "connecting" });
  connect();
  return {
    close,
    shown: (tickets) => {
      if (isHeard && tickets.length > 0) socket?.send(JSON.stringify({ type: "shown", tickets }));
    },
    watch: (session) => {
      if (session === watched) return;
      watched = session;
      sayWatched();
    },
  };
}

const KNOWN: readonly unknown[] = [
  "kitchen",
  "tickets",
  "floor",
  "refused",
  "pong",
  "cart",
] satisfies FeedFromHub["type"][];

/** A frame of a kind that this screen knows; a newer hub may send others. */
export function frameOf(data: unknown): FeedFromHub | undefined {
  if (typeof data !== "string") return undefined;
  try {
    const frame: unknown = JSON.parse(data);
    return isKnown(frame) ? frame : undefined;
  } catch {
    return undefined;
  }
}

/** What a frame of a known kind holds is the hub's promise. */
function isKnown(frame: unknown): frame is FeedFromHub {
  return typeof frame === "object" && frame !== null && "type" in frame && KNOWN.includes(frame.type);
}

function theBrowser(): FeedBrowser {
  return {
    connect: (listener) => {
      const address = new URL("/api/feed", location.href);
      address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
      const socket = new WebSocket(address.href);
      socket.addEventListener("open", listener.opened);
      socket.addEventListener("message", (event: MessageEvent<unknown>) => listener.heard(event.data));
      socket.addEventListener("close", listener.closed);
      return {
        // A socket that is closing reports so by itself; what was to be said is said again on the next.
        send: (text) => {
          if (socket.readyState === WebSocket.OPEN) socket.send(text);
        },
        close: () => socket.close(),
      };
    },
    random: Math.random,
    onWake,
  };
}
