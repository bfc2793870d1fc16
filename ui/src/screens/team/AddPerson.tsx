import { createSignal, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Sheet } from "../../components/Sheet";
import { Problem, TextField } from "../../components/TextField";
import { teamCalls, type Role } from "../../platform/team-calls";
import { setup, team as words } from "../../text-team";
import { PasswordField } from "../staff/PasswordField";
import { createProven } from "../staff/proven";
import { RoleChoice } from "../staff/RoleChoice";
import { StepUp } from "../staff/StepUp";

type Props = { asRole: Role | undefined; onClose: () => void; onDone: () => void };

/** Makes an account. */
export const AddPerson: Component<Props> = (props) => {
  const [name, setName] = createSignal("");
  const [role, setRole] = createSignal<Role>("waiter");
  const [password, setPassword] = createSignal("");
  const [isTried, setIsTried] = createSignal(false);
  const command = createProven({
    send: (key) => teamCalls.addPerson(name(), role(), password(), key),
    onDone: () => props.onDone(),
  });
  const missing = (text: string) => (isTried() && text.trim() === "" ? setup.missing : undefined);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setIsTried(true);
    if (name().trim() !== "" && password() !== "") command.run();
  };

  return (
    <Sheet open onClose={props.onClose} title={words.add}>
      <form class="grid gap-4" novalidate onSubmit={submit} onInput={command.renew}>
        <TextField
          label={words.name}
          name="person"
          autocomplete="off"
          maxLength={24}
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
          problem={missing(name())}
        />
        <RoleChoice label={words.role} value={role()} onChoose={setRole} asRole={props.asRole} />
        <PasswordField
          label={words.password}
          hint={words.passwordHint}
          value={password()}
          onInput={setPassword}
          problem={missing(password())}
          isNew
        />
        <Button type="submit" kind="primary" wide busy={command.isBusy()}>
          {words.addSubmit}
        </Button>
        <Problem text={command.problem()} />
      </form>
      <Show when={command.isProving()}>
        <StepUp onDone={command.proved} onClose={command.giveUp} />
      </Show>
    </Sheet>
  );
};
