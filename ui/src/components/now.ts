/** The time of now as a signal, for ages that are told in minutes. */
import { createSignal, onCleanup, type Accessor } from "solid-js";

const EVERY_MS = 5_000;

export function createNow(): Accessor<number> {
  const [now, setNow] = createSignal(Date.now());
  const ticking = setInterval(() => setNow(Date.now()), EVERY_MS);
  onCleanup(() => clearInterval(ticking));
  return now;
}
