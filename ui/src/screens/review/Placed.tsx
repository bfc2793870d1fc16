import type { Component } from "solid-js";
import { Check } from "../../components/icons";

/** The order is on disk and with the kitchen. */
export const Placed: Component<{ order: number }> = (props) => (
  <div class="flex flex-col items-center py-6" data-testid="placed" data-order={props.order}>
    <span class="inline-flex size-20 animate-pop items-center justify-center rounded-chip bg-ready-soft text-ready">
      <Check size={40} />
    </span>
  </div>
);
