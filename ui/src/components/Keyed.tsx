import { createMemo, For, type Accessor, type JSX } from "solid-js";

type Props<T> = {
  each: readonly T[];
  /** What an entry is known by; no two have the same. */
  by: (entry: T) => string;
  children: (entry: Accessor<T>) => JSX.Element;
};

/**
 * A list that is told anew as a whole: an entry keeps its elements as long as it is there, so that a press,
 * the focus, an open sheet and typed words outlive the news.
 */
export function Keyed<T>(props: Props<T>) {
  const keys = createMemo(() => props.each.map((entry) => props.by(entry)));
  const find = (key: string) => props.each.find((entry) => props.by(entry) === key);
  return (
    <For each={keys()}>
      {(key) => {
        // As it was last, while its elements go away.
        const entry = createMemo<T | undefined>((before) => find(key) ?? before);
        return props.children(entry as Accessor<T>);
      }}
    </For>
  );
}
