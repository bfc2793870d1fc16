import { For, Show, type Component } from "solid-js";
import type { CartGroup as Group } from "../../bridge/names";
import { DinerDot } from "../../components/DinerDot";
import { Price } from "../../components/Price";
import { useParty } from "../guest/context";
import { CartLine } from "./CartLine";
import type { Giving } from "./GiveSheet";

/** What one person gets, or everyone, under their name. */
export const CartGroup: Component<{ group: Group; giving: Giving }> = (props) => {
  const party = useParty();
  const id = () => `group-${props.group.diner}`;
  return (
    <section
      aria-labelledby={id()}
      class="mx-3 mt-4 rounded-card border-[1.5px] border-dashed border-edge bg-raised px-4 pt-3"
    >
      <h2 id={id()} class="flex items-center gap-2.5 pb-1">
        <DinerDot diner={party.find(props.group.diner)} size="md" />
        <span class="min-w-0 flex-1 text-lg font-semibold">{party.name(props.group.diner)}</span>
        <Show when={props.group.total}>{(total) => <Price of={total()} bare class="font-semibold" />}</Show>
      </h2>
      <ul>
        <For each={props.group.lines}>
          {(line) => <CartLine line={line} diner={props.group.diner} giving={props.giving} />}
        </For>
      </ul>
    </section>
  );
};
