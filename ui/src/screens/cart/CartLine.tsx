import { createSignal, Show, type Component } from "solid-js";
import { EVERYONE, type CartLine as Line } from "../../bridge/names";
import { IconButton } from "../../components/Button";
import { Pencil } from "../../components/icons";
import { Price } from "../../components/Price";
import { cart as text } from "../../text";
import { useParty } from "../guest/context";
import type { Giving } from "./GiveSheet";
import { LineControls } from "./LineControls";
import { LineMarks } from "./LineMarks";
import { LineTrouble } from "./LineTrouble";

type Props = { line: Line; diner: string; giving: Giving };

/** A line of the cart. One's own is changed in place; that of another after one more tap. */
export const CartLine: Component<Props> = (props) => {
  const party = useParty();
  const [isOpen, setOpen] = createSignal(false);
  const isMine = () =>
    party.isMe(props.diner) || (props.diner === EVERYONE && party.isMe(props.line.added_by));
  const portions = () => props.line.units.length;
  return (
    <li class="border-t py-3">
      <div class="flex items-start gap-3">
        <div class="min-w-0 flex-1">
          <h3 class="dish-name text-lg font-semibold">
            <Show when={portions() > 1 && !isMine() && !isOpen()}>
              <span class="figures">{portions()} × </span>
            </Show>
            {props.line.name || "…"}
          </h3>
          <LineWords line={props.line} />
          <LineMarks line={props.line} diner={props.diner} />
        </div>
        <Show when={props.line.total}>
          {(total) => <Price of={total()} bare class="pt-0.5 font-medium" />}
        </Show>
        <Show when={!isMine()}>
          <IconButton
            label={text.showControls(props.line.name, party.name(props.diner))}
            aria-expanded={isOpen()}
            class="-my-2 -mr-2 text-ink-soft"
            onClick={() => setOpen((open) => !open)}
          >
            <Pencil size={18} />
          </IconButton>
        </Show>
      </div>
      <Show when={props.line.problem}>
        {(problem) => <LineTrouble line={props.line} problem={problem()} />}
      </Show>
      <Show when={isMine() || isOpen()}>
        <LineControls line={props.line} diner={props.diner} giving={props.giving} />
      </Show>
    </li>
  );
};

/** Choices and note of a line. */
export const LineWords: Component<{ line: { modifiers: string[]; note: string } }> = (props) => (
  <>
    <Show when={props.line.modifiers.length > 0}>
      <p class="text-sm text-ink-soft">{props.line.modifiers.join(", ")}</p>
    </Show>
    <Show when={props.line.note}>
      <p class="text-sm text-ink-soft">“{props.line.note}”</p>
    </Show>
  </>
);
