import type { Component } from "solid-js";
import { Dynamic } from "solid-js/web";
import type { components } from "../api/types";
import { comesLater, dishStatus } from "../text";
import { Bell, CheckCheck, CircleDashed, Clock, CookingPot } from "./icons";

export type DishStatus = components["schemas"]["DishStatus"];

const looks = {
  queued: { icon: CircleDashed, colour: "text-ink-soft" },
  cooking: { icon: CookingPot, colour: "text-wait" },
  ready: { icon: Bell, colour: "text-ready" },
  served: { icon: CheckCheck, colour: "text-ink-soft" },
} as const;

const later = { icon: Clock, colour: "text-ink-soft" } as const;

/** How far a dish is: colour, icon and word. One that waits for its course is not with the kitchen yet. */
export const StatusWord: Component<{ status: DishStatus; isHeld?: boolean; class?: string }> = (props) => {
  const look = () => (props.isHeld ? later : looks[props.status]);
  return (
    <span
      class={`inline-flex items-center gap-1.5 text-sm font-semibold whitespace-nowrap ${look().colour} ${props.class ?? ""}`}
    >
      <Dynamic component={look().icon} size={17} />
      {props.isHeld ? comesLater : dishStatus[props.status]}
    </span>
  );
};
