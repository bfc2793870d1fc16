import { For, Show, type Component } from "solid-js";
import type { Menu, MenuItem } from "../../bridge/names";
import { Price } from "../../components/Price";
import { Marks } from "../menu/Marks";
import { groupsOf } from "../menu/allergens";
import { AllergenList } from "./AllergenList";
import type { Draft } from "./draft";
import { NoteField } from "./NoteField";
import { Question } from "./Question";

type Props = {
  menu: Menu;
  item: MenuItem;
  draft: Draft;
  /** The question that was left out when the guest wanted to go on. */
  missing?: string | undefined;
};

/** What a dish asks and what it has in it: the same for a new one and for one in the cart. */
export const DishBody: Component<Props> = (props) => (
  <>
    <p class="flex flex-wrap items-baseline gap-x-3 text-sm">
      <Price of={props.item.price} class="text-base font-semibold" />
      <Marks diets={props.item.diets} contains={[]} />
    </p>
    <AllergenList menu={props.menu} item={props.item} chosen={props.draft.draft.modifiers} />
    <For each={groupsOf(props.menu, props.item)}>
      {(group) => <Question group={group} draft={props.draft} isMissing={props.missing === group.id} />}
    </For>
    <Show when={!props.item.is_eighty_sixed}>
      <NoteField value={props.draft.draft.note} onInput={props.draft.write} />
    </Show>
  </>
);
