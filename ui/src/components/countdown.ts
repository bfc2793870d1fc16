/** Seconds until a moment, once a second, for what ends soon. */
import { createEffect, createSignal, onCleanup, type Accessor } from "solid-js";

export function createSecondsLeft(endsAtMs: Accessor<number>): Accessor<number> {
  const [left, setLeft] = createSignal(0);
  createEffect(() => {
    const end = endsAtMs();
    const tick = () => setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 500);
    onCleanup(() => clearInterval(timer));
  });
  return left;
}
