import { createSignal, For, Show, type Component } from "solid-js";
import { EVERYONE, type Menu, type MenuItem, type ModifierGroup } from "../../bridge/names";
import { Button } from "../../components/Button";
import { Sheet } from "../../components/Sheet";
import { TextField } from "../../components/TextField";
import type { CartAnswerLine, LineChange } from "../../platform/serving-calls";
import { waiter as words } from "../../text-waiter";
import { createDraft } from "../dish/draft";
import { showMissing } from "../dish/missing";
import { Question } from "../dish/Question";
import type { TableSession } from "../floor/tables";
import { ForWhom } from "./ForWhom";

type Props = {
  menu: Menu;
  item: MenuItem;
  line: CartAnswerLine;
  people: NonNullable<TableSession["people"]>;
  isShared: boolean;
  onSave: (change: LineChange) => void;
  onClose: () => void;
};

/** What stands in the cart, changed before it is sent: choices, words to the kitchen, who gets it. */
export const EditLine: Component<Props> = (props) => {
  const eaters = [...new Set(props.line.units.map(({ diner }) => diner))];
  const before = eaters.length === 1 ? (eaters[0] ?? EVERYONE) : "";
  const draft = createDraft(props.line.config, before);
  const [missing, setMissing] = createSignal<string>();
  const groups = (): ModifierGroup[] =>
    props.item.modifier_groups.flatMap((id) => props.menu.modifier_groups.filter((group) => group.id === id));
  const save = () => {
    const open = groups().find((group) => draft.chosenOf(group).length < group.min);
    setMissing(open?.id);
    if (open) {
      showMissing(open.id);
      return;
    }
    const diner = draft.draft.diner;
    props.onSave({ config: draft.config(), ...(diner === before ? {} : { diner }) });
  };
  return (
    <Sheet
      open
      onClose={props.onClose}
      title={props.item.name}
      description={words.editMore}
      footer={
        <Button kind="primary" size="large" wide onClick={save}>
          {words.save}
        </Button>
      }
    >
      <Show when={props.isShared}>
        <ForWhom
          people={props.people}
          isShared
          chosen={draft.draft.diner}
          onChoose={(diner) => draft.giveTo(diner)}
        />
      </Show>
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
