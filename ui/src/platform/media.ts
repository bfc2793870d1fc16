/** Whether a media query holds, as a signal. */
import { createSignal, onCleanup, type Accessor } from "solid-js";

export function createMedia(query: string): Accessor<boolean> {
  const media = matchMedia(query);
  const [matches, setMatches] = createSignal(media.matches);
  const update = () => setMatches(media.matches);
  media.addEventListener("change", update);
  onCleanup(() => media.removeEventListener("change", update));
  return matches;
}

export const prefersStillness = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
