import { createSignal, createUniqueId, For, Show, type Component } from "solid-js";
import { digitsOf, minorOf } from "../../components/amount";
import { Button } from "../../components/Button";
import { Chip } from "../../components/Chip";
import { formatMoney } from "../../components/money";
import { TextField } from "../../components/TextField";
import { bill as text, checkout } from "../../text-bill";
import type { Bill } from "./groups";

type Tip = NonNullable<Bill["shares"][number]["online"]>["tips"][number];

/** What is chosen. Kept outside: the choice goes while the page is being opened, and comes back if it is not. */
export type ChosenTip = {
  /** In per cent; none for an amount that is typed. */
  percent: number | undefined;
  typed: string;
};

type Props = {
  currency: string;
  chosen: ChosenTip;
  onChoose: (chosen: ChosenTip) => void;
  tips: Tip[];
  isBusy: boolean;
  canPay: boolean;
  onPay: (tip: number) => void;
};

/** Which tip goes on top, before the guest leaves for the provider's page. Amounts are the hub's. */
export const TipChoice: Component<Props> = (props) => {
  const heading = createUniqueId();
  const percent = () => props.chosen.percent;
  const typed = () => props.chosen.typed;
  const setPercent = (to: number | undefined) => props.onChoose({ ...props.chosen, percent: to });
  const [isTried, setIsTried] = createSignal(false);
  const money = (minor: number) => formatMoney({ minor, currency: props.currency });
  const chosen = () => props.tips.find((tip) => tip.percent === percent());
  const tip = () => (percent() === undefined ? minorOf(typed(), props.currency) : chosen()?.tip);
  const label = () => {
    const known = chosen();
    return known ? text.payNowOf(money(known.total)) : text.payNow;
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setIsTried(true);
    const minor = tip();
    if (minor !== undefined) props.onPay(minor);
  };
  return (
    <form class="mt-3 grid gap-3 rounded-card bg-sunken p-4" novalidate onSubmit={submit}>
      <p id={heading} class="text-sm font-semibold">
        {text.tip}
      </p>
      <div role="group" aria-labelledby={heading} class="flex flex-wrap gap-2">
        <For each={props.tips}>
          {(known) => (
            <Chip pressed={percent() === known.percent} onClick={() => setPercent(known.percent)}>
              {known.percent === 0 ? text.tipNone : text.tipOf(known.percent, money(known.tip))}
            </Chip>
          )}
        </For>
        <Chip pressed={percent() === undefined} onClick={() => setPercent(undefined)}>
          {text.tipOther}
        </Chip>
      </div>
      <Show when={percent() === undefined}>
        <TextField
          label={text.tipAmount}
          inputmode={digitsOf(props.currency) === 0 ? "numeric" : "decimal"}
          autocomplete="off"
          value={typed()}
          problem={isTried() && tip() === undefined ? checkout.fixedProblem : undefined}
          onInput={(event) => props.onChoose({ percent: undefined, typed: event.currentTarget.value })}
        />
      </Show>
      <Button type="submit" kind="primary" wide busy={props.isBusy} disabled={!props.canPay}>
        {label()}
      </Button>
    </form>
  );
};
