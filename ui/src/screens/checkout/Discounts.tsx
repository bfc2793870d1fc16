import { For, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { formatMoney } from "../../components/money";
import { Problem } from "../../components/TextField";
import { billCalls } from "../../platform/bill-calls";
import { checkout as text } from "../../text-bill";
import { StepUp } from "../staff/StepUp";
import { createAct } from "../staff/act";
import { useTill } from "./context";

/** What was given off, why and by whom; it can be taken back while nobody has paid. */
export const Discounts: Component = () => {
  const till = useTill();
  const act = createAct();
  const bill = () => till.checkout().bill;
  const isOpen = () => bill().shares.every(({ is_held, paid }) => !is_held && paid === 0);
  const why = (id: string) => till.checkout().reasons.find(({ discount }) => discount === id);
  return (
    <Show when={bill().discounts.length > 0}>
      <ul class="grid grid-cols-1 gap-2">
        <For each={bill().discounts}>
          {(discount) => (
            <li class="flex items-center justify-between gap-3 rounded-card bg-sunken px-4 py-2">
              <span class="min-w-0 flex-1 break-words">
                {text.discountBy(why(discount.discount)?.reason ?? "", why(discount.discount)?.by ?? "")}
              </span>
              <span class="figures font-semibold">
                {formatMoney({ minor: -discount.amount, currency: bill().currency })}
              </span>
              <Show when={isOpen()}>
                <Button
                  size="small"
                  busy={act.isBusy()}
                  aria-label={text.withdrawOf(why(discount.discount)?.reason ?? "")}
                  onClick={() =>
                    act.run(
                      (key) => billCalls.withdrawDiscount(till.session, discount.discount, key),
                      till.refresh,
                    )
                  }
                >
                  {text.withdraw}
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Problem text={act.problem()} />
      <Show when={act.isProving()}>
        <StepUp onDone={act.proved} onClose={act.giveUp} />
      </Show>
    </Show>
  );
};
