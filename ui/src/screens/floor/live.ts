/**
 * The tables as the hub tells them, its clock, and whether it can be heard. Keeps a copy on the device, so
 * that a reload while cut off still shows every table.
 */
import { createSignal, onCleanup, type Accessor } from "solid-js";
import { openFeed, type FeedState } from "../../platform/feed";
import { staffCalls } from "../../platform/staff-calls";
import { keepFloor } from "../../platform/staff-storage";
import { goToSignIn, isSignedOut, SIGNED_OUT } from "../staff/who";
import type { FollowCart } from "../waiter/follow";
import { readFloor, type KeptFloor } from "./kept";
import type { FloorView } from "./tables";

export type Link =
  | { type: "looking" }
  | { type: "live" }
  /** No socket, but plain calls are answered: tables are fetched now and then. */
  | { type: "slow" }
  /** Since when by the device's own clock, if the hub was ever heard. */
  | { type: "cut_off"; sinceMs: number | undefined }
  | { type: "refused" };

export type Live = {
  view: Accessor<FloorView | undefined>;
  link: Accessor<Link>;
  hubNowMs: Accessor<number>;
  /** Takes in what the hub has just acknowledged, ahead of the frame that will say so. */
  change: (next: (view: FloorView) => FloorView) => void;
  followCart: FollowCart;
};

/** Minutes are shown, so this is often enough. */
const TICK_MS = 5_000;

/** A view is kept this long after it came, with all that came meanwhile. */
const KEEP_AFTER_MS = 1_000;

/** `onHeard` is told whenever the hub can be reached, and whether it could not just before. */
export function createLive(onHeard: (isBack: boolean) => void): Live {
  const early = readFloor();
  const [view, setView] = createSignal(early?.view);
  const [link, setLink] = createSignal<Link>({ type: "looking" });
  const [clock, setClock] = createSignal(clockOf(early));
  const [pageMs, setPageMs] = createSignal(performance.now());
  let heardWallMs = early?.wallMs;
  let keeping: ReturnType<typeof setTimeout> | undefined;
  let followed: { session: string; onNews: (menuRevision?: number) => void } | undefined;

  /** Keeps what has not been kept yet; also when the page goes, however soon after the last frame. */
  function keepNow() {
    if (keeping === undefined) return;
    clearTimeout(keeping);
    keeping = undefined;
    const now = view();
    if (!now) return;
    const kept: KeptFloor = { view: now, hubMs: hubNowMs(), wallMs: Date.now() };
    keepFloor(kept);
  }

  function heard(hubMs: number) {
    heardWallMs = Date.now();
    setPageMs(performance.now());
    setClock({ hubMs, pageMs: performance.now() });
  }

  async function onState(state: FeedState) {
    if (state.type === "live") {
      const isBack = link().type !== "live";
      setLink({ type: "live" });
      onHeard(isBack);
    }
    if (state.type === "refused") {
      if (state.code === SIGNED_OUT) goToSignIn();
      else setLink({ type: "refused" });
    }
    if (state.type === "down") {
      if (link().type !== "slow") cutOff();
      await fetchOnce();
    }
  }

  const cutOff = () =>
    setLink((was) => (was.type === "cut_off" ? was : { type: "cut_off", sinceMs: heardWallMs }));

  /** A socket cannot tell why it was turned away; a plain call can, and brings the tables meanwhile. */
  async function fetchOnce() {
    const answer = await staffCalls.floor();
    if (isSignedOut(answer)) goToSignIn();
    if (link().type === "live") return;
    if (answer.type !== "done") {
      cutOff();
      return;
    }
    show(answer.value);
    followed?.onNews();
    const isBack = link().type !== "slow";
    setLink({ type: "slow" });
    onHeard(isBack);
  }

  function show(next: FloorView) {
    heard(next.hub_time_ms);
    setView(next);
    keeping ??= setTimeout(keepNow, KEEP_AFTER_MS);
  }

  const feed = openFeed({
    feed: "floor",
    since: () => undefined,
    onState: (state) => void onState(state),
    onFrame: (frame) => {
      if (frame.type === "floor") show(frame.view);
      if (frame.type === "pong") heard(frame.hub_time_ms);
      if (frame.type === "cart" && frame.session === followed?.session) followed.onNews(frame.menu_revision);
    },
  });
  window.addEventListener("pagehide", keepNow);
  const ticking = setInterval(() => setPageMs(performance.now()), TICK_MS);
  onCleanup(() => {
    feed.close();
    clearInterval(ticking);
    window.removeEventListener("pagehide", keepNow);
    keepNow();
  });

  function hubNowMs() {
    return clock().hubMs + Math.max(0, pageMs() - clock().pageMs);
  }

  return {
    view,
    link,
    hubNowMs,
    change: (next) => setView((now) => now && next(now)),
    followCart: (session, onNews) => {
      const mine = { session, onNews };
      followed = mine;
      feed.watch(session);
      return () => {
        if (followed !== mine) return;
        followed = undefined;
        feed.watch(undefined);
      };
    },
  };
}

/** Goes on with ages after a reload; the device's wall clock is only the bridge until the hub answers. */
function clockOf(kept: KeptFloor | undefined) {
  const awayMs = kept ? Math.max(0, Date.now() - kept.wallMs) : 0;
  return { hubMs: (kept?.hubMs ?? 0) + awayMs, pageMs: performance.now() };
}
