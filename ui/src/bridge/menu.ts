/**
 * The menu, for the screens and for the brain: that of the last visit at once, that of now as soon
 * as it comes. Neither waits for the wasm.
 */
import type { Accessor } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import { keptMenu } from "../platform/kept";
import { fetchMenu } from "../platform/menu";
import type { Menu } from "./names";

const RETRY_MS = 5_000;

export type MenuSource = {
  menu: Accessor<Menu | undefined>;
  /** The text that the brain takes; nothing while there is none. */
  body: () => string | undefined;
  /** Takes a menu in. */
  take: (body: string) => void;
};

export function createMenu(onMenu: (body: string) => void): MenuSource {
  const [held, setHeld] = createStore<{ menu?: Menu }>({});
  let current: string | undefined;

  function take(body: string) {
    try {
      setHeld("menu", reconcile(JSON.parse(body) as Menu));
    } catch {
      return;
    }
    current = body;
    onMenu(body);
  }

  async function bring(): Promise<void> {
    const fresh = fetchMenu();
    const earlier = keptMenu();
    if (earlier !== undefined && !held.menu) take(earlier);
    const body = await fresh;
    if (body !== undefined) take(body);
    else if (!held.menu) setTimeout(() => void bring(), RETRY_MS);
  }

  void bring();
  return { menu: () => held.menu, body: () => current, take };
}
