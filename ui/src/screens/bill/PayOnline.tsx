import { Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { formatMoney } from "../../components/money";
import { bill as text } from "../../text-bill";
import type { Bill } from "./groups";
import { usePeople } from "./people";

type Props = { bill: Bill; share: Bill["shares"][number] };

/** Pays a share online, goes on with that, or stops it. Not there where guests cannot. */
export const PayOnline: Component<Props> = (props) => {
  const people = usePeople();
  const name = () => people.shareName(props.share.share);
  const left = () => formatMoney({ minor: props.share.left, currency: props.bill.currency });
  const isOffered = () =>
    props.bill.pays_online && props.share.left > 0 && (!props.share.paid_to || props.share.is_paid_online);
  return (
    <Show when={isOffered() && people.online}>
      {(online) => (
        <div class="mt-2 flex flex-wrap gap-2">
          <Button
            size="small"
            busy={online().isOpening()}
            disabled={!people.canSplit()}
            aria-label={props.share.is_paid_online ? text.goOnOf(name()) : text.payOnlineOf(name(), left())}
            onClick={() => online().pay(props.share.share)}
          >
            {props.share.is_paid_online ? text.goOn : text.payOnline}
          </Button>
          <Show when={props.share.is_paid_online}>
            <Button
              size="small"
              kind="quiet"
              disabled={!people.canSplit()}
              aria-label={text.stopOnlineOf(name())}
              onClick={() => online().stop(props.share.share)}
            >
              {text.stopOnline}
            </Button>
          </Show>
        </div>
      )}
    </Show>
  );
};
