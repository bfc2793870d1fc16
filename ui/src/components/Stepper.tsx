import { Show, type Component } from "solid-js";
import { IconButton } from "./Button";
import { Minus, Plus, Trash } from "./icons";

type Props = {
  value: number;
  onLess: () => void;
  onMore: () => void;
  /** Names for the two buttons, with what they count. */
  lessLabel: string;
  moreLabel: string;
  /** One less is none: the sign says so. */
  isLast?: boolean;
  canLess?: boolean;
  canMore?: boolean;
  /** Reads the count out when it changes. */
  countLabel: string;
};

/** A count with less and more on either side. */
export const Stepper: Component<Props> = (props) => (
  <div class="inline-flex items-center rounded-chip border border-edge bg-raised">
    <IconButton label={props.lessLabel} disabled={props.canLess === false} onClick={() => props.onLess()}>
      <Show when={props.isLast} fallback={<Minus size={18} />}>
        <Trash size={18} />
      </Show>
    </IconButton>
    <output class="figures min-w-7 text-center font-semibold" aria-label={props.countLabel}>
      {props.value}
    </output>
    <IconButton label={props.moreLabel} disabled={props.canMore === false} onClick={() => props.onMore()}>
      <Plus size={18} />
    </IconButton>
  </div>
);
