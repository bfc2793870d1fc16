import { For, type Component } from "solid-js";
import { AlertTriangle, X } from "../../components/icons";
import { kitchen as words, staff } from "../../text-staff";
import type { Notice } from "../../platform/taps";

/** Taps that the hub did not take, each with the reason. They stay until they are read. */
export const Notices: Component<{ notices: Notice[]; onDismiss: (id: string) => void }> = (props) => (
  <div role="log" aria-label={words.notices} class="shrink-0">
    <For each={props.notices}>
      {(notice) => (
        <div class="flex animate-fade items-center gap-3 border-b bg-late-soft py-1 pr-2 pl-4 text-late">
          <AlertTriangle size="1.4em" class="shrink-0" />
          <p class="min-w-0 flex-1 text-base font-semibold">{notice.text}</p>
          <button
            type="button"
            onClick={() => props.onDismiss(notice.id)}
            aria-label={staff.dismissOf(notice.text)}
            class="inline-flex size-15 shrink-0 items-center justify-center rounded-chip hover:bg-raised"
          >
            <X size="1.4em" />
          </button>
        </div>
      )}
    </For>
  </div>
);
