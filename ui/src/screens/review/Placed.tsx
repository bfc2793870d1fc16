import type { Component } from "solid-js";
import { Dynamic } from "solid-js/web";
import { Check, Clock } from "../../components/icons";

/** The order is on disk, and with the kitchen; or it waits, for the house or for the others. */
export const Placed: Component<{ order: number; isWaiting: boolean }> = (props) => (
  <div class="flex flex-col items-center py-6" data-testid="placed" data-order={props.order}>
    <span
      class={`inline-flex size-20 animate-pop items-center justify-center rounded-chip ${props.isWaiting ? "bg-wait-soft text-wait" : "bg-ready-soft text-ready"}`}
    >
      <Dynamic component={props.isWaiting ? Clock : Check} size={40} />
    </span>
  </div>
);
