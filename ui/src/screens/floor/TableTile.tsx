import { Show, type Component } from "solid-js";
import { Dynamic } from "solid-js/web";
import {
  AlertTriangle,
  Bell,
  CheckCheck,
  Circle,
  CookingPot,
  HandHelping,
  Receipt,
  UserPlus,
  Users,
  Utensils,
} from "../../components/icons";
import { isolated } from "../../components/isolated";
import { approval } from "../../text-approval";
import { together } from "../../text-together";
import { allergens as names } from "../../text";
import { allergies, floor as words } from "../../text-staff";
import { Unsent } from "../kitchen/Unsent";
import { Armchair, HandPlatter, Lock, Smartphone, Sparkles } from "../staff/icons";
import { known } from "./AllergyLines";
import {
  isApprovalLate,
  isCallLate,
  isLate,
  isStateLate,
  knocksAt,
  minutesIn,
  pinBlock,
  stateOf,
  stuckAt,
  type FloorView,
  type Table,
  type TableSession,
} from "./tables";

type Props = {
  table: Table;
  view: FloorView;
  hubNowMs: number;
  /** Something was done there that the hub has not heard of. */
  isUnsent: boolean;
  onChoose: () => void;
};

/** How a table looks in each state; never by its colour alone. */
export const looks = {
  free: { paper: "border-dashed border-edge", word: "text-ink-soft", icon: Circle },
  seated: { paper: "border-edge bg-raised", word: "text-ink", icon: Armchair },
  ordered: { paper: "border-edge bg-raised", word: "text-wait", icon: CookingPot },
  ready: { paper: "border-ready bg-ready-soft", word: "text-ready", icon: Bell },
  eating: { paper: "border-edge bg-raised", word: "text-ink-soft", icon: Utensils },
  wants_to_pay: { paper: "border-edge bg-wait-soft", word: "text-wait", icon: Receipt },
  paid: { paper: "border-edge bg-raised", word: "text-ready", icon: CheckCheck },
  to_clean: { paper: "border-dashed border-edge bg-sunken", word: "text-ink", icon: Sparkles },
} as const;

/** A table at a glance: its state in colour, icon and word, for how long, and whether that is too long. */
export const TableTile: Component<Props> = (props) => {
  const state = () => stateOf(props.table);
  const look = () => looks[state()];
  const minutes = () => minutesIn(props.table, props.hubNowMs);
  const late = () => isLate(props.table, props.view, props.hubNowMs);
  const isTooLong = () => isStateLate(props.table, props.view, props.hubNowMs);
  return (
    <button
      type="button"
      onClick={() => props.onChoose()}
      class={`flex h-full min-h-37 w-full flex-col rounded-card border-2 px-3 py-2.5 text-left transition-colors active:bg-sunken ${look().paper} ${late() ? "is-late" : ""}`}
    >
      <span class="flex w-full items-baseline justify-between gap-2">
        <span class="figures text-3xl font-bold">
          <span class="sr-only">{words.table("")}</span>
          {props.table.name}
        </span>
        <Show
          when={minutes() !== undefined}
          fallback={<span class="figures text-sm text-ink-soft">{words.seats(props.table.seats)}</span>}
        >
          <span
            class={`figures inline-flex items-center gap-1 text-sm font-semibold ${isTooLong() ? "text-late" : ""}`}
          >
            <Show when={isTooLong()}>
              <TooLong />
            </Show>
            {words.minutes(minutes() ?? 0)}
          </span>
        </Show>
      </span>
      <span class={`mt-1 inline-flex items-center gap-1 font-semibold whitespace-nowrap ${look().word}`}>
        <Dynamic component={look().icon} size={17} class="shrink-0" /> {words.states[state()]}
      </span>
      <Show when={props.isUnsent}>
        <span class="mt-1">
          <Unsent />
        </span>
      </Show>
      <Show when={props.table.session}>{(session) => <Party {...props} session={session()} />}</Show>
    </button>
  );
};

/** The sign of what takes longer than the house wants. */
const TooLong: Component = () => (
  <>
    <AlertTriangle size={15} class="shrink-0" />
    <span class="sr-only">{words.tooLong}</span>
  </>
);

const Party: Component<Pick<Props, "table" | "view" | "hubNowMs"> & { session: TableSession }> = (props) => {
  const knocks = () =>
    knocksAt(props.session, props.view.hub_time_ms, props.hubNowMs).map(({ name }) => name);
  const allergens = () =>
    [...new Set((props.session.allergies ?? []).flatMap(known))].map((one) => names[one]);
  const calls = () => (props.session.door?.calls ?? []).map(({ kind }) => words.callKinds[kind]);
  const isCalling = () => isCallLate(props.table, props.view, props.hubNowMs);
  const isAsking = () => isApprovalLate(props.table, props.view, props.hubNowMs);
  const dishes = () =>
    [
      props.session.dishes_ready > 0 ? words.dishesReady(props.session.dishes_ready) : "",
      props.session.dishes_open > 0 ? words.dishesOpen(props.session.dishes_open) : "",
    ]
      .filter((text) => text !== "")
      .join(" · ");
  return (
    <span class="mt-auto w-full pt-1.5 text-sm">
      <Show when={(props.session.approvals ?? []).length > 0}>
        <span class="-mx-1 mb-1 flex items-center gap-1.5 rounded-card bg-late px-1.5 py-0.5 font-semibold text-paper">
          <Show when={isAsking()} fallback={<HandHelping size={15} class="shrink-0" />}>
            <TooLong />
          </Show>
          <span>{approval.onTile((props.session.approvals ?? []).length)}</span>
        </span>
      </Show>
      <Show when={props.session.gathering}>
        {(orders) => (
          <span class="flex items-center gap-1.5 font-semibold text-wait">
            <Users size={15} class="shrink-0" />
            <span class="truncate">{together.onTile(orders())}</span>
          </span>
        )}
      </Show>
      <Show when={(props.session.allergies ?? []).length > 0}>
        <span class="flex items-center gap-1.5 font-semibold text-late">
          <AlertTriangle size={15} class="shrink-0" />
          <span class="truncate">{allergies.onTile(allergens())}</span>
        </span>
      </Show>
      <Show when={calls().length > 0}>
        <span class={`flex items-center gap-1.5 font-semibold ${isCalling() ? "text-late" : "text-wait"}`}>
          <Show when={isCalling()} fallback={<Bell size={15} class="shrink-0" />}>
            <TooLong />
          </Show>{" "}
          <span class="truncate">{calls().join(", ")}</span>
        </span>
      </Show>
      <Show when={dishes()}>
        <span class="figures block font-medium">{dishes()}</span>
      </Show>
      <Show when={(props.session.rounds_ready ?? 0) > 0}>
        <span class="block font-semibold text-ready">{words.allReady}</span>
      </Show>
      <Show when={(props.session.held ?? []).length > 0}>
        <span class="block text-ink-soft">
          {words.coursesWait((props.session.held ?? []).map(({ name }) => name))}
        </span>
      </Show>
      <span class="flex items-center gap-1.5 text-ink-soft">
        <Users size={15} class="shrink-0" />
        <span class="figures shrink-0">
          {props.session.covers}
          <span class="sr-only"> {words.coversWord(props.session.covers)}</span>
        </span>
        <span class="truncate">{props.session.diners.map(isolated).join(", ")}</span>
      </span>
      <Show when={props.session.waiter}>
        {(waiter) => (
          <span class="flex items-center gap-1.5 text-ink-soft">
            <HandPlatter size={15} class="shrink-0" />
            <span class="sr-only">{words.servedBy}</span>
            <span class="truncate">{isolated(waiter().name)}</span>
          </span>
        )}
      </Show>
      <Show when={knocks().length > 0}>
        <span class="flex items-center gap-1.5 font-semibold text-wait">
          <UserPlus size={15} class="shrink-0" /> <span class="truncate">{words.knocks(knocks())}</span>
        </span>
      </Show>
      <Show when={stuckAt(props.session).length > 0}>
        <span class="flex items-center gap-1.5 font-semibold text-wait">
          <Smartphone size={15} class="shrink-0" />
          <span class="truncate">{words.stuck(stuckAt(props.session).map(isolated))}</span>
        </span>
      </Show>
      <Show when={pinBlock(props.session, props.hubNowMs)}>
        <span class="flex items-center gap-1.5 font-semibold text-late">
          <Lock size={15} class="shrink-0" /> {words.blocked}
        </span>
      </Show>
    </span>
  );
};
