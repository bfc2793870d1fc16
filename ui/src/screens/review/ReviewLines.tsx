import { For, Show, type Component } from "solid-js";
import type { CartGroup, Review } from "../../bridge/names";
import { DinerDot } from "../../components/DinerDot";
import { Price } from "../../components/Price";
import { review as text } from "../../text";
import { LineWords } from "../cart/CartLine";
import { useParty } from "../guest/context";

type Contents = { groups: CartGroup[]; total: Review["total"] };

/** What is going to be ordered, person by person, and what it comes to. */
export const ReviewLines: Component<{ of: Contents }> = (props) => {
  const party = useParty();
  return (
    <>
      <For each={props.of.groups}>
        {(group) => (
          <section class="border-t py-3 first:border-t-0 first:pt-0">
            <h3 class="flex items-center gap-2 font-semibold">
              <DinerDot diner={party.find(group.diner)} size="sm" />
              <span class="min-w-0 flex-1">{party.name(group.diner)}</span>
            </h3>
            <ul class="mt-1.5 pl-8">
              <For each={group.lines}>
                {(line) => (
                  <li class="flex gap-3 py-1">
                    <span class="figures min-w-7 shrink-0 whitespace-nowrap text-ink-soft">
                      {line.units.length} ×
                    </span>
                    <div class="min-w-0 flex-1">
                      <p class="dish-name font-semibold">{line.name}</p>
                      <LineWords line={line} />
                    </div>
                    <Show when={line.total}>{(total) => <Price of={total()} bare />}</Show>
                  </li>
                )}
              </For>
            </ul>
          </section>
        )}
      </For>
      <p class="flex items-baseline justify-between border-t-2 border-ink pt-3 text-lg font-semibold">
        {text.total}
        <Price of={props.of.total} />
      </p>
    </>
  );
};
