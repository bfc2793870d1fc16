import type { Component } from "solid-js";
import { Dynamic } from "solid-js/web";
import type { components } from "../api/types";
import { dishStatus } from "../text";
import { Bell, CheckCheck, CircleDashed, CookingPot } from "./icons";

export type DishStatus = components["schemas"]["DishStatus"];

const looks = {
  queued: { icon: CircleDashed, colour: "text-ink-soft" },
  cooking: { icon: CookingPot, colour: "text-wait" },
  ready: { icon: Bell, colour: "text-ready" },
  served: { icon: CheckCheck, colour: "text-ink-soft" },
} as const;

/** How far a dish is: colour, icon and word. */
export const StatusWord: Component<{ status: DishStatus; class?: string }> = (props) => (
  <span
    class={`inline-flex items-center gap-1.5 text-sm font-semibold whitespace-nowrap ${looks[props.status].colour} ${props.class ?? ""}`}
  >
    <Dynamic component={looks[props.status].icon} size={17} />
    {dishStatus[props.status]}
  </span>
);
