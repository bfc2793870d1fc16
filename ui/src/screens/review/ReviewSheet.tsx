import { createEffect, Match, on, Show, Switch, type Component } from "solid-js";
import type { Review, ReviewState } from "../../bridge/names";
import { Sheet } from "../../components/Sheet";
import { waitingOrder } from "../../text-approval";
import { together } from "../../text-together";
import { useGuest } from "../guest/context";
import { Confirming } from "../party/Confirming";
import { Allergies } from "./Allergies";
import { Changed } from "./Changed";
import { Placed } from "./Placed";
import { ReviewAction } from "./ReviewAction";
import { ReviewLines } from "./ReviewLines";
import { leadOf, titleOf } from "./words";

/** What will be ordered, once more, and what becomes of it. */
export const ReviewSheet: Component<{ review: Review }> = (props) => {
  const { guest, reviewAway, announce } = useGuest();
  const state = () => props.review.state;
  /** What people call an order by; the hub's own number until the round is here. */
  const numberOf = (order: number) =>
    guest.view.orders.find((round) => round.order === order)?.number ?? order;
  /** The order was taken, and waits: the house looks at it before the kitchen does, or the others are not ready. */
  const waiting = () => {
    const order = placed(state())?.order;
    const round = guest.view.orders.find((one) => one.order === order);
    if (round?.approval?.state === "waiting") return waitingOrder;
    return round?.approval?.state === "together" ? together : undefined;
  };
  const title = () => waiting()?.title ?? titleOf(state());
  const lead = () => {
    const order = placed(state())?.order;
    return (order !== undefined && waiting()?.lead(numberOf(order))) || leadOf(state(), numberOf);
  };
  const isUnderWay = () => state().type === "sending" || state().type === "unknown";
  createEffect(
    on(
      () => state().type,
      (type) => {
        // An answer is never missed, even when the sheet was put away.
        if (type !== "sending" && type !== "unknown") reviewAway.set(false);
        announce(title());
      },
    ),
  );
  const close = () => (isUnderWay() ? reviewAway.set(true) : guest.act({ type: "close_review" }));
  return (
    <Show when={!reviewAway.isAway()}>
      <Sheet
        open
        isText
        onClose={close}
        title={title()}
        description={lead()}
        footer={
          <>
            <Show when={isToConfirm(state())}>
              <Confirming isReview />
            </Show>
            <ReviewAction review={props.review} onAway={close} />
          </>
        }
      >
        <Show when={state().type === "open" || state().type === "changed"}>
          <Allergies />
        </Show>
        <Switch fallback={<ReviewLines of={props.review} />}>
          <Match when={changed(state())}>{(it) => <Changed differences={it().differences} />}</Match>
          <Match when={refused(state())}>{(it) => <p class="font-medium text-late">{it().message}</p>}</Match>
          <Match when={placed(state())}>
            {(it) => <Placed order={it().order} isWaiting={waiting() !== undefined} />}
          </Match>
        </Switch>
      </Sheet>
    </Show>
  );
};

const isToConfirm = ({ type }: ReviewState) => type === "open" || type === "sending";
const changed = (state: ReviewState) => (state.type === "changed" ? state : undefined);
const refused = (state: ReviewState) => (state.type === "refused" ? state : undefined);
const placed = (state: ReviewState) => (state.type === "placed" ? state : undefined);
