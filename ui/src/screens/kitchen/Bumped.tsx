import { createSignal, onCleanup, onMount, Show, type Component } from "solid-js";
import { Check } from "../../components/icons";
import { kitchen as words } from "../../text-staff";
import { Undo } from "../staff/icons";
import { UNDO_MS } from "./model";
import { Unsent } from "./Unsent";

type Props = {
  ticket: string;
  table: string;
  isUndoHere: boolean;
  /** A keyboard that bumped goes on from the undo button; a finger is left alone. */
  isFocused: boolean;
  isUnsent: boolean;
  onUndo: () => void;
};

/** Lies over a ticket that was just bumped, in its place, for as long as that can be undone. */
export const Bumped: Component<Props> = (props) => {
  const [button, setButton] = createSignal<HTMLButtonElement>();
  const [left, setLeft] = createSignal(UNDO_MS / 1_000);
  const counting = setInterval(() => setLeft((seconds) => Math.max(1, seconds - 1)), 1_000);
  onCleanup(() => clearInterval(counting));
  onMount(() => {
    if (props.isFocused) button()?.focus();
  });
  return (
    <div class="absolute inset-0 flex animate-fade flex-col items-center justify-center gap-3 overflow-hidden bg-ready-soft p-3 text-ready">
      <p class="flex items-center gap-2 text-2xl font-bold">
        <Check size="1.1em" /> {words.bumped(props.table)}
      </p>
      <Show when={props.isUnsent}>
        <Unsent />
      </Show>
      <Show when={props.isUndoHere}>
        <button
          ref={setButton}
          type="button"
          onClick={() => props.onUndo()}
          aria-label={words.undoOf(props.ticket)}
          class="figures inline-flex min-h-18 w-full max-w-80 items-center justify-center gap-3 rounded-card border-2 border-current bg-raised text-xl font-bold"
        >
          <Undo size="1.2em" /> {words.undo} · {left()}
        </button>
        <span aria-hidden="true" class="undo-time absolute inset-x-0 bottom-0 h-2 bg-ready" />
      </Show>
    </div>
  );
};
