/**
 * Tells the guest when a dish is ready: a sound once the page was touched, and a buzz where the phone has
 * one. What was ready when the page opened is no news, so opening it anew rings nothing twice.
 */
import { createEffect, createSignal, on, onCleanup, type Accessor } from "solid-js";
import { buzz } from "../../platform/buzz";
import { keepReadySound, keptReadySound } from "../../platform/kept";
import { createSounds } from "../../platform/sounds";
import type { Order } from "../../bridge/names";

const BUZZ_MS = [120, 80, 120];

/** Dishes that are on their way, each by its place. */
export function readyDishes(orders: readonly Order[]): Map<string, string> {
  const ready = orders.flatMap(({ order, lines }) =>
    lines
      .filter(({ status, diners }) => status === "ready" && diners.length > 0)
      .map(({ index, name }): [string, string] => [`${order}/${index}`, name]),
  );
  return new Map(ready);
}

/** Those that were not ready before; none when there is no before. */
export function newlyReady(now: Map<string, string>, before: Map<string, string> | undefined): string[] {
  if (!before) return [];
  return [...now].filter(([key]) => !before.has(key)).map(([, name]) => name);
}

export type ReadySignal = {
  isOn: Accessor<boolean>;
  toggle: () => void;
  /** What has become ready since somebody last said that they had seen it. */
  news: Accessor<readonly string[]>;
  dismiss: () => void;
};

export function createReadySignal(orders: () => readonly Order[], isCaughtUp: () => boolean): ReadySignal {
  const sounds = createSounds();
  const [isOn, setIsOn] = createSignal(keptReadySound());
  const [news, setNews] = createSignal<readonly string[]>([]);
  const wake = () => isOn() && sounds.wake();
  document.addEventListener("pointerdown", wake);
  onCleanup(() => {
    document.removeEventListener("pointerdown", wake);
    sounds.close();
  });
  // Only what changes while the hub is heard is news.
  const ready = () => (isCaughtUp() ? readyDishes(orders()) : undefined);
  createEffect(
    on(ready, (now, before) => {
      const fresh = now ? newlyReady(now, before) : [];
      if (fresh.length === 0) return;
      if (isOn()) {
        sounds.play("ready");
        buzz(BUZZ_MS);
      }
      setNews((known) => [...known, ...fresh]);
    }),
  );
  return {
    isOn,
    news,
    dismiss: () => setNews([]),
    toggle: () => {
      setIsOn((was) => !was);
      keepReadySound(isOn());
      wake();
    },
  };
}
