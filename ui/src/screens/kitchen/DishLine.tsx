import { For, Show, type Component } from "solid-js";
import { Dynamic } from "solid-js/web";
import { Bell, CheckCheck, Circle, CookingPot } from "../../components/icons";
import { kitchen as words } from "../../text-staff";
import type { TicketLine } from "./tickets";
import { nextStatus } from "./taps";
import { Unsent } from "./Unsent";

type Props = { line: TicketLine; isUnsent: boolean; onTap: () => void };

const looks = {
  queued: { paper: "border-l-transparent", word: "text-ink-soft", icon: Circle },
  cooking: { paper: "border-l-wait", word: "text-wait", icon: CookingPot },
  ready: { paper: "border-l-ready bg-ready-soft", word: "text-ready", icon: Bell },
  served: { paper: "border-l-transparent bg-sunken", word: "text-ink-soft", icon: CheckCheck },
} as const;

/** A dish: how many, what, how and for whom. A tap moves it on. */
export const DishLine: Component<Props> = (props) => {
  const look = () => looks[props.line.status];
  return (
    <li class="border-b last:border-b-0">
      <button
        type="button"
        onClick={() => props.onTap()}
        aria-disabled={nextStatus(props.line.status) === undefined}
        class={`flex min-h-16 w-full gap-2 border-l-8 px-2.5 py-2 text-left transition-colors active:bg-sunken aria-disabled:cursor-default ${look().paper}`}
      >
        <span class="figures min-w-11 shrink-0 text-xl font-bold">{words.times(props.line.quantity)}</span>
        <span class="min-w-0 flex-1">
          <span class="block text-xl font-bold">{props.line.name}</span>
          <For each={props.line.modifiers}>
            {(modifier) => (
              <span class="block border-l-4 border-edge pl-2 text-lg font-bold">{modifier}</span>
            )}
          </For>
          <Show when={props.line.note}>
            <span class="block text-base italic">{words.note(props.line.note)}</span>
          </Show>
          {/* The mark takes room from the names, not from the dishes below. */}
          <span class="flex items-end justify-between gap-2">
            <span class={`min-w-0 flex-1 text-sm text-ink-soft ${props.isUnsent ? "truncate" : ""}`}>
              {props.line.diners.join(", ")}
            </span>
            <Show when={props.isUnsent}>
              <Unsent />
            </Show>
            <span class={`inline-flex shrink-0 items-center gap-1.5 text-base font-semibold ${look().word}`}>
              <Show when={!props.isUnsent}>
                <Dynamic component={look().icon} size="1.1em" />
              </Show>
              {words.status[props.line.status]}
            </span>
          </span>
        </span>
      </button>
    </li>
  );
};
