/**
 * Whether a finger is down on the screen, or was a moment ago: while it is, nothing on the screen
 * moves.
 */
import { createSignal, onCleanup, type Accessor } from "solid-js";

/** How long the finger has to be away before anything moves. */
const QUIET_MS = 500;
/** A finger whose lifting was never reported does not hold the screen for ever. */
const HELD_MS_MAX = 10_000;

export type Hold = { isHeld: Accessor<boolean>; touch: () => void };

export function createHold(): Hold {
  const [isHeld, setIsHeld] = createSignal(false);
  let quiet: ReturnType<typeof setTimeout> | undefined;

  const letGoIn = (ms: number) => {
    clearTimeout(quiet);
    quiet = setTimeout(() => setIsHeld(false), ms);
  };
  const stop = new AbortController();
  for (const event of ["pointerup", "pointercancel"]) {
    window.addEventListener(event, () => isHeld() && letGoIn(QUIET_MS), { signal: stop.signal });
  }
  onCleanup(() => {
    stop.abort();
    clearTimeout(quiet);
  });
  return {
    isHeld,
    touch: () => {
      setIsHeld(true);
      letGoIn(HELD_MS_MAX);
    },
  };
}

/** What a value was before the finger came down, until it is up. */
export function whileHeld<T>(hold: Hold, value: Accessor<T>): Accessor<T> {
  let shown = value();
  return () => {
    const now = value();
    if (!hold.isHeld()) shown = now;
    return shown;
  };
}
