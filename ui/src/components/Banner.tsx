import { Show, type JSX, type ParentComponent } from "solid-js";

type Tone = "plain" | "wait" | "late" | "ready";

const tones: Record<Tone, string> = {
  plain: "bg-sunken text-ink",
  wait: "bg-wait-soft text-wait",
  late: "bg-late-soft text-late",
  ready: "bg-ready-soft text-ready",
};

/** One quiet line over the width of the screen: an icon, words, at most one thing to do. */
export const Banner: ParentComponent<{ tone?: Tone; icon?: JSX.Element; action?: JSX.Element }> = (props) => (
  <div
    class={`flex items-center gap-2.5 px-4 py-2 text-xs leading-snug sm:text-sm ${tones[props.tone ?? "plain"]}`}
  >
    <Show when={props.icon}>
      <span class="shrink-0" aria-hidden="true">
        {props.icon}
      </span>
    </Show>
    <p class="min-w-0 flex-1">{props.children}</p>
    {props.action}
  </div>
);
