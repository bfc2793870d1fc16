import { splitProps, type Component, type ComponentProps } from "solid-js";

type Props = ComponentProps<"button"> & {
  /** Is it chosen? Shown by filling, border and `aria-pressed`. */
  pressed?: boolean;
  /** It is called like a person: however long that is, it stays in its row. */
  isName?: boolean;
};

/** A small choice that is on or off, such as a filter. */
export const Chip: Component<Props> = (props) => {
  const [own, rest] = splitProps(props, ["pressed", "isName", "class"]);
  return (
    <button
      type="button"
      aria-pressed={own.pressed}
      class={`inline-flex min-h-11 shrink-0 items-center gap-1.5 rounded-chip border px-4 text-sm font-medium transition-colors ${own.isName ? "max-w-full py-1.5 text-left wrap-anywhere" : "whitespace-nowrap"} ${own.pressed ? "border-ink bg-ink text-paper" : "border-edge bg-raised text-ink hover:bg-sunken"} ${own.class ?? ""}`}
      {...rest}
    />
  );
};
