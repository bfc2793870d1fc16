import { createSignal, For, Match, Show, Switch, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Plus, Users, X } from "../../components/icons";
import { Unsent } from "../kitchen/Unsent";
import { moving as words } from "../../text-staff";
import { ArrowRight, Split } from "../staff/icons";
import type { Act } from "./acts";
import { Joining } from "./Joining";
import { Parting } from "./Parting";
import { TableChoice } from "./TableChoice";
import { calledOf, type Room, type Table, type TableSession } from "./tables";

type Props = {
  table: Table;
  session: TableSession;
  rooms: Room[];
  isUnsent: boolean;
  onAct: (act: Act) => void;
};

type Wish = "move" | "add_table" | "join" | "part";

/** The party sits elsewhere, at one table more or less, with others, or not all together. Nothing is made again. */
export const Moving: Component<Props> = (props) => {
  const [wish, setWish] = createSignal<Wish>();
  const own = () => props.session.tables ?? [];
  const act = (done: Act) => {
    props.onAct(done);
    setWish(undefined);
  };
  const toTable = (type: "move" | "add_table" | "leave_table", to: string) =>
    act({ type, session: props.session.session, to, table: calledOf(props.table) });
  const toggle = (next: Wish) => setWish((now) => (now === next ? undefined : next));
  const free = () => {
    const now = wish();
    return now === "move" || now === "add_table" ? now : undefined;
  };
  return (
    <section class="grid grid-cols-1 gap-3">
      <div class="grid grid-cols-2 gap-2">
        <Button aria-expanded={wish() === "move"} onClick={() => toggle("move")}>
          <ArrowRight size={20} /> {words.moveIt}
        </Button>
        <Button aria-expanded={wish() === "add_table"} onClick={() => toggle("add_table")}>
          <Plus size={20} /> {words.addOne}
        </Button>
        <Button aria-expanded={wish() === "join"} onClick={() => toggle("join")}>
          <Users size={20} /> {words.joinIt}
        </Button>
        <Button aria-expanded={wish() === "part"} onClick={() => toggle("part")}>
          <Split size={20} /> {words.partIt}
        </Button>
      </div>
      <Show when={props.isUnsent}>
        <p class="flex items-center gap-2 text-sm text-ink-soft">
          <Unsent /> {words.waits}
        </p>
      </Show>
      <Switch>
        <Match when={free()}>
          {(now) => (
            <div
              role="group"
              aria-label={now() === "move" ? words.moveTo : words.addWhich}
              class="rounded-card border px-4 py-3"
            >
              <p class="font-semibold">{now() === "move" ? words.moveTo : words.addWhich}</p>
              <p class="mt-1 text-sm text-pretty text-ink-soft">
                {now() === "move" ? words.moveMore : words.addMore}
              </p>
              <TableChoice
                rooms={props.rooms}
                isMeant={(table) => !table.session}
                label={(table) => words[now()](table.name)}
                none={words.noneFree}
                onChoose={(table) => toTable(now(), table.table)}
              />
            </div>
          )}
        </Match>
        <Match when={wish() === "join"}>
          <Joining table={props.table} session={props.session} rooms={props.rooms} onAct={act} />
        </Match>
        <Match when={wish() === "part"}>
          <Parting table={props.table} session={props.session} rooms={props.rooms} onAct={act} />
        </Match>
      </Switch>
      <Show when={own().length > 1}>
        <ul class="flex flex-wrap gap-2" aria-label={words.tables}>
          <For each={own()}>
            {(one) => (
              <li>
                <Button size="small" onClick={() => toTable("leave_table", one.table)}>
                  <X size={18} /> {words.takeOff(one.name)}
                </Button>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  );
};
