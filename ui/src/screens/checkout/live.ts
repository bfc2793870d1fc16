/** A bill as the hub has it, fetched anew whenever the floor's feed tells that something has happened. */
import { createSignal, onCleanup, type Accessor } from "solid-js";
import { billCalls, type Checkout } from "../../platform/bill-calls";
import { openFeed } from "../../platform/feed";
import type { FloorView } from "../../platform/staff-calls";
import { goToSignIn, isSignedOut, SIGNED_OUT } from "../staff/who";

export type LiveBill = {
  checkout: Accessor<Checkout | undefined>;
  floor: Accessor<FloorView | undefined>;
  isCutOff: Accessor<boolean>;
  isForbidden: Accessor<boolean>;
  /** The hub knows no such visit. */
  isUnknown: Accessor<boolean>;
  refresh: () => void;
};

export function createLiveBill(session: string | undefined): LiveBill {
  const [checkout, setCheckout] = createSignal<Checkout>();
  const [floor, setFloor] = createSignal<FloorView>();
  const [isCutOff, setIsCutOff] = createSignal(false);
  const [isForbidden, setIsForbidden] = createSignal(false);
  const [isUnknown, setIsUnknown] = createSignal(false);
  let isAsking = false;
  let isStale = false;

  /** One call at a time; what happens meanwhile is asked for after it. */
  async function refresh() {
    if (!session) return;
    if (isAsking) {
      isStale = true;
      return;
    }
    isAsking = true;
    const answer = await billCalls.bill(session);
    isAsking = false;
    if (isSignedOut(answer)) return goToSignIn();
    if (answer.type === "done") setCheckout(answer.value);
    if (answer.type === "refused") {
      setIsForbidden(answer.problem.status === 403);
      setIsUnknown(answer.problem.status === 404);
    }
    if (isStale) {
      isStale = false;
      await refresh();
    }
  }

  const feed = openFeed({
    feed: "floor",
    since: () => undefined,
    onState: (state) => {
      if (state.type === "live") setIsCutOff(false);
      if (state.type === "down") setIsCutOff(true);
      if (state.type === "refused" && state.code === SIGNED_OUT) goToSignIn();
      else if (state.type === "refused") setIsForbidden(true);
    },
    onFrame: (frame) => {
      if (frame.type !== "floor") return;
      setFloor(frame.view);
      void refresh();
    },
  });
  onCleanup(() => feed.close());
  void refresh();

  return { checkout, floor, isCutOff, isForbidden, isUnknown, refresh: () => void refresh() };
}
