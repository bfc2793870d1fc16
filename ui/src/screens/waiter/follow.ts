/**
 * Keeps a cart on a waiter's screen as it is at the hub: looks when the hub says that it has changed, and
 * only then. What comes while one look is under way, or while a press of this waiter is, leads to one more.
 */
import { createContext } from "solid-js";

/**
 * Tells when the cart of a party is another, with the menu in force if the hub has said so; also when that
 * may have been missed. Gives the way to end it.
 */
export type FollowCart = (session: string, onNews: (menuRevision?: number) => void) => () => void;

/** The floor screen hands its feed to the sheets that open over it. */
export const CartFollowing = createContext<FollowCart>(() => () => undefined);

export type Follower = {
  /** Something has changed. */
  news: () => void;
  /** A press has been answered: what came meanwhile is looked at now. */
  resume: () => void;
};

/**
 * `look` asks for the cart and shows it, unless something of this screen was faster; it tells whether the
 * cart is as it was asked for. `isBusy` holds looks back.
 */
export function createFollower(
  look: () => Promise<"shown" | "overtaken" | "failed">,
  isBusy: () => boolean,
): Follower {
  let isStale = false;
  let isLooking = false;

  async function resume() {
    if (isLooking) return;
    isLooking = true;
    while (isStale && !isBusy()) {
      isStale = false;
      // What failed is told anew once the hub is heard again.
      if ((await look()) === "overtaken") isStale = true;
    }
    isLooking = false;
  }

  return {
    news: () => {
      isStale = true;
      void resume();
    },
    resume: () => void resume(),
  };
}
