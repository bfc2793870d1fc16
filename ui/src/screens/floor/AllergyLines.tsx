import { For, type Component } from "solid-js";
import { AlertTriangle } from "../../components/icons";
import { isolated } from "../../components/isolated";
import { allergens as names, list } from "../../text";
import { allergies as words } from "../../text-staff";
import type { Allergen, TableSession } from "./tables";

/** What somebody of a party must not eat, a line each: whoever brings plates reads it too. */
export const AllergyLines: Component<{ session: TableSession | null | undefined }> = (props) => (
  <For each={props.session?.allergies ?? []}>
    {(one) => (
      <span class="flex items-start gap-1.5 text-sm font-semibold text-late">
        <AlertTriangle size={15} class="mt-0.5 shrink-0" />
        <span class="min-w-0">
          {words.line(
            one.name ? isolated(one.name) : words.table,
            list(known(one).map((each) => names[each])),
          )}
        </span>
      </span>
    )}
  </For>
);

/** What guests have said and what was noted for them, each once. */
export function known(one: { allergens?: Allergen[]; noted?: Allergen[] }): Allergen[] {
  return [...new Set([...(one.allergens ?? []), ...(one.noted ?? [])])];
}
