import { createUniqueId, For, Show, type Component } from "solid-js";
import { TableTile } from "./TableTile";
import type { Room } from "./tables";

type Props = { room: Room; hubNowMs: number; viewMs: number; onChoose: (table: string) => void };

/** A room with its tables, in the order of the venue file: a waiter finds a table where it always is. */
export const RoomSection: Component<Props> = (props) => {
  const heading = createUniqueId();
  return (
    <section aria-labelledby={heading} class="px-4 pt-6">
      <h2 id={heading} class="dish-name text-xl font-semibold">
        {props.room.name}
      </h2>
      <ul class="mt-3 grid grid-cols-[repeat(auto-fill,minmax(9.5rem,1fr))] gap-3">
        <For each={props.room.tables.map(({ table }) => table)}>
          {(id) => (
            <Show when={props.room.tables.find(({ table }) => table === id)}>
              {(table) => (
                <li>
                  <TableTile
                    table={table()}
                    hubNowMs={props.hubNowMs}
                    viewMs={props.viewMs}
                    onChoose={() => props.onChoose(id)}
                  />
                </li>
              )}
            </Show>
          )}
        </For>
      </ul>
    </section>
  );
};
