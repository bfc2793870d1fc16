import { createSignal, Show } from "solid-js";
import { Button } from "../../components/Button";
import { TextField } from "../../components/TextField";
import { join } from "../../text";
import { useGuest } from "../guest/context";
import { JoinProblem } from "./JoinProblem";
import { nameProblem, NAME_CHARS_MAX, pinProblem, refusalWords } from "./words";

/** PIN and name, checked when they are sent and then while they are mended. */
export function JoinForm() {
  const { guest } = useGuest();
  const [pin, setPin] = createSignal("");
  const [name, setName] = createSignal("");
  const [sentPin, setSentPin] = createSignal<string>();
  const [isChecked, setChecked] = createSignal(false);
  let pinField: HTMLInputElement | undefined;
  let nameField: HTMLInputElement | undefined;

  const stage = () => (guest.view.stage.type === "join" ? guest.view.stage : undefined);
  const isBusy = () =>
    stage()?.is_busy === true || (sentPin() !== undefined && guest.readiness() === "loading");
  const refusal = () => (isBusy() ? undefined : (stage()?.refusal ?? undefined));
  const wrongPin = () => {
    const said = refusal();
    return said?.code === "pin_wrong" && pin() === sentPin() ? refusalWords(said) : undefined;
  };

  function submit(event: SubmitEvent) {
    event.preventDefault();
    setChecked(true);
    if (isBusy()) return;
    if (pinProblem(pin())) return pinField?.focus();
    if (nameProblem(name())) return nameField?.focus();
    setSentPin(pin());
    guest.act({ type: "join", pin: pin(), name: name().trim() });
  }

  return (
    <form onSubmit={submit} novalidate class="flex flex-col gap-4">
      <TextField
        ref={pinField}
        label={join.pin}
        hint={join.pinHint}
        problem={(isChecked() ? pinProblem(pin()) : undefined) ?? wrongPin()}
        value={pin()}
        onInput={(event) => setPin(event.currentTarget.value.replace(/\D/g, "").slice(0, 6))}
        inputmode="numeric"
        autocomplete="one-time-code"
        autocapitalize="off"
        required
        class="figures min-h-15 text-center text-2xl font-semibold tracking-[0.5em] indent-[0.5em]"
      />
      <TextField
        ref={nameField}
        label={join.name}
        hint={join.nameHint}
        problem={isChecked() ? nameProblem(name()) : undefined}
        value={name()}
        onInput={(event) => setName(event.currentTarget.value)}
        maxlength={NAME_CHARS_MAX * 2}
        autocomplete="given-name"
        autocapitalize="words"
        required
      />
      <JoinProblem refusal={refusal()} />
      <Show when={guest.readiness() === "failed"}>
        <Button wide onClick={guest.retry}>
          {join.tryAgain}
        </Button>
      </Show>
      <Button kind="primary" wide type="submit" busy={isBusy()} size="large">
        {isBusy() ? join.busy : join.button}
      </Button>
    </form>
  );
}
