import { Dynamic } from "solid-js/web";
import { Show, type JSX, type ParentComponent } from "solid-js";

/** A place with nothing in it yet, or a stop: what it is, in a sentence, and one next step. */
export const Empty: ParentComponent<{
  icon?: JSX.Element;
  title: string;
  action?: JSX.Element;
  /** It is all that the page has, so its words are the page's heading. */
  isPage?: boolean;
}> = (props) => (
  <div class="mx-auto flex max-w-sm flex-col items-center px-6 py-14 text-center">
    <Show when={props.icon}>
      <span aria-hidden="true" class="mb-5 rounded-chip bg-accent-soft p-5 text-accent">
        {props.icon}
      </span>
    </Show>
    <Dynamic component={props.isPage ? "h1" : "h2"} class="dish-name text-2xl font-semibold text-balance">
      {props.title}
    </Dynamic>
    <div class="mt-2 text-ink-soft text-pretty">{props.children}</div>
    <Show when={props.action}>
      <div class="mt-6 flex w-full flex-col gap-2">{props.action}</div>
    </Show>
  </div>
);
