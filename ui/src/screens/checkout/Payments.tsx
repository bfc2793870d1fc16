import { createSignal, For, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { isolated } from "../../components/isolated";
import { formatMoney } from "../../components/money";
import type { Payment } from "../../platform/bill-calls";
import type { StaffAnswer } from "../../platform/staff-calls";
import { checkout as text } from "../../text-bill";
import { usePeople } from "../bill/people";
import { useTill } from "./context";
import { RefundSheet } from "./RefundSheet";

/** Every payment and what was given back, in the order of their receipts. */
export const Payments: Component<{ role: StaffAnswer["role"] | undefined }> = (props) => {
  const till = useTill();
  const people = usePeople();
  const [chosen, choose] = createSignal<string>();
  const payments = () => till.checkout().payments;
  const money = (minor: number) => formatMoney({ minor, currency: till.checkout().bill.currency });
  const mayMend = () => props.role !== undefined && props.role !== "waiter" && props.role !== "kitchen";
  const sign = (payment: Payment) => (payment.refund_of ? -1 : 1);
  return (
    <section aria-labelledby="payments">
      <h2 id="payments" class="text-lg font-semibold">
        {text.payments}
      </h2>
      <Show when={payments().length > 0} fallback={<p class="mt-2 text-ink-soft">{text.noPayments}</p>}>
        <ul class="mt-2 divide-y border-y">
          <For each={payments()}>
            {(payment) => (
              <li class="flex items-center gap-3 py-2.5">
                <div class="min-w-0 flex-1">
                  <p class="font-medium">
                    {text.receipt(payment.receipt)} · {text.tenders[payment.tender]}
                    <Show when={payment.refund_of}>
                      <span class="text-late">
                        {" "}
                        · {payment.is_correction ? text.corrected : text.refunded}
                      </span>
                    </Show>
                  </p>
                  <p class="text-sm break-words text-ink-soft">
                    {people.shareName(payment.share)}, {text.byPerson(isolated(payment.by))}
                    {payment.tip > 0 ? `, ${text.tipOf(money(payment.tip))}` : ""}
                    {payment.reason ? `: ${payment.reason}` : ""}
                  </p>
                </div>
                <span class="figures font-semibold">{money(sign(payment) * payment.amount)}</span>
                <Show when={mayMend() && payment.refundable + payment.refundable_tip > 0}>
                  <Button
                    size="small"
                    aria-label={text.giveBackOf(payment.receipt)}
                    disabled={till.isCutOff()}
                    onClick={() => choose(payment.payment)}
                  >
                    {text.mend}
                  </Button>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={payments().find(({ payment }) => payment === chosen())} keyed>
        {(payment) => <RefundSheet payment={payment} onClose={() => choose(undefined)} />}
      </Show>
    </section>
  );
};
