import { For, Show, type Component } from "solid-js";
import { EVERYONE } from "../../bridge/names";
import { Chip } from "../../components/Chip";
import { isolated } from "../../components/isolated";
import { waiter as words } from "../../text-waiter";
import type { TableSession } from "../floor/tables";

type Props = {
  people: NonNullable<TableSession["people"]>;
  isShared: boolean;
  chosen: string;
  onChoose: (diner: string) => void;
};

/** Who gets what is entered next. */
export const ForWhom: Component<Props> = (props) => (
  <Show when={props.people.length > 0}>
    <fieldset class="mb-4">
      <legend class="mb-2 font-semibold">{words.forWhom}</legend>
      <div class="flex flex-wrap gap-2">
        <Show when={props.isShared}>
          <Chip pressed={props.chosen === EVERYONE} onClick={() => props.onChoose(EVERYONE)}>
            {words.everyone}
          </Chip>
        </Show>
        <For each={props.people}>
          {(person) => (
            <Chip isName pressed={props.chosen === person.diner} onClick={() => props.onChoose(person.diner)}>
              {isolated(person.name)}
            </Chip>
          )}
        </For>
      </div>
    </fieldset>
  </Show>
);
