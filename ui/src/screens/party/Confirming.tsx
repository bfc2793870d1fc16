import { Show, type Component } from "solid-js";
import { Eye } from "../../components/icons";
import { party as text } from "../../text";
import { useGuest } from "../guest/context";
import { useConfirming } from "./presence";

/** Who else is about to order, beside the button that does: two of one table need not both press it. */
export const Confirming: Component<{ isReview?: boolean }> = (props) => {
  const { view } = useGuest().guest;
  const names = useConfirming();
  const words = () => (props.isReview ? text.confirmingToo(names()) : text.isConfirming(names()));
  // In the review its place is kept free for a party, so that nothing moves under the thumb.
  const isRoomKept = () => props.isReview && view.diners.length > 1;
  return (
    <p
      role="status"
      class={`flex items-center justify-center gap-1.5 text-center text-xs text-ink-soft ${isRoomKept() ? "mb-2 min-h-[1.125rem]" : "empty:hidden"} ${props.isReview ? "" : "pb-2"}`}
    >
      <Show when={names().length > 0}>
        <Eye size={15} class="shrink-0" />
        <span>{words()}</span>
      </Show>
    </p>
  );
};
