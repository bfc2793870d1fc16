import { createSignal, Show, type Component } from "solid-js";
import type { Order, OrderLine } from "../../bridge/names";
import { Button } from "../../components/Button";
import { Stepper } from "../../components/Stepper";
import { orders as text } from "../../text";
import { takeBack } from "../../text-approval";
import { useGuest } from "../guest/context";

/** What can still be done about a dish that was sent: take portions back until it is begun, order it again. */
export const LineActions: Component<{ order: Order; line: OrderLine }> = (props) => {
  const { guest } = useGuest();
  const [asked, ask] = createSignal<number>();
  const charged = () => props.line.diners.length - (props.line.comped ?? 0);
  const declined = () => {
    const approval = props.order.approval;
    return approval?.state === "declined" ? approval : undefined;
  };
  const canCancel = () => props.line.status === "queued" && charged() > 0 && !declined();
  /** What stands in the cart again would only be there twice. */
  const canRepeat = () => !declined()?.is_back;
  const isBusy = () => guest.view.cancelling.includes(`${props.order.order}/${props.line.index}`);
  const isAway = () => guest.view.connection.type === "away";
  const which = () => ({ order: props.order.order, index: props.line.index });
  /** Somebody else of the party may have taken some back since. */
  const wanted = () => Math.min(asked() ?? 1, charged());
  const cancel = () => {
    const portions = wanted();
    ask(undefined);
    guest.act({ type: "cancel_dish", ...which(), portions });
  };
  return (
    <Show
      when={asked() !== undefined && canCancel()}
      fallback={
        <div class="mt-2 flex flex-wrap gap-2">
          <Show when={canRepeat()}>
            <Button size="small" onClick={() => guest.act({ type: "order_again", ...which() })}>
              {text.again}
              <span class="sr-only">: {props.line.name}</span>
            </Button>
          </Show>
          <Show when={canCancel()}>
            <Button
              size="small"
              kind="danger"
              busy={isBusy()}
              disabled={isAway()}
              onClick={() => ask(charged())}
            >
              {isBusy() ? text.cancelling : text.cancel}
              <span class="sr-only">: {props.line.name}</span>
            </Button>
          </Show>
        </div>
      }
    >
      <div class="mt-2 rounded-card bg-late-soft p-3">
        <p class="font-medium text-late">
          {charged() > 1 ? takeBack.ask(props.line.name) : text.cancelAsk(1, props.line.name)}
        </p>
        <Show when={charged() > 1}>
          <div class="mt-2 flex items-center justify-between gap-3">
            <span class="font-medium">{takeBack.howMany}</span>
            <Stepper
              value={wanted()}
              canLess={wanted() > 1}
              canMore={wanted() < charged()}
              onLess={() => ask(wanted() - 1)}
              onMore={() => ask(wanted() + 1)}
              lessLabel={takeBack.less}
              moreLabel={takeBack.more}
              countLabel={takeBack.count(wanted())}
            />
          </div>
        </Show>
        <div class="mt-2 flex flex-wrap gap-2">
          <Button size="small" kind="danger" class="border border-late" onClick={cancel}>
            {text.cancelYes}
          </Button>
          <Button size="small" onClick={() => ask(undefined)}>
            {text.cancelNo}
          </Button>
        </div>
      </div>
    </Show>
  );
};
