import { For, Show, type Component } from "solid-js";
import { Users } from "./icons";

export type DotDiner = { name: string; number: number; isAway?: boolean };

const AWAY = "border border-dashed border-ink-soft bg-raised text-ink-soft";

/** Whole class names, so that the style sheet is made to hold them. Every second one is pale. */
const colours = [
  "bg-diner-1 text-diner-deep-ink",
  "bg-diner-2 text-diner-pale-ink",
  "bg-diner-3 text-diner-deep-ink",
  "bg-diner-4 text-diner-pale-ink",
  "bg-diner-5 text-diner-deep-ink",
  "bg-diner-6 text-diner-pale-ink",
  "bg-diner-7 text-diner-deep-ink",
  "bg-diner-8 text-diner-pale-ink",
  "bg-diner-9 text-diner-deep-ink",
  "bg-diner-10 text-diner-pale-ink",
  "bg-diner-11 text-diner-deep-ink",
  "bg-diner-12 text-diner-pale-ink",
];

const sizes = { sm: "size-6 text-xs", md: "size-8 text-sm", lg: "size-10 text-base" };

/** The first letter of a name, as a person would write it. */
export function initial(name: string): string {
  const letters = new Intl.Segmenter().segment(name.trim())[Symbol.iterator]();
  return letters.next().value?.segment.toLocaleUpperCase() ?? "?";
}

/** A person of the party: colour and initial. Decoration; the name stands beside it or in a label. */
export const DinerDot: Component<{
  diner?: DotDiner | undefined;
  size?: keyof typeof sizes;
  /** Their phone is not connected: an outline in place of the colour. */
  isAway?: boolean | undefined;
  class?: string;
}> = (props) => (
  <span
    aria-hidden="true"
    class={`inline-flex shrink-0 items-center justify-center rounded-chip leading-none font-semibold ring-2 ring-raised select-none ${sizes[props.size ?? "md"]} ${props.isAway ? AWAY : props.diner ? colours[props.diner.number % colours.length] : "bg-sunken text-ink"} ${props.class ?? ""}`}
  >
    <Show when={props.diner} fallback={<Users size={props.size === "sm" ? 14 : 18} />}>
      {(diner) => initial(diner().name)}
    </Show>
  </span>
);

/** Several people, overlapping, with a count of those who do not fit. */
export const DinerDots: Component<{ diners: DotDiner[]; max?: number; size?: keyof typeof sizes }> = (
  props,
) => {
  const max = () => props.max ?? 4;
  const shown = () => (props.diners.length > max() ? props.diners.slice(0, max() - 1) : props.diners);
  return (
    <span aria-hidden="true" class="inline-flex items-center -space-x-1.5">
      <For each={shown()}>
        {(diner) => <DinerDot diner={diner} isAway={diner.isAway} size={props.size ?? "sm"} />}
      </For>
      <Show when={props.diners.length > shown().length}>
        <span
          class={`inline-flex items-center justify-center rounded-chip bg-sunken font-semibold text-ink ring-2 ring-raised ${sizes[props.size ?? "sm"]}`}
        >
          +{props.diners.length - shown().length}
        </span>
      </Show>
    </span>
  );
};
