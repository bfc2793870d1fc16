import { createUniqueId, Show, type Component } from "solid-js";
import { Keyed } from "../../components/Keyed";
import { isPlaced, Plan } from "./Plan";
import { TableTile } from "./TableTile";
import type { FloorView, Room, Table } from "./tables";

type Props = {
  view: FloorView;
  hubNowMs: number;
  isPlan: boolean;
  /** Was something done at a table that the hub has not heard of? */
  isUnsent: (table: Table) => boolean;
  onChoose: (table: string) => void;
};

/** Every room with its tables, as a list or as a plan: a waiter finds a table where it always is. */
export const Rooms: Component<Props> = (props) => (
  <Keyed each={props.view.rooms} by={({ room }) => room}>
    {(room) => <RoomSection {...props} room={room()} />}
  </Keyed>
);

const RoomSection: Component<Props & { room: Room }> = (props) => {
  const heading = createUniqueId();
  const hasPlan = () => props.isPlan && props.room.tables.some(isPlaced);
  /** What the plan does not show stands below it. */
  const listed = () => props.room.tables.filter((table) => !hasPlan() || !isPlaced(table));
  return (
    <section aria-labelledby={heading} class="px-4 pt-6">
      <h2 id={heading} class="dish-name text-xl font-semibold">
        {props.room.name}
      </h2>
      <Show when={hasPlan()}>
        <div class="mt-3">
          <Plan {...props} />
        </div>
      </Show>
      <ul class="mt-3 grid grid-cols-[repeat(auto-fill,minmax(9.5rem,1fr))] gap-3">
        <Keyed each={listed()} by={({ table }) => table}>
          {(table) => (
            <li>
              <TableTile
                table={table()}
                view={props.view}
                hubNowMs={props.hubNowMs}
                isUnsent={props.isUnsent(table())}
                onChoose={() => props.onChoose(table().table)}
              />
            </li>
          )}
        </Keyed>
      </ul>
    </section>
  );
};
