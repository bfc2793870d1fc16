import { Show, type Component } from "solid-js";
import { AlertTriangle } from "../../components/icons";
import { floor as words } from "../../text-staff";

/** For how long something waits, and below it whether that is too long: the card grows no higher for it. */
export const Waited: Component<{ text: string; isLate: boolean }> = (props) => (
  <span class="figures shrink-0 text-right text-sm leading-tight font-semibold">
    <span class="block">{props.text}</span>
    <Show when={props.isLate}>
      <span class="inline-flex items-center gap-1 font-bold text-late">
        <AlertTriangle size={14} class="shrink-0" /> {words.late}
      </span>
    </Show>
  </span>
);
