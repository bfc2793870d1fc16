import { createEffect, createSignal, onCleanup, Show, type Accessor, type Component } from "solid-js";
import type { CartLine } from "../../bridge/names";
import { Circle, RotateCcw } from "../../components/icons";
import { cart as text } from "../../text";
import { useGuest, useParty } from "../guest/context";

/**
 * How a line stands: not at the hub yet, for the next round, put in by somebody else.
 */
export const LineMarks: Component<{ line: CartLine; diner: string }> = (props) => {
  const party = useParty();
  const isUnsaved = createUnsaved(() => !props.line.is_saved);
  const isFromOther = () => props.line.added_by !== props.diner && !party.isMe(props.line.added_by);
  return (
    <p class="mt-1 flex flex-wrap gap-x-3 text-xs empty:hidden">
      <Show when={isUnsaved()}>
        <span class="inline-flex animate-fade items-center gap-1 font-semibold text-wait">
          <Circle size={11} strokeWidth={3} />
          {text.unsaved}
        </span>
      </Show>
      <Show when={props.line.is_proposal}>
        <span class="inline-flex items-center gap-1 font-semibold text-accent" title={text.proposalWhy}>
          <RotateCcw size={12} />
          {text.proposal}
        </span>
      </Show>
      <Show when={isFromOther()}>
        <span class="text-ink-soft">{text.addedBy(party.name(props.line.added_by))}</span>
      </Show>
    </p>
  );
};

const USUAL_SAVE_MS = 800;

/** While all is well an edit is saved in a blink, and saying so would only make the lines jump. */
function createUnsaved(isPending: Accessor<boolean>): Accessor<boolean> {
  const { view } = useGuest().guest;
  const [isShown, setShown] = createSignal(false);
  createEffect(() => {
    const delay = view.connection.type === "away" ? 0 : USUAL_SAVE_MS;
    if (!isPending()) return void setShown(false);
    const timer = setTimeout(() => setShown(true), delay);
    onCleanup(() => clearTimeout(timer));
  });
  return isShown;
}
