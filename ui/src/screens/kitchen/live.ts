/**
 * The board as the hub tells it, the hub's clock, and whether the hub can be heard. Keeps a copy on
 * the device, so that a reload while cut off still shows every ticket.
 */
import { createSignal, onCleanup, type Accessor } from "solid-js";
import { openFeed, type FeedFromHub, type FeedState } from "../../platform/feed";
import { staffCalls } from "../../platform/staff-calls";
import { keepBoard } from "../../platform/staff-storage";
import { goToSignIn, isSignedOut, SIGNED_OUT } from "../staff/who";
import { hubNow, type HubClock } from "./ages";
import { readBoard, type KeptBoard } from "./kept";
import { shownStill } from "./shown";
import { fromSnapshot, withChanges, type Board } from "./tickets";

export type Link =
  | { type: "looking" }
  | { type: "live" }
  /** No socket, but plain calls are answered: tickets are fetched now and then. */
  | { type: "slow" }
  /** Since when by the device's own clock, if that is known. */
  | { type: "cut_off"; sinceMs: number | undefined }
  | { type: "refused"; code: string };

export type Live = {
  board: Accessor<Board | undefined>;
  link: Accessor<Link>;
  /** The hub's time of now; moves on every second, connected or not. */
  hubNowMs: Accessor<number>;
  /**
   * Tells the hub which tickets this display has on its board: each once, and all of them after an outage; without
   * a socket all of them, again and again.
   */
  noteShown: (tickets: string[]) => void;
  /** Takes in what the hub has just acknowledged, ahead of the frame that will say so. */
  change: (next: (board: Board) => Board) => void;
};

const KEEP_AFTER_MS = 1_000;

/** `onHeard` is told whenever the hub can be reached, and whether it could not just before. */
export function createLive(onHeard: (isBack: boolean) => void): Live {
  const early = readBoard();
  const [board, setBoard] = createSignal(early?.board);
  const [link, setLink] = createSignal<Link>({ type: "looking" });
  const [clock, setClock] = createSignal<HubClock>(clockOf(early));
  const [pageMs, setPageMs] = createSignal(performance.now());
  let heardWallMs = early?.wallMs;
  let isOfThisPage = false;
  let told: ReadonlySet<string> = new Set<string>();
  let keeping: ReturnType<typeof setTimeout> | undefined;

  function keepSoon() {
    keeping ??= setTimeout(keepNow, KEEP_AFTER_MS);
  }

  /** Keeps what has not been kept yet; also when the page goes, however soon after the last frame. */
  function keepNow() {
    if (keeping === undefined) return;
    clearTimeout(keeping);
    keeping = undefined;
    const now = board();
    if (!now) return;
    const kept: KeptBoard = { board: now, hubMs: hubNow(clock(), performance.now()), wallMs: wallNow() };
    keepBoard(kept);
  }

  function heard(hubMs: number, next?: Board) {
    heardWallMs = wallNow();
    setClock({ hubMs, pageMs: performance.now() });
    setPageMs(performance.now());
    if (next) setBoard(next);
    keepSoon();
  }

  function onFrame(frame: FeedFromHub) {
    const now = board();
    switch (frame.type) {
      case "kitchen":
        isOfThisPage = true;
        return heard(frame.view.hub_time_ms, fromSnapshot(frame.view));
      case "tickets":
        return heard(frame.hub_time_ms, now && withChanges(now, frame.position, frame.changed));
      case "pong":
        return heard(frame.hub_time_ms);
      case "floor":
      case "cart":
      case "refused":
        return undefined;
    }
  }

  async function onState(state: FeedState) {
    if (state.type === "live") {
      forgetUnseen();
      feed.shown([...told]);
      const isBack = link().type !== "live";
      setLink({ type: "live" });
      onHeard(isBack);
    }
    if (state.type === "refused") {
      if (state.code === SIGNED_OUT) goToSignIn();
      else setLink({ type: "refused", code: state.code });
    }
    if (state.type === "down") {
      if (link().type !== "slow") cutOff();
      await fetchOnce();
    }
  }

  /** What is closed, or seen by nobody, does not count as told. */
  function forgetUnseen() {
    told = new Set(shownStill(told, board()?.tickets ?? [], document.visibilityState === "visible"));
  }

  const cutOff = () =>
    setLink((was) => (was.type === "cut_off" ? was : { type: "cut_off", sinceMs: heardWallMs }));

  /** A socket cannot tell why it was turned away; a plain call can, and brings the tickets meanwhile. */
  async function fetchOnce() {
    const answer = await staffCalls.kitchen();
    if (isSignedOut(answer)) goToSignIn();
    if (link().type === "live") return;
    if (answer.type !== "done") {
      cutOff();
      return;
    }
    heard(answer.value.hub_time_ms, fromSnapshot(answer.value));
    const isBack = link().type !== "slow";
    setLink({ type: "slow" });
    onHeard(isBack);
    forgetUnseen();
    if (told.size > 0) await staffCalls.shown([...told]);
  }

  const feed = openFeed({
    feed: "kitchen",
    // Deltas are asked for only on top of a snapshot that this very page was given.
    since: () => (isOfThisPage ? board()?.position : undefined),
    onFrame,
    onState: (state) => void onState(state),
  });
  window.addEventListener("pagehide", keepNow);
  const ticking = setInterval(() => setPageMs(performance.now()), 1_000);
  onCleanup(() => {
    feed.close();
    clearInterval(ticking);
    window.removeEventListener("pagehide", keepNow);
    keepNow();
  });

  return {
    board,
    link,
    hubNowMs: () => hubNow(clock(), pageMs()),
    noteShown: (tickets) => {
      const { type } = link();
      const fresh = tickets.filter((ticket) => !told.has(ticket));
      if ((type !== "live" && type !== "slow") || fresh.length === 0) return;
      told = new Set([...told, ...fresh]);
      if (type === "live") feed.shown(fresh);
      // Unheard, it is said again with the next tickets that are fetched.
      else void staffCalls.shown([...told]);
    },
    change: (next) => {
      setBoard((now) => now && next(now));
      keepSoon();
    },
  };
}

/** Goes on with ages after a reload; the device's wall clock is only the bridge until the hub answers. */
function clockOf(kept: { hubMs: number; wallMs: number } | undefined): HubClock {
  const away = kept ? Math.max(0, wallNow() - kept.wallMs) : 0;
  return { hubMs: (kept?.hubMs ?? 0) + away, pageMs: performance.now() };
}

function wallNow(): number {
  return performance.timeOrigin + performance.now();
}
