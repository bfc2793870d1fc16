import { createUniqueId, type Component } from "solid-js";
import { dish as text } from "../../text";
import { NOTE_CHARS_MAX } from "./draft";

/** Words to the kitchen, with how many letters are left. */
export const NoteField: Component<{ value: string; onInput: (note: string) => void }> = (props) => {
  const id = createUniqueId();
  const left = () => NOTE_CHARS_MAX - Array.from(props.value).length;
  return (
    <div class="mt-6">
      <label for={id} class="block font-semibold">
        {text.note}
      </label>
      <textarea
        id={id}
        rows={2}
        value={props.value}
        placeholder={text.notePlaceholder}
        aria-describedby={`${id}-left`}
        onInput={(event) => {
          props.onInput(event.currentTarget.value);
          event.currentTarget.value = props.value;
        }}
        class="mt-1.5 block w-full resize-none rounded-card border border-edge bg-raised px-4 py-3 text-base"
      />
      <p id={`${id}-left`} class="figures mt-1 text-right text-xs text-ink-soft">
        {text.noteLeft(left())}
      </p>
    </div>
  );
};
