import { Show, type Component } from "solid-js";
import { Dynamic } from "solid-js/web";
import { AlertTriangle, Bell, CheckCheck, Clock, Receipt } from "../../components/icons";
import { ageWords, kitchen as words } from "../../text-staff";
import type { Age } from "./ages";
import type { News } from "./changes";
import { numberOf, type Ticket } from "./tickets";
import { Unsent } from "./Unsent";

type Props = {
  id: string;
  ticket: Ticket;
  age: Age;
  /** Named only where several stations are shown together. */
  station: string | undefined;
  part: number;
  parts: number;
  isUnsent: boolean;
  /** Every station is done. */
  isAllReady: boolean;
  isAddition: boolean;
  news: News | undefined;
  onBump: () => void;
};

const looks = {
  new: { paper: "bg-sunken", soft: "text-ink-soft", icon: Receipt },
  waiting: { paper: "bg-wait-soft text-wait", soft: "text-wait", icon: Clock },
  late: { paper: "bg-late text-paper", soft: "text-paper", icon: AlertTriangle },
} as const;

const ready = { paper: "bg-ready text-paper", soft: "text-paper", icon: CheckCheck } as const;

/**
 * Table, room and round in huge type; age as clock and word. A tap anywhere on it bumps the
 * ticket, as the button at the foot does, which keyboards and readers use.
 */
export const StripHead: Component<Props> = (props) => {
  const look = () => (props.isAllReady ? ready : looks[props.age.word]);
  return (
    <header class={`relative shrink-0 px-3 pt-1.5 pb-2 select-none ${look().paper}`}>
      <button
        type="button"
        tabindex="-1"
        aria-hidden="true"
        onClick={() => props.onBump()}
        class="absolute inset-0 active:bg-scrim"
      />
      <div class="flex items-center gap-2">
        <h2 id={props.id} class="flex min-w-0 flex-1 items-center gap-2.5">
          <span class="sr-only">{words.table("")}</span>
          <span
            class={`figures shrink-0 font-bold ${props.ticket.table.length > 4 ? "text-2xl" : "text-4xl"}`}
          >
            {props.ticket.table}
          </span>
          <span class="min-w-0">
            <span class={`block truncate text-sm ${look().soft}`}>{props.ticket.room}</span>
            <span class="block text-lg font-bold whitespace-nowrap">{words.round(props.ticket.round)}</span>
          </span>
        </h2>
        <p class="shrink-0 text-right">
          <span class="figures block text-xl font-bold">{props.age.clock}</span>
          <span class="inline-flex items-center gap-1 text-sm font-bold">
            <Dynamic component={look().icon} size="1.1em" />{" "}
            {props.isAllReady ? words.allReady : ageWords[props.age.word]}
          </span>
        </p>
      </div>
      <p class={`flex flex-wrap gap-x-3 text-sm font-semibold ${look().soft}`}>
        <span class="figures">{words.order(numberOf(props.ticket))}</span>
        <Show when={props.station}>{(station) => <span class="uppercase">{station()}</span>}</Show>
        <Show when={props.parts > 1}>
          <span>{words.part(props.part + 1, props.parts)}</span>
        </Show>
        <Show when={props.ticket.is_over}>
          <span class="rounded-chip bg-ink px-2.5 font-bold text-paper">{words.partyLeft}</span>
        </Show>
        <Show when={props.isAddition && props.part === 0}>
          <span class="uppercase">{words.addOn}</span>
        </Show>
        <Show when={props.news}>
          {(news) => (
            <span class="inline-flex items-center gap-1 rounded-chip bg-ink px-2.5 font-bold text-paper">
              <Bell size="1em" /> {words.news[news()]}
            </span>
          )}
        </Show>
        <Show when={props.part === 0 && props.ticket.also_at.length > 0}>
          <span>{words.alsoAt(props.ticket.also_at)}</span>
        </Show>
        <Show when={props.isUnsent}>
          <Unsent />
        </Show>
      </p>
    </header>
  );
};
