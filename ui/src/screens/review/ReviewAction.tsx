import { Match, Show, Switch, type Component } from "solid-js";
import type { Review } from "../../bridge/names";
import { Button } from "../../components/Button";
import { formatMoney } from "../../components/money";
import { review as text } from "../../text";
import { together } from "../../text-together";
import { useGuest } from "../guest/context";
import { ordersWith } from "../orders/together";
import { OrderAnew } from "./OrderAnew";

/** The one thing to do next. */
export const ReviewAction: Component<{ review: Review; onAway: () => void }> = (props) => {
  const { guest, places } = useGuest();
  const order = () => `${text.order(props.review.portions)} · ${formatMoney(props.review.total)}`;
  const hasOthers = () => ordersWith(guest.view).length > 0;
  const closeReview = () => guest.act({ type: "close_review" });
  const seeOrders = () => {
    closeReview();
    places.go("orders");
  };
  return (
    <Switch>
      <Match when={props.review.state.type === "open" || props.review.state.type === "sending"}>
        <Button
          kind="primary"
          wide
          size="large"
          class="figures"
          busy={props.review.state.type === "sending" || guest.view.allergies.is_busy}
          onClick={() => guest.act({ type: "place" })}
        >
          {props.review.state.type === "sending" ? text.sendingTitle : order()}
        </Button>
        <Show when={props.review.state.type === "open" && hasOthers()}>
          <Button
            wide
            size="large"
            class="mt-2"
            busy={guest.view.allergies.is_busy}
            onClick={() => guest.act({ type: "place_with_others" })}
          >
            {together.place}
          </Button>
        </Show>
      </Match>
      <Match when={props.review.state.type === "unknown"}>
        <Button wide size="large" onClick={() => props.onAway()}>
          {text.carryOn}
        </Button>
      </Match>
      <Match when={props.review.state.type === "changed"}>
        <OrderAnew onBack={closeReview} />
      </Match>
      <Match when={props.review.state.type === "refused"}>
        <Button kind="primary" wide size="large" onClick={closeReview}>
          {text.back}
        </Button>
      </Match>
      <Match when={props.review.state.type === "placed"}>
        <Button kind="primary" wide size="large" onClick={seeOrders}>
          {text.toOrders}
        </Button>
      </Match>
    </Switch>
  );
};
