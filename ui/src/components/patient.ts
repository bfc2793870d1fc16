import { createEffect, createSignal, on, onCleanup, type Accessor } from "solid-js";

/** The time that something began, once it has lasted for so long; undefined as soon as it is over. */
export function createPatient(
  since: Accessor<number | undefined>,
  patienceMs: number,
): Accessor<number | undefined> {
  const [told, setTold] = createSignal<number>();
  createEffect(
    on(since, (began) => {
      setTold(undefined);
      if (began === undefined) return;
      const wait = setTimeout(() => setTold(began), Math.max(0, began + patienceMs - Date.now()));
      onCleanup(() => clearTimeout(wait));
    }),
  );
  return told;
}
