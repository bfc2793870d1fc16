import { createSignal, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { TextField } from "../../components/TextField";
import { newCommandKey, staffCalls, type StaffAnswer } from "../../platform/staff-calls";
import { signIn as words } from "../../text-staff";
import { PasswordField } from "./PasswordField";
import { stopOf, StopLine, type Stop } from "./Wait";

type Props = {
  onDone: (who: StaffAnswer) => void;
  /** The hub takes no password here; where it does, if it said so. */
  onElsewhere: (address: string | undefined) => void;
};

/** Signs in with name and password, on any device. */
export const PasswordForm: Component<Props> = (props) => {
  const [name, setName] = createSignal("");
  const [password, setPassword] = createSignal("");
  const [isTried, setIsTried] = createSignal(false);
  const [isBusy, setIsBusy] = createSignal(false);
  const [stop, setStop] = createSignal<Stop>();

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setIsTried(true);
    setStop(undefined);
    if (isBusy() || name().trim() === "" || password() === "") return;
    setIsBusy(true);
    const answer = await staffCalls.signIn(name().trim(), password(), newCommandKey());
    setIsBusy(false);
    if (answer.type === "done") props.onDone(answer.value);
    else if (answer.type === "refused" && answer.problem.code === "https_needed")
      props.onElsewhere(answer.problem.instead ?? undefined);
    else setStop(stopOf(answer));
  };

  return (
    <form class="mt-7 grid gap-5" novalidate onSubmit={(event) => void submit(event)}>
      <TextField
        label={words.name}
        name="username"
        autocomplete="username"
        autocapitalize="none"
        spellcheck={false}
        maxLength={96}
        required
        value={name()}
        onInput={(event) => setName(event.currentTarget.value)}
        problem={isTried() && name().trim() === "" ? words.nameMissing : undefined}
      />
      <PasswordField
        label={words.password}
        value={password()}
        onInput={setPassword}
        problem={isTried() && password() === "" ? words.passwordMissing : undefined}
      />
      <div>
        <Button type="submit" kind="primary" wide busy={isBusy()}>
          {isBusy() ? words.busy : words.submit}
        </Button>
        <StopLine stop={stop()} />
      </div>
    </form>
  );
};
