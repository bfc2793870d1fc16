import { For, type Component } from "solid-js";
import { Chip } from "../../components/Chip";
import { bill as text } from "../../text-bill";
import { wayOf, type Bill, type Way } from "./groups";
import { usePeople } from "./people";

const ways: Way[] = ["together", "equal", "by_person"];

/** Together, equally, or each their own: the first question, and what the answer means. */
export const PayHow: Component<{ bill: Bill }> = (props) => {
  const people = usePeople();
  const choose = (way: Way) => {
    if (way === wayOf(props.bill) || people.isBusy()) return;
    people.split(way === "together" ? { change: "together" } : { change: "way", way });
  };
  return (
    <section aria-labelledby="pay-how">
      <h2 id="pay-how" class="text-lg font-semibold">
        {text.ask}
      </h2>
      <div class="mt-2 flex flex-wrap gap-2">
        <For each={ways}>
          {(way) => (
            <Chip
              pressed={wayOf(props.bill) === way}
              disabled={!people.canSplit()}
              class="disabled:opacity-60"
              onClick={() => choose(way)}
            >
              {text.ways[way]}
            </Chip>
          )}
        </For>
      </div>
      <p class="mt-2 text-sm text-ink-soft text-pretty">
        {text.wayHints[wayOf(props.bill)]} {wayOf(props.bill) === "together" ? "" : text.anew}
      </p>
    </section>
  );
};
