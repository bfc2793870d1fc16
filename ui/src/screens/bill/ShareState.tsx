import { Match, Switch, type Component } from "solid-js";
import { CheckCheck, Clock } from "../../components/icons";
import { formatMoney } from "../../components/money";
import { bill as text } from "../../text-bill";
import type { Bill } from "./groups";

type Props = { bill: Bill; share: Bill["shares"][number] };

/** Where a share stands, by word, icon and colour. */
export const ShareState: Component<Props> = (props) => {
  const money = (minor: number) => formatMoney({ minor, currency: props.bill.currency });
  const isPaid = () => props.share.left === 0 && props.share.paid > 0;
  return (
    <Switch fallback={<span class="text-sm text-ink-soft">{text.toPay}</span>}>
      <Match when={props.share.due_back > 0}>
        <span class="text-sm font-medium text-late">{text.dueBack(money(props.share.due_back))}</span>
      </Match>
      <Match when={props.share.is_paid_online}>
        <span class="inline-flex items-center gap-1 text-sm font-medium text-wait">
          <Clock size={15} /> {text.beingPaidOnline}
        </span>
      </Match>
      <Match when={props.share.paid_to}>
        {(to) => (
          <span class="inline-flex items-center gap-1 text-sm font-medium wrap-anywhere text-wait">
            <Clock size={15} class="shrink-0" /> {text.beingPaid(to())}
          </span>
        )}
      </Match>
      <Match when={isPaid()}>
        <span class="inline-flex items-center gap-1 text-sm font-semibold text-ready">
          <CheckCheck size={16} /> {text.paid}
        </span>
      </Match>
      <Match when={props.share.paid > 0}>
        <span class="text-sm font-medium text-wait">
          {text.partPaid(money(props.share.paid), money(props.share.amount))}
        </span>
      </Match>
    </Switch>
  );
};
