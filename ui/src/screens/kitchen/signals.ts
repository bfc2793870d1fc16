/**
 * What this display lets people hear: new, changed and voided tickets of its station, and orders that
 * are all ready. Whether it makes a sound is chosen once; a reload needs a touch before the first one.
 */
import type { Accessor } from "solid-js";
import { createAudible } from "../../platform/audible";
import type { Signal } from "../../platform/sounds";
import type { Changes, News } from "./changes";
import { findTicket, type Board } from "./tickets";

export type Signals = {
  isOn: Accessor<boolean>;
  toggle: () => void;
  tell: (changes: Changes, board: Board) => void;
};

/** What somebody must not eat is as bad as what nobody wants any more. */
const SOUNDS: Record<News, Signal> = { new: "new", changed: "changed", void: "void", allergy: "void" };

/** What is worst is heard, whatever else has come with it. */
const LOUDEST: readonly Signal[] = ["void", "changed", "new", "ready"];

/** `isOurs` tells whether a station's tickets are on this display; orders are, where the pass or all is. */
export function createSignals(
  isOurs: (station: string) => boolean,
  isPassShown: (view: string) => boolean,
): Signals {
  const audible = createAudible("sound", "new");
  return {
    isOn: audible.isOn,
    toggle: audible.toggle,
    tell: (changes, board) => {
      const signal = signalOf(changes, board, isOurs, isPassShown);
      if (signal) audible.play(signal);
    },
  };
}

/** Which sound all that is worth, if any. */
export function signalOf(
  changes: Changes,
  board: Board,
  isOurs: (station: string) => boolean,
  isPassShown: (view: string) => boolean,
): Signal | undefined {
  const heard = new Set<Signal>();
  for (const [ticket, news] of changes.tickets) {
    if (isOurs(findTicket(board, ticket)?.station ?? "")) heard.add(SOUNDS[news]);
  }
  if (changes.ready.some(({ view }) => isPassShown(view))) heard.add("ready");
  return LOUDEST.find((signal) => heard.has(signal));
}
