import { Show, type Component } from "solid-js";
import { Dynamic } from "solid-js/web";
import { Bell, CircleDashed } from "../../components/icons";
import { Keyed } from "../../components/Keyed";
import { floor as words, kitchen } from "../../text-staff";
import { looks } from "./TableTile";
import { isLate, minutesIn, stateOf, type FloorView, type Room, type Table } from "./tables";

type Props = {
  room: Room;
  view: FloorView;
  hubNowMs: number;
  isUnsent: (table: Table) => boolean;
  onChoose: (table: string) => void;
};

type Placed = Table & { place: NonNullable<Table["place"]> };

export const isPlaced = (table: Table): table is Placed => table.place !== null && table.place !== undefined;

/** A room from above: tables where the venue file has them. */
export const Plan: Component<Props> = (props) => {
  const tables = () => props.room.tables.filter(isPlaced);
  const columns = () => Math.max(...tables().map(({ place }) => place.x + widthOf(place.shape)));
  return (
    <div class="overflow-x-auto rounded-card border bg-sunken p-2" role="group" aria-label={props.room.name}>
      <div
        class="grid auto-rows-[5rem] gap-1.5"
        style={{ "grid-template-columns": `repeat(${columns()}, minmax(2.9rem, 6rem))` }}
      >
        <Keyed each={tables()} by={({ table }) => table}>
          {(table) => <PlanTable {...props} table={table()} />}
        </Keyed>
      </div>
    </div>
  );
};

const widthOf = (shape: Placed["place"]["shape"]) => (shape === "long" ? 2 : 1);

const PlanTable: Component<Props & { table: Placed }> = (props) => {
  const state = () => stateOf(props.table);
  const late = () => isLate(props.table, props.view, props.hubNowMs);
  const calls = () => props.table.session?.door?.calls ?? [];
  const minutes = () => minutesIn(props.table, props.hubNowMs);
  return (
    <button
      type="button"
      onClick={() => props.onChoose(props.table.table)}
      style={{
        "grid-column": `${props.table.place.x + 1} / span ${widthOf(props.table.place.shape)}`,
        "grid-row": `${props.table.place.y + 1}`,
      }}
      class={`relative flex flex-col items-center justify-center border-2 px-1 ${props.table.place.shape === "round" ? "rounded-[50%]" : "rounded-card"} ${looks[state()].paper} ${state() === "free" ? "bg-paper" : ""} ${late() ? "is-late" : ""}`}
    >
      <span class="figures text-xl leading-tight font-bold">
        <span class="sr-only">{words.table("")}</span>
        {props.table.name}
      </span>
      <span class={`inline-flex items-center gap-0.5 text-xs font-semibold ${looks[state()].word}`}>
        <Dynamic component={looks[state()].icon} size={13} class="shrink-0" />
        <span class="sr-only">{words.states[state()]}</span>
        <Show when={minutes() !== undefined}>
          <span class="figures">{words.minutesShort(minutes() ?? 0)}</span>
        </Show>
      </span>
      <Show when={props.isUnsent(props.table)}>
        <span class="absolute top-1 left-1 text-wait">
          <CircleDashed size={17} />
          <span class="sr-only">
            {kitchen.notSent}
            {kitchen.notSentYet}
          </span>
        </span>
      </Show>
      <Show when={calls().length > 0}>
        <span class="absolute top-1 right-1 text-wait">
          <Bell size={17} />
          <span class="sr-only">{words.callsWaiting(calls().map(({ kind }) => words.callKinds[kind]))}</span>
        </span>
      </Show>
    </button>
  );
};
