import { Show } from "solid-js";
import { Button } from "../../components/Button";
import { formatMoney } from "../../components/money";
import { prefersStillness } from "../../platform/media";
import { cart as text } from "../../text";
import { useGuest } from "../guest/context";
import { Confirming } from "../party/Confirming";

function showTrouble() {
  const behavior = prefersStillness() ? "instant" : "smooth";
  document.querySelector("[data-trouble]")?.scrollIntoView({ behavior, block: "center" });
}

/** The one action of the cart: to look at the order once more before it goes. */
export function ReviewButton() {
  const { guest, reviewAway } = useGuest();
  const cart = () => guest.view.cart;
  const hasTrouble = () => cart().groups.some(({ lines }) => lines.some(({ problem }) => problem));
  const words = () => {
    if (hasTrouble()) return text.notOrderable;
    if (!cart().is_orderable) return text.notYet;
    const total = cart().total;
    return total ? `${text.review(cart().portions)} · ${formatMoney(total)}` : text.review(cart().portions);
  };
  const open = () => {
    reviewAway.set(false);
    if (!guest.view.review) guest.act({ type: "open_review" });
  };
  return (
    <Show when={cart().portions > 0}>
      <div class="px-3 pt-3 pb-1 lg:pb-3">
        <Confirming />
        <Button
          kind={hasTrouble() ? "outline" : "primary"}
          wide
          size="large"
          class="figures"
          busy={!hasTrouble() && !cart().is_orderable}
          onClick={() => (hasTrouble() ? showTrouble() : open())}
        >
          {words()}
        </Button>
      </div>
    </Show>
  );
}
