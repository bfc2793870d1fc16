import { Show, type Component, type JSX } from "solid-js";
import { Dynamic } from "solid-js/web";
import { initial } from "../../components/DinerDot";
import { AlertTriangle, Bell, CircleDashed, HandHelping, Users } from "../../components/icons";
import { isolated } from "../../components/isolated";
import { Keyed } from "../../components/Keyed";
import { approval } from "../../text-approval";
import { floor as words, kitchen } from "../../text-staff";
import { Footprints, HandPlatter } from "../staff/icons";
import { looks } from "./TableTile";
import {
  isCallLate,
  isLate,
  isStateLate,
  minutesIn,
  stateOf,
  type FloorView,
  type Room,
  type Table,
  type TableSession,
} from "./tables";

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
        class="grid auto-rows-[minmax(6.75rem,auto)] gap-1.5"
        style={{ "grid-template-columns": `repeat(${columns()}, minmax(2.9rem, 8rem))` }}
      >
        <Keyed each={tables()} by={({ table }) => table}>
          {(table) => <PlanTable {...props} table={table()} />}
        </Keyed>
      </div>
    </div>
  );
};

const widthOf = (shape: Placed["place"]["shape"]) => (shape === "long" ? 2 : 1);

/**
 * A table of the plan: all that its tile in the list says, as far as signs and numbers can. They wrap, so a
 * narrow table has one below the other; readers hear each as a phrase.
 */
const PlanTable: Component<Props & { table: Placed }> = (props) => {
  const state = () => stateOf(props.table);
  const late = () => isLate(props.table, props.view, props.hubNowMs);
  const isTooLong = () => isStateLate(props.table, props.view, props.hubNowMs);
  const minutes = () => minutesIn(props.table, props.hubNowMs);
  return (
    <button
      type="button"
      onClick={() => props.onChoose(props.table.table)}
      style={{
        "grid-column": `${props.table.place.x + 1} / span ${widthOf(props.table.place.shape)}`,
        "grid-row": `${props.table.place.y + 1}`,
      }}
      class={`@container flex flex-col items-center justify-center border-2 px-0.5 py-1 ${props.table.place.shape === "round" ? "rounded-full" : "rounded-card"} ${looks[state()].paper} ${state() === "free" ? "bg-paper" : ""} ${late() ? "is-late" : ""}`}
    >
      <span class="figures text-xl leading-6 font-bold @min-[5.5rem]:text-2xl">
        <span class="sr-only">{words.table("")}</span>
        {props.table.name}
      </span>
      <span class="flex max-w-full flex-wrap justify-center gap-x-1.5 text-xs leading-4 font-semibold @min-[5.5rem]:gap-x-2 @min-[5.5rem]:text-sm @min-[5.5rem]:leading-5">
        <Sign icon={looks[state()].icon} tone={looks[state()].word} label={words.states[state()]}>
          <Show when={minutes() !== undefined && !isTooLong()}>{words.minutesShort(minutes() ?? 0)}</Show>
        </Sign>
        <Show when={isTooLong()}>
          <Sign icon={AlertTriangle} tone="font-bold text-late" label={words.tooLong}>
            {words.minutesShort(minutes() ?? 0)}
          </Sign>
        </Show>
        <Show when={props.table.session}>{(session) => <Party {...props} session={session()} />}</Show>
        <Show when={props.isUnsent(props.table)}>
          <Sign icon={CircleDashed} tone="text-wait" label={`${kitchen.notSent}${kitchen.notSentYet}`} />
        </Show>
      </span>
    </button>
  );
};

const Party: Component<Props & { table: Placed; session: TableSession }> = (props) => {
  const approvals = () => (props.session.approvals ?? []).length;
  const calls = () => props.session.door?.calls ?? [];
  const isCalling = () => isCallLate(props.table, props.view, props.hubNowMs);
  const kinds = () => calls().map(({ kind }) => words.callKinds[kind]);
  return (
    <>
      <Show when={approvals() > 0}>
        <Sign
          icon={HandHelping}
          tone="rounded-chip bg-late px-1 text-paper"
          label={approval.onTile(approvals())}
          number={approvals()}
        />
      </Show>
      <Show when={calls().length > 0}>
        <Sign
          icon={isCalling() ? AlertTriangle : Bell}
          tone={isCalling() ? "font-bold text-late" : "text-wait"}
          label={`${isCalling() ? words.tooLong : ""}${words.callsWaiting(kinds())}`}
          number={calls().length}
        />
      </Show>
      <Show when={props.session.dishes_ready > 0}>
        <Sign
          icon={Footprints}
          tone="text-ready"
          label={words.dishesReady(props.session.dishes_ready)}
          number={props.session.dishes_ready}
        />
      </Show>
      <Sign
        icon={Users}
        tone="text-ink-soft"
        label={`${props.session.covers} ${words.coversWord(props.session.covers)}`}
        number={props.session.covers}
      />
      <Show when={props.session.waiter}>
        {(waiter) => (
          <span class="flex max-w-full items-center gap-0.5 text-ink-soft">
            <HandPlatter size="1.1em" class="shrink-0" />
            <span class="sr-only">
              {words.servedBy}
              {isolated(waiter().name)}
            </span>
            <span aria-hidden="true" class="hidden truncate @min-[4.5rem]:block">
              {isolated(waiter().name)}
            </span>
            <span aria-hidden="true" class="@min-[4.5rem]:hidden">
              {initial(waiter().name)}
            </span>
          </span>
        )}
      </Show>
    </>
  );
};

/** A sign, and beside it a number or a time; readers hear the label in place of a number. */
const Sign: Component<{
  icon: Component<{ size: string; class: string }>;
  tone: string;
  label: string;
  number?: number;
  children?: JSX.Element;
}> = (props) => (
  <span class={`figures inline-flex items-center gap-0.5 ${props.tone}`}>
    <Dynamic component={props.icon} size="1.1em" class="shrink-0" />
    <span class="sr-only">{props.label} </span>
    <Show when={props.number !== undefined}>
      <span aria-hidden="true">{props.number}</span>
    </Show>
    {props.children}
  </span>
);
