import { createEffect, createSignal, on, onCleanup, Show, type Accessor, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { formatMoney } from "../../components/money";
import { review as text } from "../../text";
import { useGuest } from "../guest/context";
import { Confirming } from "../party/Confirming";

/** Orders the cart as it is now, which stands above in full, with one press. */
export const OrderAnew: Component<{ onBack: () => void }> = (props) => {
  const { guest } = useGuest();
  const cart = () => guest.view.cart;
  const isStill = createStillness(() => JSON.stringify(cart().groups));
  const confirm = () => {
    guest.act({ type: "open_review" });
    guest.act({ type: "place" });
  };
  return (
    <div class="flex flex-col">
      <Show when={cart().is_orderable && cart().total}>
        {(total) => (
          <>
            <Confirming isReview />
            <Button
              kind="primary"
              wide
              size="large"
              class="figures"
              busy={!isStill() || guest.view.allergies.is_busy}
              onClick={confirm}
            >
              {`${text.order(cart().portions)} · ${formatMoney(total())}`}
            </Button>
          </>
        )}
      </Show>
      <Button
        kind={cart().is_orderable ? "quiet" : "primary"}
        wide
        class="mt-1"
        onClick={() => props.onBack()}
      >
        {text.back}
      </Button>
    </div>
  );
};

/** Time to see a change before a press that was meant for what stood there before can land on it. */
const SEEN_MS = 600;

/** Has nothing changed for a moment? */
function createStillness(of: Accessor<string>): Accessor<boolean> {
  const [isStill, setStill] = createSignal(false);
  createEffect(
    on(of, () => {
      setStill(false);
      const timer = setTimeout(() => setStill(true), SEEN_MS);
      onCleanup(() => clearTimeout(timer));
    }),
  );
  return isStill;
}
