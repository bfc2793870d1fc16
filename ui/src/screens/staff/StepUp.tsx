import { createSignal, onMount, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Sheet } from "../../components/Sheet";
import { staffCalls } from "../../platform/staff-calls";
import { teamCalls, type Proof } from "../../platform/team-calls";
import { stepUp as words } from "../../text-team";
import { PasswordField } from "./PasswordField";
import { PinPad } from "./PinPad";
import { stopOf, StopLine, type Stop } from "./Wait";
import { goToSignIn, isSignedOut } from "./who";

/** The code with which the hub asks for a step-up. */
export const STEP_UP_NEEDED = "step_up_needed";

/** Asks for the PIN or password again, before acts that somebody at a forgotten screen must not do. */
export const StepUp: Component<{ onDone: () => void; onClose: () => void }> = (props) => {
  const [canPin, setCanPin] = createSignal(false);
  const [isByPassword, setIsByPassword] = createSignal(false);
  const [password, setPassword] = createSignal("");
  const [isBusy, setIsBusy] = createSignal(false);
  const [stop, setStop] = createSignal<Stop>();

  onMount(() => {
    void staffCalls.me().then((answer) => {
      if (answer.type === "done") setCanPin(answer.value.has_pin && Boolean(answer.value.device));
    });
  });
  const send = async (proof: Proof) => {
    if (isBusy()) return;
    setStop(undefined);
    setIsBusy(true);
    const answer = await teamCalls.stepUp(proof);
    setIsBusy(false);
    if (isSignedOut(answer)) goToSignIn();
    else if (answer.type === "done") props.onDone();
    else setStop(stopOf(answer));
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (password() !== "") void send({ password: password() });
  };

  return (
    <Sheet open onClose={props.onClose} title={words.title} description={words.more}>
      <Show
        when={canPin() && !isByPassword()}
        fallback={
          <form class="grid gap-2" novalidate onSubmit={submit}>
            <PasswordField label={words.password} value={password()} onInput={setPassword} />
            <Button type="submit" kind="primary" wide busy={isBusy()}>
              {isBusy() ? words.busy : words.submit}
            </Button>
          </form>
        }
      >
        <PinPad label={words.pin} isBusy={isBusy()} onPin={(pin) => void send({ pin })} />
      </Show>
      <StopLine stop={stop()} />
      <Show when={canPin()}>
        <Button kind="quiet" wide class="mt-2" onClick={() => setIsByPassword((is) => !is)}>
          {isByPassword() ? words.usePin : words.usePassword}
        </Button>
      </Show>
    </Sheet>
  );
};
