import { For, type Component } from "solid-js";
import { AlertTriangle } from "../../components/icons";
import { allergyText } from "./parts";
import type { Ticket } from "./tickets";

/** What those who eat of a ticket must not eat, a band each across the whole strip: no cook misses it. */
export const AllergyBands: Component<{ ticket: Ticket }> = (props) => (
  <For each={props.ticket.allergies ?? []}>
    {(allergy) => (
      <p class="flex shrink-0 items-start gap-2 border-y-4 border-late bg-late px-3 py-1 text-xl font-bold text-paper">
        <AlertTriangle size="1.2em" class="mt-0.5 shrink-0" />
        <span class="min-w-0 break-words">{allergyText(allergy)}</span>
      </p>
    )}
  </For>
);
