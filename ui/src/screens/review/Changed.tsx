import { Show, type Component } from "solid-js";
import type { CartDifference } from "../../bridge/names";
import { review as text } from "../../text";
import { useGuest } from "../guest/context";
import { Differences } from "./Differences";
import { ReviewLines } from "./ReviewLines";

/** What differs from what was confirmed, and below it the cart as it would be ordered now. */
export const Changed: Component<{ differences: CartDifference[] }> = (props) => {
  const { view } = useGuest().guest;
  const now = () => {
    const { groups, total, is_orderable } = view.cart;
    return is_orderable && total ? { groups, total } : undefined;
  };
  return (
    <>
      <Differences differences={props.differences} />
      <Show when={now()}>
        {(it) => (
          <>
            <h3 class="mt-6 mb-3 text-lg font-semibold">{text.asItIsNow}</h3>
            <ReviewLines of={it()} />
          </>
        )}
      </Show>
    </>
  );
};
