import { For, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import type { Room, Table } from "./tables";

type Props = {
  rooms: Room[];
  /** Which of the tables can be chosen. */
  isMeant: (table: Table) => boolean;
  /** What choosing one does. */
  label: (table: Table) => string;
  /** What to say where none can. */
  none: string;
  onChoose: (table: Table) => void;
};

/** Tables of the house by room, to choose one of. */
export const TableChoice: Component<Props> = (props) => {
  const meant = () => props.rooms.map((room) => ({ ...room, tables: room.tables.filter(props.isMeant) }));
  const hasSome = () => meant().some(({ tables }) => tables.length > 0);
  return (
    <Show when={hasSome()} fallback={<p class="mt-2 font-medium">{props.none}</p>}>
      <For each={meant()}>
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
                      aria-label={props.label(table)}
                      onClick={() => props.onChoose(table)}
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
  );
};
