import { For, Show, type Component } from "solid-js";
import { Dynamic } from "solid-js/web";
import { Ban, Bell, CheckCheck, Circle, CookingPot, Plus } from "../../components/icons";
import { isolated } from "../../components/isolated";
import { kitchen as words } from "../../text-staff";
import type { Dish } from "./dishes";
import { isVoid } from "./tickets";
import { nextStatus } from "./taps";
import { Unsent } from "./Unsent";

type Props = {
  line: Dish;
  isUnsent: boolean;
  /** The first of the dishes that came later. */
  isFirstAddition: boolean;
  onTap: () => void;
};

const looks = {
  queued: { paper: "border-l-transparent", word: "text-ink-soft", icon: Circle },
  cooking: { paper: "border-l-wait", word: "text-wait", icon: CookingPot },
  ready: { paper: "border-l-ready bg-ready-soft", word: "text-ready", icon: Bell },
  served: { paper: "border-l-transparent bg-sunken", word: "text-ink-soft", icon: CheckCheck },
} as const;

/** A dish: how many, what, how and for whom. A tap moves it on. */
export const DishLine: Component<Props> = (props) => {
  const look = () => (isVoid(props.line) ? looks.served : looks[props.line.status]);
  const voided = () => props.line.voided ?? 0;
  const isNews = () => voided() > 0 && props.line.is_void_seen !== true;
  const isDone = () => !isNews() && (isVoid(props.line) || nextStatus(props.line.status) === undefined);
  return (
    <li class="border-b last:border-b-0">
      <Show when={props.isFirstAddition}>
        <p class="flex items-center gap-1.5 border-t-4 border-ink bg-sunken px-2.5 text-base font-bold">
          <Plus size="1.1em" /> {words.addOn}
        </p>
      </Show>
      <button
        type="button"
        onClick={() => props.onTap()}
        aria-disabled={isDone()}
        class={`flex min-h-16 w-full gap-2 border-l-8 px-2.5 py-2 text-left transition-colors active:bg-sunken aria-disabled:cursor-default ${look().paper}`}
      >
        <span class="figures min-w-11 shrink-0 text-xl font-bold">
          {words.times(isVoid(props.line) ? voided() : props.line.quantity)}
        </span>
        <span class="min-w-0 flex-1">
          <span class={`block text-xl font-bold ${isVoid(props.line) ? "line-through" : ""}`}>
            {props.line.name}
          </span>
          <Show when={voided() > 0}>
            <span
              class={`mr-auto inline-flex items-center gap-1.5 rounded-chip px-2.5 text-lg font-bold ${isNews() ? "bg-late text-paper" : "bg-late-soft text-late"}`}
            >
              <Ban size="1em" /> {isVoid(props.line) ? words.voided : words.voidedOf(voided())}
            </span>
            <Show when={props.line.cancelled}>
              <span class="block text-base font-semibold text-late">{words.cancelled}</span>
            </Show>
          </Show>
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
              {[props.line.at, props.line.diners.map(isolated).join(", ")].filter(Boolean).join(" · ")}
            </span>
            <Show when={props.isUnsent}>
              <Unsent />
            </Show>
            <Show
              when={!isVoid(props.line)}
              fallback={
                <Show when={isNews()}>
                  <span class="shrink-0 text-base font-semibold text-late">{words.voidAck}</span>
                </Show>
              }
            >
              <span
                class={`inline-flex shrink-0 items-center gap-1.5 text-base font-semibold ${look().word}`}
              >
                <Show when={!props.isUnsent}>
                  <Dynamic component={look().icon} size="1.1em" />
                </Show>
                {words.status[props.line.status]}
              </span>
            </Show>
          </span>
        </span>
      </button>
    </li>
  );
};
