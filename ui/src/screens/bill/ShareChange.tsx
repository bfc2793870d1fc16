import { createSignal, For, Show, type Component } from "solid-js";
import { digitsOf, minorOf, typedOf } from "../../components/amount";
import { Button } from "../../components/Button";
import { TextField } from "../../components/TextField";
import type { SplitChange } from "../../platform/bill-calls";
import { bill as text, checkout } from "../../text-bill";
import { formatMoney } from "../../components/money";
import type { Bill } from "./groups";
import { usePeople } from "./people";

type Props = { bill: Bill; share: Bill["shares"][number]; onDone: () => void };

/** What can become of a share that nobody has paid yet: a fixed amount, somebody else's, nobody's. */
export const ShareChange: Component<Props> = (props) => {
  const people = usePeople();
  const [typed, setTyped] = createSignal("");
  const [problem, setProblem] = createSignal("");
  const currency = () => props.bill.currency;
  const split = (wanted: SplitChange) => {
    people.split(wanted);
    props.onDone();
  };
  const fix = (event: SubmitEvent) => {
    event.preventDefault();
    const amount = minorOf(typed(), currency());
    if (amount === undefined || amount === 0 || amount > props.bill.total) {
      setProblem(checkout.amountProblem(formatMoney({ minor: props.bill.total, currency: currency() })));
      return;
    }
    split({ change: "amount", share: props.share.share, amount });
  };
  /** Open shares that could take this one over: the guest's own, or any at the till. */
  const takers = () =>
    props.bill.shares.filter((other) => {
      const isOpen = !other.is_held && !other.is_rest && other.share !== props.share.share;
      const me = people.me();
      return isOpen && other.diners.length > 0 && (me === undefined || other.diners.includes(me));
    });
  return (
    <div class="mt-2 grid grid-cols-1 gap-3 rounded-card bg-sunken p-4 wrap-anywhere">
      <form class="grid gap-2" novalidate onSubmit={fix}>
        <TextField
          label={text.fixed}
          hint={text.fixedHint}
          inputmode={digitsOf(currency()) === 0 ? "numeric" : "decimal"}
          autocomplete="off"
          placeholder={typedOf(props.share.amount, currency())}
          value={typed()}
          problem={problem()}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" size="small">
          {text.fixedSet}
        </Button>
      </form>
      <Show when={props.share.is_custom}>
        <Button
          size="small"
          onClick={() => split({ change: "amount", share: props.share.share, amount: null })}
        >
          {text.fixedUnset}
        </Button>
      </Show>
      <Show when={props.share.diners.length > 0}>
        <For each={takers()}>
          {(taker) => (
            <Button
              size="small"
              onClick={() => split({ change: "cover", share: taker.share, diners: props.share.diners })}
            >
              {people.me() === undefined
                ? checkout.covers(people.shareName(taker.share), people.shareName(props.share.share))
                : text.cover(people.shareName(props.share.share))}
            </Button>
          )}
        </For>
      </Show>
      <Show when={props.share.diners.length > 1}>
        <For each={props.share.diners}>
          {(diner) => (
            <Button size="small" onClick={() => split({ change: "add", diner })}>
              {diner === people.me() ? text.payMyself : text.paysApart(people.nameOf(diner))}
            </Button>
          )}
        </For>
      </Show>
      <Button size="small" kind="danger" onClick={() => split({ change: "drop", share: props.share.share })}>
        {text.drop}
      </Button>
    </div>
  );
};
