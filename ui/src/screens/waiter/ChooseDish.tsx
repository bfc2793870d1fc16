import { createSignal, For, type Component } from "solid-js";
import { EVERYONE, type Menu, type MenuItem, type ModifierGroup } from "../../bridge/names";
import { Button } from "../../components/Button";
import { Sheet } from "../../components/Sheet";
import { TextField } from "../../components/TextField";
import { waiter as words } from "../../text-waiter";
import { createDraft } from "../dish/draft";
import { showMissing } from "../dish/missing";
import { Question } from "../dish/Question";

type Props = {
  menu: Menu;
  item: MenuItem;
  onAdd: (config: { modifiers: string[]; note: string }) => void;
  onClose: () => void;
};

/** The questions of a dish, as a guest is asked them. */
export const ChooseDish: Component<Props> = (props) => {
  const draft = createDraft({}, EVERYONE);
  const [missing, setMissing] = createSignal<string>();
  const groups = (): ModifierGroup[] =>
    props.item.modifier_groups.flatMap((id) => props.menu.modifier_groups.filter((group) => group.id === id));
  const add = () => {
    const open = groups().find((group) => draft.chosenOf(group).length < group.min);
    setMissing(open?.id);
    if (open) showMissing(open.id);
    else props.onAdd({ modifiers: [...draft.draft.modifiers], note: draft.draft.note.trim() });
  };
  return (
    <Sheet
      open
      onClose={props.onClose}
      title={props.item.name}
      footer={
        <Button kind="primary" size="large" wide onClick={add}>
          {words.addChosen}
        </Button>
      }
    >
      <For each={groups()}>
        {(group) => <Question group={group} draft={draft} isMissing={missing() === group.id} />}
      </For>
      <div class="mt-6">
        <TextField
          label={words.note}
          autocomplete="off"
          value={draft.draft.note}
          onInput={(event) => draft.write(event.currentTarget.value)}
        />
      </div>
    </Sheet>
  );
};
