import { createSignal, For, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Plus, X } from "../../components/icons";
import { Unsent } from "../kitchen/Unsent";
import { moving as words } from "../../text-staff";
import { ArrowRight } from "../staff/icons";
import type { Act } from "./acts";
import { calledOf, type Room, type Table, type TableSession } from "./tables";

type Props = {
  table: Table;
  session: TableSession;
  rooms: Room[];
  isUnsent: boolean;
  onAct: (act: Act) => void;
};

type Wish = "move" | "add_table";

/** The party sits elsewhere, or at one table more or less. Orders, PIN and phones go with it. */
export const Moving: Component<Props> = (props) => {
  const [wish, setWish] = createSignal<Wish>();
  const free = () => props.rooms.map((room) => ({ ...room, tables: room.tables.filter(isFree) }));
  const hasFree = () => free().some(({ tables }) => tables.length > 0);
  const own = () => props.session.tables ?? [];
  const act = (type: Act["type"] & (Wish | "leave_table"), to: string) => {
    props.onAct({ type, session: props.session.session, to, table: calledOf(props.table) });
    setWish(undefined);
  };
  const toggle = (next: Wish) => setWish((now) => (now === next ? undefined : next));
  return (
    <section class="grid gap-3">
      <div class="grid grid-cols-2 gap-2">
        <Button aria-expanded={wish() === "move"} onClick={() => toggle("move")}>
          <ArrowRight size={20} /> {words.moveIt}
        </Button>
        <Button aria-expanded={wish() === "add_table"} onClick={() => toggle("add_table")}>
          <Plus size={20} /> {words.addOne}
        </Button>
      </div>
      <Show when={props.isUnsent}>
        <p class="flex items-center gap-2 text-sm text-ink-soft">
          <Unsent /> {words.waits}
        </p>
      </Show>
      <Show when={wish()}>
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
            <Show when={hasFree()} fallback={<p class="mt-2 font-medium">{words.noneFree}</p>}>
              <For each={free()}>
                {(room) => (
                  <Show when={room.tables.length > 0}>
                    <p class="mt-3 text-sm font-semibold text-ink-soft">{room.name}</p>
                    <ul class="mt-1 grid grid-cols-4 gap-2">
                      <For each={room.tables}>
                        {(table) => (
                          <li>
                            <Button
                              wide
                              class="figures text-lg"
                              aria-label={words[now()](table.name)}
                              onClick={() => act(now(), table.table)}
                            >
                              {table.name}
                            </Button>
                          </li>
                        )}
                      </For>
                    </ul>
                  </Show>
                )}
              </For>
            </Show>
          </div>
        )}
      </Show>
      <Show when={own().length > 1}>
        <ul class="flex flex-wrap gap-2" aria-label={words.tables}>
          <For each={own()}>
            {(one) => (
              <li>
                <Button size="small" onClick={() => act("leave_table", one.table)}>
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

const isFree = (table: Table) => table.session === null || table.session === undefined;
