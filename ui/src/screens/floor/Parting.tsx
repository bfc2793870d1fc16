import { createSignal, For, Show, type Component } from "solid-js";
import { DinerDot } from "../../components/DinerDot";
import { Check } from "../../components/icons";
import type { PartWith } from "../../platform/staff-calls";
import { moving as words } from "../../text-staff";
import type { Act } from "./acts";
import { TableChoice } from "./TableChoice";
import { calledOf, type Room, type Table, type TableSession } from "./tables";

type Props = {
  table: Table;
  session: TableSession;
  rooms: Room[];
  onAct: (act: Act) => void;
};

/** Some of the guests sit elsewhere: with a party of their own, or with whoever sits there. */
export const Parting: Component<Props> = (props) => {
  const [goes, setGoes] = createSignal<string[]>([]);
  const people = () => props.session.people ?? [];
  const isGoing = (diner: string) => goes().includes(diner);
  const toggle = (diner: string) =>
    setGoes((now) => (now.includes(diner) ? now.filter((one) => one !== diner) : [...now, diner]));
  const isSome = () => goes().length > 0 && goes().length < people().length;
  // One of several tables of the party can be the one that they sit at.
  const isElsewhere = (table: Table) =>
    table.session?.session !== props.session.session || (props.session.tables ?? []).length > 1;
  const withWhom = ({ session }: Table): PartWith =>
    session && session.session !== props.session.session
      ? { type: "party", party: session.session }
      : { type: "nobody" };
  return (
    <div role="group" aria-label={words.partWho} class="rounded-card border px-4 py-3">
      <p class="font-semibold">{words.partWho}</p>
      <p class="mt-1 text-sm text-pretty text-ink-soft">{words.partMore}</p>
      <Show when={people().length > 1} fallback={<p class="mt-2 font-medium">{words.partNobody}</p>}>
        <ul class="mt-3 flex flex-wrap gap-2">
          <For each={people()}>
            {(person) => (
              <li class="max-w-full">
                <button
                  type="button"
                  aria-pressed={isGoing(person.diner)}
                  onClick={() => toggle(person.diner)}
                  class={`inline-flex min-h-11 max-w-full items-center gap-2 rounded-chip border py-1 pr-4 pl-1 text-left ${
                    isGoing(person.diner) ? "border-ink bg-sunken font-semibold" : ""
                  }`}
                >
                  <DinerDot diner={person} /> <span class="min-w-0">{person.name}</span>
                  <Show when={isGoing(person.diner)}>
                    <Check size={18} />
                  </Show>
                </button>
              </li>
            )}
          </For>
        </ul>
        <Show
          when={isSome()}
          fallback={
            <p class="mt-3 text-sm text-ink-soft">{goes().length === 0 ? words.partFirst : words.partAll}</p>
          }
        >
          <p class="mt-3 font-semibold">{words.partWhere}</p>
          <TableChoice
            rooms={props.rooms}
            isMeant={isElsewhere}
            label={(table) => (table.session ? words.partTo(calledOf(table)) : words.partFree(table.name))}
            none={words.noneFree}
            onChoose={(table) =>
              props.onAct({
                type: "part",
                session: props.session.session,
                guests: goes(),
                to: table.table,
                with: withWhom(table),
                table: calledOf(props.table),
              })
            }
          />
        </Show>
      </Show>
    </div>
  );
};
