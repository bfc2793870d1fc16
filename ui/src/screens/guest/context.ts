/** What every guest screen is given: the guest, where in the app we are, and a voice. */
import { createContext, useContext, type Accessor } from "solid-js";
import type { Guest } from "../../bridge/guest";
import { EVERYONE, HOUSE, type Diner } from "../../bridge/names";
import { isolated } from "../../components/isolated";
import { common } from "../../text";
import type { Filters } from "../menu/filters";
import type { Places } from "./places";
import type { ReadySignal } from "./ready";

export type GuestContextValue = {
  guest: Guest;
  places: Places;
  /** What the guest looks for on the menu; outlives the layout that shows it. */
  filters: Filters;
  /** Says something to those who listen instead of look. */
  announce: (words: string) => void;
  /** Rings and buzzes when a dish is ready. */
  readySignal: ReadySignal;
  /** Was the review put away while its order waits for an answer? */
  reviewAway: { isAway: Accessor<boolean>; set: (isAway: boolean) => void };
};

export const GuestContext = createContext<GuestContextValue>();

export function useGuest(): GuestContextValue {
  const value = useContext(GuestContext);
  if (!value) throw new Error("a guest screen was drawn outside of the guest's page");
  return value;
}

/** Is the guest at the table, or about to be again once the page has loaded? */
export function useSeat() {
  const { guest } = useGuest();
  const isSeated = () => guest.view.stage.type === "seated";
  const isReturning = () => guest.hasLogin && guest.readiness() === "loading" && !isSeated();
  return { isSeated, isReturning };
}

/** How people of the party are called on this phone, in a form that stands well in any sentence. */
export function useParty() {
  const { view } = useGuest().guest;
  const find = (id: string): Diner | undefined => view.diners.find(({ diner }) => diner === id);
  return {
    find,
    isMe: (id: string) => id === view.me,
    name: (id: string): string => {
      if (id === EVERYONE) return common.everyone;
      if (id === HOUSE) return common.waiter;
      return id === view.me ? common.you : isolated(find(id)?.name ?? common.someone);
    },
  };
}
