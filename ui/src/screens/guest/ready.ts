/**
 * Tells the guest when a dish is ready: a sound once the page was touched, and a buzz where the phone has
 * one. A phone in a pocket hears nothing, so what became ready meanwhile is news as well, also to a page that
 * is opened anew. Each dish is told of once; what was ready before the guest came is no news.
 */
import { createEffect, createSignal, on, onCleanup, type Accessor } from "solid-js";
import { buzz } from "../../platform/buzz";
import { keepReadySound, keepTold, keptReadySound, keptTold } from "../../platform/kept";
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

/** Those that the guest was not told of; none when this guest's phone has not heard of any order yet. */
export function newlyReady(now: Map<string, string>, told: ReadonlySet<string> | undefined): string[] {
  if (!told) return [];
  return [...now].filter(([key]) => !told.has(key)).map(([, name]) => name);
}

/** What a guest was told, as a line to keep: another guest of the same phone starts anew. */
export const toldLine = (diner: string, places: Iterable<string>) => [diner, ...places].join(" ");

export function toldTo(diner: string, line: string | undefined): ReadonlySet<string> | undefined {
  const [whom, ...places] = line?.split(" ") ?? [];
  return whom === diner ? new Set(places) : undefined;
}

export type ReadySignal = {
  isOn: Accessor<boolean>;
  toggle: () => void;
  /** What has become ready since somebody last said that they had seen it. */
  news: Accessor<readonly string[]>;
  dismiss: () => void;
};

export type ReadyOptions = {
  table: string;
  orders: () => readonly Order[];
  /** Whose phone this is, once the hub has told all that it has; nobody as long as it is not heard. */
  caughtUp: () => string | undefined;
};

export function createReadySignal({ table, orders, caughtUp }: ReadyOptions): ReadySignal {
  const sounds = createSounds();
  const [isOn, setIsOn] = createSignal(keptReadySound());
  const [news, setNews] = createSignal<readonly string[]>([]);
  const wake = () => isOn() && sounds.wake();
  document.addEventListener("pointerdown", wake);
  onCleanup(() => {
    document.removeEventListener("pointerdown", wake);
    sounds.close();
  });
  // What the phone remembers of its orders may be old: the dishes may be eaten by now.
  const ready = () => {
    const diner = caughtUp();
    return diner === undefined ? undefined : { diner, dishes: readyDishes(orders()) };
  };
  let told = keptTold(table);
  createEffect(
    on(ready, (now) => {
      if (!now) return;
      const fresh = newlyReady(now.dishes, toldTo(now.diner, told));
      told = toldLine(now.diner, now.dishes.keys());
      keepTold(table, told);
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
