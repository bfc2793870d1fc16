import { createSignal, Show, type Component } from "solid-js";
import { TextField } from "../../components/TextField";
import { signIn as words } from "../../text-staff";

type Props = {
  label: string;
  value: string;
  onInput: (text: string) => void;
  hint?: string;
  problem?: string | undefined;
  /** A password that is chosen here, rather than one that is known. */
  isNew?: boolean;
};

/** A password that can be looked at while it is typed. */
export const PasswordField: Component<Props> = (props) => {
  const [isShown, setIsShown] = createSignal(false);
  return (
    <div>
      <TextField
        label={props.label}
        hint={props.hint}
        name={props.isNew ? "new-password" : "password"}
        type={isShown() ? "text" : "password"}
        autocomplete={props.isNew ? "new-password" : "current-password"}
        maxLength={128}
        required
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
        problem={props.problem}
      />
      <button
        type="button"
        aria-pressed={isShown()}
        onClick={() => setIsShown((shown) => !shown)}
        class="mt-1 min-h-11 text-sm font-medium text-accent underline underline-offset-4"
      >
        <Show when={isShown()} fallback={words.showPassword}>
          {words.hidePassword}
        </Show>
      </button>
    </div>
  );
};
