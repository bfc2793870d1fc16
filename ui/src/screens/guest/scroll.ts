/** Each screen keeps its own place on the page, and is read out from its heading when it opens. */
import { createEffect, on, onCleanup, type Accessor } from "solid-js";
import type { Screen } from "./places";

export function keepScroll(screen: Accessor<Screen>): void {
  const places = new Map<Screen, number>();
  const remember = () => places.set(screen(), window.scrollY);
  window.addEventListener("scroll", remember, { passive: true });
  onCleanup(() => window.removeEventListener("scroll", remember));
  createEffect(
    on(
      screen,
      (now) => {
        const top = places.get(now) ?? 0;
        requestAnimationFrame(() => window.scrollTo({ top, behavior: "instant" }));
      },
      { defer: true },
    ),
  );
}

/** Puts the focus on a screen's heading once it is drawn, without moving the page. */
export function focusHeading(heading: HTMLElement): void {
  requestAnimationFrame(() => heading.focus({ preventScroll: true }));
}
