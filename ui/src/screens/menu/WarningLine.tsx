import type { Component } from "solid-js";
import { Dynamic } from "solid-js/web";
import { AlertTriangle, Info } from "../../components/icons";
import { allergens, menu as text } from "../../text";
import type { Warning } from "./filters";

const looks = {
  contains: { icon: AlertTriangle, colour: "text-late", words: text.contains },
  may_contain: { icon: AlertTriangle, colour: "text-wait", words: text.mayContain },
  by_choice: { icon: Info, colour: "text-ink-soft", words: text.dependsOnChoice },
} as const;

/** How a dish stands to what the guest avoids: contains, may contain, or depends on the choice. */
export const WarningLine: Component<{ warning: Warning }> = (props) => (
  <p
    class={`mt-1.5 flex items-start gap-1.5 text-sm font-semibold ${looks[props.warning.type].colour}`}
    data-warning={props.warning.type}
  >
    <Dynamic component={looks[props.warning.type].icon} size={16} class="mt-0.5 shrink-0" />
    {looks[props.warning.type].words(props.warning.allergens.map((it) => allergens[it]))}
  </p>
);
