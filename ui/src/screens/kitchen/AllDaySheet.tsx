import { createMemo, createSignal, For, Show, type Component } from "solid-js";
import { Sheet } from "../../components/Sheet";
import { kitchen as words } from "../../text-staff";
import { allDay } from "./all-day";
import type { Ticket } from "./tickets";

type Props = { tickets: Ticket[]; onClose: () => void };

/** How many of each dish are still to be made, with or without their modifiers. */
export const AllDaySheet: Component<Props> = (props) => {
  const [isWith, setIsWith] = createSignal(false);
  const totals = createMemo(() => allDay(props.tickets, isWith()));
  return (
    <Sheet open onClose={props.onClose} title={words.allDay} description={words.allDayMore}>
      <button
        type="button"
        role="switch"
        aria-checked={isWith()}
        onClick={() => setIsWith((on) => !on)}
        class="min-h-15 w-full rounded-chip border border-edge px-5 text-lg font-semibold aria-checked:border-ink aria-checked:bg-ink aria-checked:text-paper"
      >
        {words.allDayWith}
      </button>
      <Show when={totals().length > 0} fallback={<p class="py-6 text-ink-soft">{words.allDayNone}</p>}>
        <ul class="mt-3">
          <For each={totals()}>
            {(total) => (
              <li class="flex min-h-12 items-baseline gap-3 border-b py-1.5 last:border-b-0">
                <span class="figures min-w-14 text-2xl font-bold">{words.times(total.portions)}</span>
                <span class="min-w-0 flex-1 text-xl font-semibold">
                  {total.name}
                  <Show when={total.modifiers.length > 0}>
                    <span class="block text-lg font-normal">{total.modifiers.join(", ")}</span>
                  </Show>
                </span>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </Sheet>
  );
};
