/** A dish as it is being chosen, before it is put into the cart. */
import { createStore } from "solid-js/store";
import type { LineConfig, ModifierGroup } from "../../bridge/names";

/** As in `sync-protocol/src/limits.rs`. */
export const NOTE_CHARS_MAX = 140;
export const PORTIONS_MAX = 99;

export const keyOf = (group: string, option: string) => `${group}/${option}`;

export function createDraft(config: LineConfig, diner: string) {
  const [draft, setDraft] = createStore({
    modifiers: [...(config.modifiers ?? [])],
    note: config.note ?? "",
    portions: 1,
    diner,
  });
  const chosenOf = (group: ModifierGroup) =>
    group.options.filter(({ id }) => draft.modifiers.includes(keyOf(group.id, id)));
  const withoutGroup = (group: ModifierGroup) =>
    draft.modifiers.filter((key) => !key.startsWith(`${group.id}/`));

  return {
    draft,
    config: (): LineConfig => ({ modifiers: [...draft.modifiers], note: draft.note.trim() }),
    isChosen: (group: ModifierGroup, option: string) => draft.modifiers.includes(keyOf(group.id, option)),
    chosenOf,
    isFull: (group: ModifierGroup) => chosenOf(group).length >= group.max,
    /** Makes it the only answer to its question; no option means no answer. */
    choose: (group: ModifierGroup, option?: string) =>
      setDraft("modifiers", [
        ...withoutGroup(group),
        ...(option === undefined ? [] : [keyOf(group.id, option)]),
      ]),
    toggle: (group: ModifierGroup, option: string) => {
      const key = keyOf(group.id, option);
      setDraft("modifiers", (keys) =>
        keys.includes(key) ? keys.filter((other) => other !== key) : [...keys, key],
      );
    },
    // The kitchen's note is one line: control characters are not taken by the cart.
    write: (note: string) =>
      setDraft(
        "note",
        Array.from(note.replace(/\p{Cc}+/gu, " "))
          .slice(0, NOTE_CHARS_MAX)
          .join(""),
      ),
    step: (by: number) =>
      setDraft("portions", (portions) => Math.min(PORTIONS_MAX, Math.max(1, portions + by))),
    giveTo: (to: string) => setDraft("diner", to),
  };
}

export type Draft = ReturnType<typeof createDraft>;
