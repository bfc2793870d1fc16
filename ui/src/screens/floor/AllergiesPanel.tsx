import { createSignal, For, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Chip } from "../../components/Chip";
import { AlertTriangle, Check } from "../../components/icons";
import { isolated } from "../../components/isolated";
import { allergens as names } from "../../text";
import { allergies as words } from "../../text-staff";
import { Unsent } from "../kitchen/Unsent";
import { ALLERGENS } from "../menu/allergens";
import { allergiesKey } from "./acts";
import { AllergyLines } from "./AllergyLines";
import type { FloorModel } from "./model";
import type { Allergen, TableSession } from "./tables";

type Props = { session: TableSession; model: FloorModel; called: string };

/** Stands for all at the table; the hub's own name for it. */
const EVERYONE = "everyone22";

/**
 * What somebody at the table must not eat. A waiter notes it for a guest, or for the table where nobody has a
 * phone; what a guest has said themselves stays theirs to take back.
 */
export const AllergiesPanel: Component<Props> = (props) => {
  const [isOpen, setIsOpen] = createSignal(false);
  const [who, setWho] = createSignal(EVERYONE);
  const people = () => [
    { diner: EVERYONE, name: "" },
    ...(props.session.people ?? []).map(({ diner, name }) => ({ diner, name })),
  ];
  const said = () => (props.session.allergies ?? []).find(({ diner }) => diner === who());
  const noted = (): Allergen[] => said()?.noted ?? [];
  const own = (): Allergen[] => said()?.allergens ?? [];
  const nameOf = (name: string) => (name ? isolated(name) : words.table);
  const toggle = (allergen: Allergen) =>
    props.model.act({
      type: "allergies",
      session: props.session.session,
      diner: who(),
      name: people().find(({ diner }) => diner === who())?.name ?? "",
      noted: noted().includes(allergen)
        ? noted().filter((one) => one !== allergen)
        : ALLERGENS.filter((one) => one === allergen || noted().includes(one)),
      table: props.called,
    });
  return (
    <section class="grid grid-cols-1 gap-2">
      <div class="flex min-h-12 items-center gap-3">
        <h3 class="flex-1 font-semibold">{words.title}</h3>
        <Show when={props.model.isUnsent(allergiesKey(props.session.session))}>
          <Unsent />
        </Show>
        <Button size="small" aria-expanded={isOpen()} onClick={() => setIsOpen((open) => !open)}>
          <AlertTriangle size={18} /> {isOpen() ? words.done : words.note}
        </Button>
      </div>
      <AllergyLines session={props.session} />
      <Show when={isOpen()}>
        <div class="grid grid-cols-1 gap-3 rounded-card border px-4 py-3">
          <div role="group" aria-label={words.who} class="flex flex-wrap gap-2">
            <For each={people()}>
              {({ diner, name }) => (
                <Chip pressed={who() === diner} isName onClick={() => setWho(diner)}>
                  {nameOf(name)}
                </Chip>
              )}
            </For>
          </div>
          <p class="text-sm text-pretty text-ink-soft">{words.more}</p>
          <div role="group" aria-label={words.what} class="flex flex-wrap gap-2">
            <For each={ALLERGENS}>
              {(allergen) => (
                <Chip
                  pressed={noted().includes(allergen) || own().includes(allergen)}
                  disabled={own().includes(allergen)}
                  onClick={() => toggle(allergen)}
                >
                  {(noted().includes(allergen) || own().includes(allergen)) && <Check size={16} />}
                  <span class="inline-block first-letter:uppercase">{names[allergen]}</span>
                </Chip>
              )}
            </For>
          </div>
          <Show when={own().length > 0}>
            <p class="text-sm text-ink-soft">{words.own(nameOf(said()?.name ?? ""))}</p>
          </Show>
        </div>
      </Show>
    </section>
  );
};
