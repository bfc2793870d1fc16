import { createUniqueId, For, type Component } from "solid-js";
import { Problem } from "../../components/TextField";
import { join } from "../../text";

type Props = {
  ref: (field: HTMLInputElement) => void;
  digits: number;
  value: string;
  /** Is nothing to be typed for now? */
  disabled?: boolean;
  problem: string | undefined;
  onInput: (pin: string) => void;
};

/** The table's PIN: one field to type in, shown as a box for each digit. */
export const PinBoxes: Component<Props> = (props) => {
  const id = createUniqueId();
  const boxes = () => Array.from({ length: props.digits }, (_, index) => index);
  return (
    <div>
      <label for={id} class="block text-sm font-semibold">
        {join.pin}
      </label>
      <p id={`${id}-hint`} class="text-sm text-ink-soft">
        {join.pinHint(props.digits)}
      </p>
      <div class="relative mt-1.5 rounded-card">
        <div aria-hidden="true" class="grid auto-cols-fr grid-flow-col gap-2">
          <For each={boxes()}>
            {(index) => (
              <span
                class={`figures flex min-h-15 items-center justify-center rounded-card border bg-raised text-2xl font-semibold ${props.problem ? "border-late" : index === props.value.length ? "border-2 border-accent" : "border-edge"} ${index === 3 && props.digits === 6 ? "ml-2" : ""}`}
              >
                {props.value[index] ?? ""}
              </span>
            )}
          </For>
        </div>
        <input
          ref={(field) => props.ref(field)}
          id={id}
          value={props.value}
          onInput={(event) => {
            const typed = event.currentTarget.value.replace(/\D/g, "").slice(0, props.digits);
            event.currentTarget.value = typed;
            props.onInput(typed);
          }}
          inputmode="numeric"
          autocomplete="one-time-code"
          autocapitalize="off"
          required
          disabled={props.disabled}
          aria-invalid={props.problem ? "true" : undefined}
          aria-describedby={props.problem ? `${id}-hint ${id}-problem` : `${id}-hint`}
          class="absolute inset-0 w-full rounded-card bg-transparent text-transparent caret-transparent"
        />
      </div>
      <Problem id={`${id}-problem`} text={props.problem} />
    </div>
  );
};
