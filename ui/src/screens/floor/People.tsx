import { createSignal, For, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { DinerDot } from "../../components/DinerDot";
import { X } from "../../components/icons";
import { isolated } from "../../components/isolated";
import { Problem } from "../../components/TextField";
import { staffCalls } from "../../platform/staff-calls";
import { door as words, tableSheet } from "../../text-staff";
import { createCommand } from "./command";
import { stuckAt, type TableSession } from "./tables";

type Person = NonNullable<TableSession["people"]>[number];

/** Who has joined with a phone. Anyone can be taken off the table, once asked whether that is meant. */
export const People: Component<{ session: TableSession; isCutOff: boolean }> = (props) => {
  const [chosen, choose] = createSignal<Person>();
  const people = () => props.session.people ?? [];
  const remove = createCommand({
    send: (key) => staffCalls.removeDiner(props.session.session, chosen()?.diner ?? "", key),
    onDone: () => choose(undefined),
  });
  return (
    <section>
      <h3 class="font-semibold">{tableSheet.diners}</h3>
      <Show when={people().length > 0} fallback={<p class="mt-1 text-ink-soft">{tableSheet.noDiners}</p>}>
        <ul class="mt-2 flex flex-wrap gap-2">
          <For each={people()}>
            {(person) => (
              <li class="inline-flex max-w-full items-center gap-2 rounded-chip border pl-1">
                <DinerDot diner={person} /> <span class="min-w-0">{person.name}</span>
                <button
                  type="button"
                  aria-label={words.remove(person.name)}
                  disabled={props.isCutOff}
                  onClick={() => {
                    remove.renew();
                    choose(person);
                  }}
                  class="inline-flex size-11 shrink-0 items-center justify-center rounded-chip text-ink-soft hover:bg-sunken active:bg-sunken disabled:opacity-40"
                >
                  <X size={18} />
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={stuckAt(props.session).length > 0}>
        <p class="mt-2 text-sm text-pretty text-wait">
          {words.stuckMore(stuckAt(props.session).map(isolated))}
        </p>
      </Show>
      <Show when={chosen()}>
        {(person) => (
          <div
            role="group"
            aria-label={words.removeAsk(person().name)}
            class="mt-3 rounded-card border border-late px-4 py-3"
          >
            <p class="font-semibold">{words.removeAsk(person().name)}</p>
            <p class="mt-1 text-sm text-ink-soft text-pretty">{words.removeMore}</p>
            <div class="mt-3 grid grid-cols-2 gap-2">
              <Button onClick={() => choose(undefined)}>{words.removeNo}</Button>
              <Button
                kind="danger"
                class="border border-late"
                disabled={props.isCutOff}
                busy={remove.isBusy()}
                onClick={remove.run}
              >
                {words.removeYes}
              </Button>
            </div>
            <Problem text={remove.problem()} />
          </div>
        )}
      </Show>
    </section>
  );
};
