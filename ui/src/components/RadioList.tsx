import { For, type JSX } from "solid-js";

type Props<T extends string> = {
  /** What is asked. */
  legend: string;
  /** Names the group within its page. */
  name: string;
  /** Each with its words, in the order in which they are offered. */
  options: readonly (readonly [T, string])[];
  value: T | undefined;
  onChoose: (value: T) => void;
  class?: string;
};

/** One of several, a thumb-high line each. */
export function RadioList<T extends string>(props: Props<T>): JSX.Element {
  return (
    <fieldset class={props.class}>
      <legend class="font-semibold">{props.legend}</legend>
      <For each={props.options}>
        {([value, label]) => (
          <label class="flex min-h-12 items-center gap-3 border-t py-2 first:border-t-0">
            <input
              type="radio"
              name={props.name}
              class="size-5.5 shrink-0 accent-accent"
              checked={props.value === value}
              onChange={() => props.onChoose(value)}
            />
            {label}
          </label>
        )}
      </For>
    </fieldset>
  );
}
