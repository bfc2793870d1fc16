/**
 * Where in the app the guest is. The page never navigates, but each place is an entry of the
 * browser's history, so that Back closes a sheet and leads from the cart to the menu.
 */
import { createSignal, onCleanup, type Accessor } from "solid-js";

export type Screen = "join" | "menu" | "cart" | "orders";

export type Place = {
  screen: Screen;
  /** A dish whose sheet is open. */
  dish?: string;
  /** A line of the cart that is being changed. */
  line?: string;
  /** The sheet of diets and allergens is open. */
  filter?: true;
  /** The bill is open. */
  bill?: true;
  /** What a waiter can be called for is open. */
  call?: true;
};

export type Places = {
  place: Accessor<Place>;
  /** Goes to a screen; the menu is at the bottom of the pile. */
  go: (screen: Screen) => void;
  /** Opens a sheet over the screen. */
  open: (sheet: Omit<Place, "screen">) => void;
  /** Closes what is on top. */
  back: () => void;
};

type Entry = { place: Place; depth: number };

function entryOf(state: unknown): Entry | undefined {
  return typeof state === "object" && state !== null && "place" in state ? (state as Entry) : undefined;
}

export function createPlaces(first: Screen): Places {
  // Whoever is not in yet begins at the beginning, wherever an earlier visit ended.
  const earlier = first === "join" ? undefined : entryOf(history.state);
  const start: Entry = earlier ?? { place: { screen: first }, depth: 0 };
  const [entry, setEntry] = createSignal<Entry>(start);
  history.replaceState(start, "");

  const follow = (event: PopStateEvent) => setEntry(entryOf(event.state) ?? start);
  window.addEventListener("popstate", follow);
  onCleanup(() => window.removeEventListener("popstate", follow));

  function push(place: Place) {
    const next = { place, depth: entry().depth + 1 };
    history.pushState(next, "");
    setEntry(next);
  }

  function replace(place: Place) {
    const next = { place, depth: entry().depth };
    history.replaceState(next, "");
    setEntry(next);
  }

  return {
    place: () => entry().place,
    go: (screen) => {
      const { place, depth } = entry();
      const { dish, line, filter, bill, call } = place;
      if (place.screen === screen && !(dish ?? line ?? filter ?? bill ?? call)) return;
      if (screen === "menu" && depth === 1 && place.screen !== "join") history.back();
      else if (depth === 0 && screen !== "menu" && place.screen !== "join") push({ screen });
      else replace({ screen });
    },
    open: (sheet) => push({ screen: entry().place.screen, ...sheet }),
    back: () => {
      if (entry().depth > 0) history.back();
      else replace({ screen: entry().place.screen });
    },
  };
}
