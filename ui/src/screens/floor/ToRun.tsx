import { For, Show, type Component } from "solid-js";
import { Bell } from "../../components/icons";
import { floor as words } from "../../text-staff";
import { tablesToRun, type Room } from "./tables";

/** What a waiter looks for first: tables whose dishes stand on the pass. */
export const ToRun: Component<{ rooms: Room[]; onChoose: (table: string) => void }> = (props) => (
  <Show when={tablesToRun(props.rooms).length > 0}>
    <nav
      aria-label={words.toRun}
      class="relative flex items-center gap-2 overflow-x-auto border-b bg-ready-soft px-4 py-1.5"
    >
      <span class="inline-flex shrink-0 items-center gap-1.5 text-sm font-semibold text-ready">
        <Bell size={18} /> {words.toRun}
      </span>
      <For each={tablesToRun(props.rooms)}>
        {(table) => (
          <button
            type="button"
            onClick={() => props.onChoose(table.table)}
            class="inline-flex min-h-11 shrink-0 items-center gap-2 rounded-chip border border-ready bg-raised px-4"
          >
            <span class="sr-only">{words.runTo}</span>
            <span class="figures font-semibold">{table.name}</span>
            <span class="figures text-sm text-ready">
              {words.dishesReady(table.session?.dishes_ready ?? 0)}
            </span>
          </button>
        )}
      </For>
    </nav>
  </Show>
);
