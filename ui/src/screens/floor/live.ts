/** The tables as the hub tells them, its clock, and whether it can be heard. */
import { createSignal, onCleanup, type Accessor } from "solid-js";
import { openFeed, type FeedState } from "../../platform/feed";
import { staffCalls } from "../../platform/staff-calls";
import { goToSignIn, isSignedOut, SIGNED_OUT } from "../staff/who";
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
};

/** Minutes are shown, so this is often enough. */
const TICK_MS = 5_000;

export function createLive(): Live {
  const [view, setView] = createSignal<FloorView>();
  const [link, setLink] = createSignal<Link>({ type: "looking" });
  const [clock, setClock] = createSignal({ hubMs: 0, pageMs: 0 });
  const [pageMs, setPageMs] = createSignal(performance.now());
  let heardWallMs: number | undefined;

  function heard(hubMs: number) {
    heardWallMs = Date.now();
    setPageMs(performance.now());
    setClock({ hubMs, pageMs: performance.now() });
  }

  async function onState(state: FeedState) {
    if (state.type === "live") setLink({ type: "live" });
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
    setLink({ type: "slow" });
  }

  function show(next: FloorView) {
    heard(next.hub_time_ms);
    setView(next);
  }

  const feed = openFeed({
    feed: "floor",
    since: () => undefined,
    onState: (state) => void onState(state),
    onFrame: (frame) => {
      if (frame.type === "floor") show(frame.view);
      if (frame.type === "pong") heard(frame.hub_time_ms);
    },
  });
  const ticking = setInterval(() => setPageMs(performance.now()), TICK_MS);
  onCleanup(() => {
    feed.close();
    clearInterval(ticking);
  });

  return {
    view,
    link,
    hubNowMs: () => clock().hubMs + Math.max(0, pageMs() - clock().pageMs),
  };
}
