import { createSignal, Show, type Component } from "solid-js";
import type { OrderLine } from "../../bridge/names";
import { Button } from "../../components/Button";
import { orders as text } from "../../text";
import { useGuest } from "../guest/context";

/** What can still be done about a dish that was sent: take it back until it is begun, order it again. */
export const LineActions: Component<{ order: number; line: OrderLine }> = (props) => {
  const { guest } = useGuest();
  const [isAsked, ask] = createSignal(false);
  const charged = () => props.line.diners.length - (props.line.comped ?? 0);
  const canCancel = () => props.line.status === "queued" && charged() > 0;
  const isBusy = () => guest.view.cancelling.includes(`${props.order}/${props.line.index}`);
  const isAway = () => guest.view.connection.type === "away";
  const which = () => ({ order: props.order, index: props.line.index });
  const cancel = () => {
    ask(false);
    guest.act({ type: "cancel_dish", ...which() });
  };
  return (
    <Show
      when={isAsked() && canCancel()}
      fallback={
        <div class="mt-2 flex flex-wrap gap-2">
          <Button size="small" onClick={() => guest.act({ type: "order_again", ...which() })}>
            {text.again}
            <span class="sr-only">: {props.line.name}</span>
          </Button>
          <Show when={canCancel()}>
            <Button size="small" kind="danger" busy={isBusy()} disabled={isAway()} onClick={() => ask(true)}>
              {isBusy() ? text.cancelling : text.cancel}
              <span class="sr-only">: {props.line.name}</span>
            </Button>
          </Show>
        </div>
      }
    >
      <div class="mt-2 rounded-card bg-late-soft p-3">
        <p class="font-medium text-late">{text.cancelAsk(charged(), props.line.name)}</p>
        <div class="mt-2 flex flex-wrap gap-2">
          <Button size="small" kind="danger" class="border border-late" onClick={cancel}>
            {text.cancelYes}
          </Button>
          <Button size="small" onClick={() => ask(false)}>
            {text.cancelNo}
          </Button>
        </div>
      </div>
    </Show>
  );
};
