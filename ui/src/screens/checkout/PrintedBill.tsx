import { createResource, For, Show, type Component } from "solid-js";
import { Price } from "../../components/Price";
import { staffCalls } from "../../platform/staff-calls";
import { checkout as text } from "../../text-bill";
import { groupsOf } from "../bill/groups";
import { shownShares } from "../bill/Payers";
import { usePeople } from "../bill/people";
import { Totals } from "../bill/Totals";
import { dayTimeText } from "../staff/clock";
import { useTill } from "./context";

/** The bill on paper, for a table that wants to see it before it pays. Only printing shows it. */
export const PrintedBill: Component = () => {
  const till = useTill();
  const people = usePeople();
  const bill = () => till.checkout().bill;
  const money = (minor: number) => ({ minor, currency: bill().currency });
  const [venue] = createResource(async () => {
    const answer = await staffCalls.menu();
    return answer.type === "done" ? answer.value.venue : "";
  });
  const shares = () => shownShares(bill()).filter((share) => !share.is_rest || share.left > 0);
  return (
    <article class="mx-auto hidden max-w-[72mm] text-sm print:block">
      <header class="text-center">
        <p class="dish-name text-xl font-semibold">{venue()}</p>
        <p>{text.of(bill().table)}</p>
        <p class="text-ink-soft">{dayTimeText(Date.now())}</p>
      </header>
      <For each={groupsOf(bill(), people.order())}>
        {(group) => (
          <section class="mt-3 break-inside-avoid">
            <h2 class="font-semibold">{people.nameOf(group.diner)}</h2>
            <ul>
              <For each={group.rows.filter(({ fate }) => fate === "charged")}>
                {(row) => (
                  <li class="flex justify-between gap-3">
                    <span class="min-w-0">
                      <span class="figures">{row.units.length} ×</span> {row.name}
                      <Show when={row.modifiers.length > 0}>
                        <span class="block text-ink-soft">{row.modifiers.join(", ")}</span>
                      </Show>
                    </span>
                    <Price of={money(row.each * row.units.length)} bare />
                  </li>
                )}
              </For>
            </ul>
          </section>
        )}
      </For>
      <div class="mt-3 break-inside-avoid">
        <Totals bill={bill()} />
      </div>
      <Show when={bill().plan.shares.length > 0}>
        <ul class="mt-3 break-inside-avoid border-t pt-3">
          <For each={shares()}>
            {(share) => (
              <li class="flex justify-between gap-3">
                <span class="min-w-0">{people.shareName(share.share)}</span>
                <Price of={money(share.left)} bare />
              </li>
            )}
          </For>
        </ul>
      </Show>
      <p class="mt-4 text-center text-ink-soft">{text.noReceipt}</p>
    </article>
  );
};
