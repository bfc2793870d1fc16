import { splitProps, type Component, type ComponentProps } from "solid-js";

export type ButtonKind = "primary" | "outline" | "quiet" | "danger";

export type ButtonSize = "small" | "normal" | "large";

type Props = ComponentProps<"button"> & {
  /** `primary` is the one main action of a screen. */
  kind?: ButtonKind;
  /** `large` for the main action of a screen, `small` inside a list. */
  size?: ButtonSize;
  /** Fills its row. */
  wide?: boolean;
  /** Something is under way: the button stays focusable and keeps its words. */
  busy?: boolean;
};

const looks: Record<ButtonKind, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-press active:bg-accent-press font-semibold",
  outline: "border border-edge text-ink hover:bg-sunken active:bg-sunken font-medium",
  quiet: "text-accent hover:bg-accent-soft active:bg-accent-soft font-medium",
  danger: "text-late hover:bg-late-soft active:bg-late-soft font-medium",
};

const sizes: Record<ButtonSize, string> = {
  small: "min-h-11 px-3 py-2 text-sm",
  normal: "min-h-12 px-5 py-2.5",
  large: "min-h-14 px-4 py-2.5 sm:text-lg",
};

/** A button that is at least a thumb high. While `busy` it takes no press but keeps the focus. */
export const Button: Component<Props> = (props) => {
  const [own, rest] = splitProps(props, ["kind", "size", "wide", "busy", "class", "onClick"]);
  const press = (event: MouseEvent & { currentTarget: HTMLButtonElement; target: Element }) => {
    if (own.busy) return;
    if (typeof own.onClick === "function") own.onClick(event);
  };
  return (
    <button
      type="button"
      aria-disabled={own.busy ? "true" : undefined}
      onClick={press}
      class={`inline-flex items-center justify-center gap-2 rounded-chip text-center leading-tight transition-colors disabled:opacity-55 ${looks[own.kind ?? "outline"]} ${sizes[own.size ?? "normal"]} ${own.busy ? "opacity-75" : ""} ${own.wide ? "w-full" : ""} ${own.class ?? ""}`}
      {...rest}
    />
  );
};

type IconButtonProps = Omit<ComponentProps<"button">, "aria-label"> & {
  /** What it does: its only name. */
  label: string;
};

/** A round button with an icon inside. */
export const IconButton: Component<IconButtonProps> = (props) => {
  const [own, rest] = splitProps(props, ["label", "class"]);
  return (
    <button
      type="button"
      aria-label={own.label}
      title={own.label}
      class={`inline-flex size-11 shrink-0 items-center justify-center rounded-chip text-ink transition-colors hover:bg-sunken active:bg-sunken disabled:opacity-40 ${own.class ?? ""}`}
      {...rest}
    />
  );
};
