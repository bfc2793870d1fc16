import { For, Show, type Component } from "solid-js";
import { CheckCheck } from "../../components/icons";
import { formatMoney } from "../../components/money";
import { Price } from "../../components/Price";
import { bill as text } from "../../text-bill";
import type { Bill } from "./groups";

/** How the total comes about, the tax in it, and what is left of it. */
export const Totals: Component<{ bill: Bill }> = (props) => {
  const discount = () => props.bill.discounts.reduce((all, { amount }) => all + amount, 0);
  const added = () => props.bill.taxes.filter(({ rate }) => rate.way === "added");
  const included = () => props.bill.taxes.filter(({ rate }) => rate.way === "included");
  const isPlain = () => discount() === 0 && !props.bill.service && added().length === 0;
  return (
    <section aria-label={text.total}>
      <dl class="grid gap-1 border-t pt-3">
        <Show when={!isPlain()}>
          <Line of={props.bill} name={text.goods} minor={props.bill.goods} />
        </Show>
        <Show when={discount() > 0}>
          <Line of={props.bill} name={text.discount} minor={-discount()} />
        </Show>
        <Show when={props.bill.service}>
          {(service) => (
            <Line of={props.bill} name={text.service(service().percent)} minor={service().amount} />
          )}
        </Show>
        <For each={added()}>
          {({ rate, tax }) => <Line of={props.bill} name={text.tax(rate.name, rate.percent)} minor={tax} />}
        </For>
        <div class="flex items-baseline justify-between gap-3 text-xl font-semibold">
          <dt>{text.total}</dt>
          <dd>
            <Price of={{ minor: props.bill.total, currency: props.bill.currency }} />
          </dd>
        </div>
        <For each={included()}>
          {({ rate, tax }) => (
            <Line of={props.bill} name={text.taxIn(rate.name, rate.percent)} minor={tax} small />
          )}
        </For>
        <Show when={props.bill.paid > 0}>
          <Line of={props.bill} name={text.paidSoFar} minor={props.bill.paid} />
          <Line of={props.bill} name={text.left} minor={props.bill.left} strong />
        </Show>
      </dl>
      <Show when={props.bill.due_back > 0}>
        <p class="mt-3 rounded-card bg-late-soft px-4 py-3 font-medium text-late">
          {text.dueBack(formatMoney({ minor: props.bill.due_back, currency: props.bill.currency }))}
        </p>
      </Show>
      <Show when={props.bill.paid > 0 && props.bill.left === 0 && props.bill.due_back === 0}>
        <p class="mt-3 flex items-center gap-2 rounded-card bg-ready-soft px-4 py-3 font-semibold text-ready">
          <CheckCheck size={20} /> {text.settled}
        </p>
      </Show>
    </section>
  );
};

const Line: Component<{ of: Bill; name: string; minor: number; small?: boolean; strong?: boolean }> = (
  props,
) => (
  <div
    class={`flex items-baseline justify-between gap-3 ${props.small ? "text-sm text-ink-soft" : ""} ${props.strong ? "text-lg font-semibold" : ""}`}
  >
    <dt>{props.name}</dt>
    <dd>
      <Price of={{ minor: props.minor, currency: props.of.currency }} bare={!props.strong} />
    </dd>
  </div>
);
