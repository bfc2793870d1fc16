import { createUniqueId, Show, splitProps, type Component, type ComponentProps } from "solid-js";
import { AlertTriangle } from "./icons";

type Props = Omit<ComponentProps<"input">, "id" | "class"> & {
  label: string;
  /** Says what is expected, under the label. */
  hint?: string | undefined;
  /** What is wrong with what was typed; empty when nothing is. */
  problem?: string | undefined;
  /** Replaces height and size of the letters. */
  class?: string;
};

/** One line of text with its label above and its problem below. */
export const TextField: Component<Props> = (props) => {
  const [own, rest] = splitProps(props, ["label", "hint", "problem", "class"]);
  const id = createUniqueId();
  const described = () =>
    [own.hint ? `${id}-hint` : "", own.problem ? `${id}-problem` : ""].filter(Boolean).join(" ") || undefined;
  return (
    <div>
      <label for={id} class="block text-sm font-semibold">
        {own.label}
      </label>
      <Show when={own.hint}>
        <p id={`${id}-hint`} class="text-sm text-ink-soft">
          {own.hint}
        </p>
      </Show>
      <input
        id={id}
        aria-invalid={own.problem ? "true" : undefined}
        aria-describedby={described()}
        class={`mt-1.5 block w-full rounded-card border bg-raised px-4 py-2.5 ${own.problem ? "border-late" : "border-edge"} ${own.class ?? "min-h-12 text-base"}`}
        {...rest}
      />
      <Problem id={`${id}-problem`} text={own.problem} />
    </div>
  );
};

/** What is wrong with a field. The place is always there, so that a reader hears when it fills. */
export const Problem: Component<{ id?: string; text: string | undefined }> = (props) => (
  <div id={props.id} aria-live="polite">
    <Show when={props.text}>
      <p class="mt-1.5 flex items-start gap-1.5 text-sm font-medium text-late">
        <AlertTriangle size={16} class="mt-0.5 shrink-0" />
        {props.text}
      </p>
    </Show>
  </div>
);
