import {
  createEffect,
  createSignal,
  onCleanup,
  Match,
  Show,
  Switch,
  type Accessor,
  type Component,
} from "solid-js";
import type { CartLine } from "../../bridge/names";
import { Check, Circle, RotateCcw } from "../../components/icons";
import { cart as text } from "../../text";
import { useGuest, useParty } from "../guest/context";

/**
 * How a line stands: on the hub's disk or on this phone only, put in by somebody else, for the next
 * round.
 */
export const LineMarks: Component<{ line: CartLine; diner: string }> = (props) => {
  const party = useParty();
  const isUnsaved = createUnsaved(() => !props.line.is_saved);
  const isFromOther = () => props.line.added_by !== props.diner && !party.isMe(props.line.added_by);
  return (
    <>
      {/* As high when it says nothing, so that the line below stays where it is. */}
      <p class="mt-1 flex min-h-[1.125rem] flex-wrap gap-x-3 text-xs">
        <Switch>
          <Match when={props.line.is_saved}>
            <span class="inline-flex animate-fade items-center gap-1 text-ready">
              <Check size={13} strokeWidth={2.5} />
              {text.saved}
            </span>
          </Match>
          <Match when={isUnsaved()}>
            <span class="inline-flex animate-fade items-center gap-1 font-semibold text-wait">
              <Circle size={11} strokeWidth={3} />
              {text.unsaved}
            </span>
          </Match>
        </Switch>
        <Show when={isFromOther()}>
          <span class="text-ink-soft">{text.addedBy(party.name(props.line.added_by))}</span>
        </Show>
      </p>
      <Show when={props.line.is_proposal}>
        <p class="mt-1 flex items-start gap-1.5 text-xs font-semibold text-accent">
          <RotateCcw size={13} class="mt-0.5 shrink-0" />
          {text.proposal}
        </p>
      </Show>
    </>
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
