/** Who is at the table, as far as the hub has told this phone: states, and what they are called. */
import type { Accessor } from "solid-js";
import type { Diner } from "../../bridge/names";
import { isolated } from "../../components/isolated";
import { createNow } from "../../components/now";
import { party as text } from "../../text";
import { useGuest } from "../guest/context";

export type Presence =
  | { type: "here" }
  | { type: "confirming" }
  /** Their phone is not connected; for how many whole minutes, where that is known. */
  | { type: "away"; minutes: number | undefined };

const MINUTE_MS = 60_000;

export function presenceOf({ is_here, is_reviewing, away_since_ms }: Diner, nowMs: number): Presence {
  if (is_here) return { type: is_reviewing ? "confirming" : "here" };
  const isKnown = typeof away_since_ms === "number";
  const minutes = isKnown ? Math.max(0, Math.floor((nowMs - away_since_ms) / MINUTE_MS)) : undefined;
  return { type: "away", minutes };
}

/** Phones go dark for a moment all the time: that alone is not worth a word. */
export const isLongAway = (presence: Presence) => presence.type === "away" && presence.minutes !== 0;

export function presenceWords(presence: Presence): string {
  switch (presence.type) {
    case "here":
      return text.here;
    case "confirming":
      return text.confirming;
    case "away":
      return isLongAway(presence) ? text.away(presence.minutes) : text.justAway;
  }
}

export type Companion = { diner: Diner; isMe: boolean; presence: Presence };

/** Everyone who has joined, in the order of joining. Nobody is away while this phone itself is. */
export function useCompanions(): {
  all: Accessor<Companion[]>;
  /** Does the hub tell how everyone stands? Not while this phone is offline or has just opened. */
  isTold: Accessor<boolean>;
  isOffline: Accessor<boolean>;
} {
  const { view } = useGuest().guest;
  const now = createNow();
  const isTold = () => view.connection.type === "live";
  const all = () =>
    view.diners
      .filter(({ has_left }) => !has_left)
      .map((diner): Companion => {
        const isMe = diner.diner === view.me;
        return { diner, isMe, presence: isMe || !isTold() ? { type: "here" } : presenceOf(diner, now()) };
      });
  return { all, isTold, isOffline: () => view.connection.type === "away" };
}

/** Names of the others who look at the review screen just now. */
export function useConfirming(): Accessor<string[]> {
  const { view } = useGuest().guest;
  return () => {
    if (view.connection.type !== "live") return [];
    const confirming = view.diners.filter(({ diner, is_here, is_reviewing }) => {
      return is_here && is_reviewing && diner !== view.me;
    });
    return confirming.map(({ name }) => isolated(name));
  };
}
