import { createSignal, For, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Pencil, Plus } from "../../components/icons";
import type { PersonView, Role } from "../../platform/team-calls";
import { roles } from "../../text-staff";
import { team as words } from "../../text-team";
import { AddPerson } from "./AddPerson";
import { PersonSheet } from "./PersonSheet";

type Props = { people: PersonView[]; asRole: Role | undefined; onChanged: () => void };

/** Every account, those in use first. */
export const People: Component<Props> = (props) => {
  const [chosen, choose] = createSignal<string>();
  const [isAdding, setIsAdding] = createSignal(false);
  const person = () => props.people.find(({ staff }) => staff === chosen());

  return (
    <>
      <ul class="divide-y rounded-card border bg-raised">
        <For each={props.people}>
          {(person) => (
            <li class="flex items-center gap-3 px-4 py-2">
              <span class="min-w-0 flex-1">
                <span class="block font-semibold break-words">{person.name}</span>
                <span class="block text-sm text-ink-soft">
                  {roles[person.role]}
                  <Show when={person.has_pin}> · {words.hasPin}</Show>
                  <Show when={person.is_disabled}>
                    {" "}
                    · <span class="font-medium text-late">{words.disabled}</span>
                  </Show>
                </span>
              </span>
              <Show when={person.is_yours_to_change}>
                <Button
                  size="small"
                  aria-label={words.change(person.name)}
                  onClick={() => choose(person.staff)}
                >
                  <Pencil size={18} />
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Button class="mt-4" kind="primary" onClick={() => setIsAdding(true)}>
        <Plus size={20} /> {words.add}
      </Button>
      <Show when={isAdding()}>
        <AddPerson
          asRole={props.asRole}
          onClose={() => setIsAdding(false)}
          onDone={() => {
            setIsAdding(false);
            props.onChanged();
          }}
        />
      </Show>
      <Show when={person()}>
        {(person) => (
          <PersonSheet
            person={person()}
            asRole={props.asRole}
            onClose={() => choose(undefined)}
            onChanged={props.onChanged}
          />
        )}
      </Show>
    </>
  );
};
