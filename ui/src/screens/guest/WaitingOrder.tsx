import { Show } from "solid-js";
import { Banner } from "../../components/Banner";
import { Clock } from "../../components/icons";
import { review } from "../../text";
import { useGuest } from "./context";

/** An order without an answer whose sheet was put away: it must not be forgotten. */
export function WaitingOrder() {
  const { guest, reviewAway } = useGuest();
  return (
    <div role="status">
      <Show when={guest.view.review && reviewAway.isAway()}>
        <Banner
          tone="wait"
          icon={<Clock size={18} />}
          action={
            <button
              type="button"
              class="thumb min-h-8 px-2 font-semibold underline"
              onClick={() => reviewAway.set(false)}
            >
              {review.waitingShow}
            </button>
          }
        >
          {review.waitingBanner}
        </Banner>
      </Show>
    </div>
  );
}
