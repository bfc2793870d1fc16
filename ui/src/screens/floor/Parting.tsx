import { createEffect, createMemo, createSignal, For, Match, Show, Switch, type Component } from "solid-js";
import { DinerDot } from "../../components/DinerDot";
import { Check } from "../../components/icons";
import { Stepper } from "../../components/Stepper";
import type { PartWith } from "../../platform/staff-calls";
import { moving, parting as words, seat } from "../../text-staff";
import type { Act } from "./acts";
import { canPart, leftToPart, type PartLine } from "./part-dishes";
import { PartDishes } from "./PartDishes";
import { TableChoice } from "./TableChoice";
import { calledOf, coversWithin, type Room, type Table, type TableSession } from "./tables";

type Props = {
  table: Table;
  session: TableSession;
  rooms: Room[];
  onAct: (act: Act) => void;
};

/** Some of the guests sit elsewhere: with a party of their own, or with whoever sits there. */
export const Parting: Component<Props> = (props) => {
  const [goes, setGoes] = createSignal<string[]>([]);
  const [dishes, setDishes] = createSignal<string[]>([]);
  const [lines, setLines] = createSignal<PartLine[]>();
  const [counted, setCounted] = createSignal<number>();
  const people = () => props.session.people ?? [];
  const isGoing = (diner: string) => goes().includes(diner);
  const toggle = (diner: string) =>
    setGoes((now) => (now.includes(diner) ? now.filter((one) => one !== diner) : [...now, diner]));
  // What is theirs goes with them: it is not chosen a second time.
  createEffect(() => {
    const left = new Set(leftToPart(lines() ?? [], goes()).flatMap(({ units }) => units));
    setDishes((now) => (now.every((unit) => left.has(unit)) ? now : now.filter((unit) => left.has(unit))));
  });
  const isPartable = createMemo(() =>
    canPart({
      people: people().map(({ diner }) => diner),
      guests: goes(),
      dishes: dishes(),
      lines: lines(),
    }),
  );
  const least = () => Math.max(1, goes().length);
  const most = () => Math.max(least(), props.session.covers - 1);
  const covers = () => Math.min(Math.max(counted() ?? least(), least()), most());
  // One of several tables of the party can be the one that they sit at.
  const isElsewhere = (table: Table) =>
    table.session?.session !== props.session.session || (props.session.tables ?? []).length > 1;
  const withWhom = ({ session }: Table): PartWith =>
    session && session.session !== props.session.session
      ? { type: "party", party: session.session }
      : { type: "nobody" };
  return (
    <div role="group" aria-label={words.who} class="rounded-card border px-4 py-3">
      <p class="font-semibold">{words.who}</p>
      <p class="mt-1 text-sm text-pretty text-ink-soft">{words.whoMore}</p>
      <Show when={people().length > 0}>
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
      </Show>
      <PartDishes
        session={props.session.session}
        guests={goes()}
        chosen={dishes()}
        onChoose={setDishes}
        onKnown={setLines}
      />
      <div class="mt-4 flex items-center gap-3">
        <p class="flex-1 font-semibold">{words.howMany}</p>
        <Stepper
          value={covers()}
          canLess={covers() > least()}
          canMore={covers() < most()}
          lessLabel={seat.less}
          moreLabel={seat.plus}
          countLabel={words.count(covers())}
          onLess={() => setCounted(covers() - 1)}
          onMore={() => setCounted(covers() + 1)}
        />
      </div>
      <Switch>
        <Match when={isPartable() === "nobody"}>
          <p class="mt-3 text-sm text-ink-soft">{words.first}</p>
        </Match>
        <Match when={isPartable() === "all"}>
          <p class="mt-3 text-sm text-ink-soft">{words.all}</p>
        </Match>
        <Match when={isPartable() === "yes"}>
          <p class="mt-3 font-semibold">{words.where}</p>
          <TableChoice
            rooms={props.rooms}
            isMeant={isElsewhere}
            label={(table) => (table.session ? words.to(calledOf(table)) : words.free(table.name))}
            none={moving.noneFree}
            onChoose={(table) =>
              props.onAct({
                type: "part",
                session: props.session.session,
                guests: goes(),
                dishes: dishes(),
                covers: coversWithin(covers()),
                to: table.table,
                with: withWhom(table),
                table: calledOf(props.table),
              })
            }
          />
        </Match>
      </Switch>
    </div>
  );
};
