import { For, type Component } from "solid-js";
import type { CartDifference } from "../../bridge/names";
import { AlertTriangle } from "../../components/icons";
import { difference as text } from "../../text";
import { differenceWords } from "./difference-words";

/** What exactly is no longer as it was confirmed; the same thing about several portions once. */
export const Differences: Component<{ differences: CartDifference[] }> = (props) => (
  <ul class="flex flex-col gap-2">
    <For each={sentences(props.differences)}>
      {(words) => (
        <li class="flex items-start gap-2.5 rounded-card bg-wait-soft px-4 py-3 font-medium text-ink">
          <AlertTriangle size={18} class="mt-0.5 shrink-0 text-wait" />
          {words}
        </li>
      )}
    </For>
  </ul>
);

function sentences(differences: CartDifference[]): string[] {
  // Without a list, the phone itself found that it was behind.
  return differences.length > 0 ? [...new Set(differences.map(differenceWords))] : [text.digest];
}
