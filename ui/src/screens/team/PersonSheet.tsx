import { createSignal, Show, type Component, type JSX } from "solid-js";
import { Button } from "../../components/Button";
import { Sheet } from "../../components/Sheet";
import { Problem, TextField } from "../../components/TextField";
import { teamCalls, type PersonChange, type PersonView, type Role } from "../../platform/team-calls";
import { roles } from "../../text-staff";
import { account, team as words } from "../../text-team";
import { PasswordField } from "../staff/PasswordField";
import { createProven } from "../staff/proven";
import { RoleChoice } from "../staff/RoleChoice";
import { StepUp } from "../staff/StepUp";

type Props = {
  person: PersonView;
  asRole: Role | undefined;
  onClose: () => void;
  onChanged: () => void;
};

/** Changes one account: name, role, password, whether it can be used. */
export const PersonSheet: Component<Props> = (props) => {
  const [name, setName] = createSignal(props.person.name);
  const [role, setRole] = createSignal(props.person.role);
  const [password, setPassword] = createSignal("");
  const [saved, setSaved] = createSignal<PersonChange["change"]>();
  const [change, setChange] = createSignal<PersonChange>({ change: "enable" });
  const command = createProven({
    send: (key) => teamCalls.changePerson(props.person.staff, change(), key),
    onDone: () => {
      setSaved(change().change);
      setPassword("");
      props.onChanged();
    },
  });
  const run = (wanted: PersonChange) => {
    if (command.isBusy()) return;
    setSaved(undefined);
    if (JSON.stringify(wanted) !== JSON.stringify(change())) command.renew();
    setChange(wanted);
    command.run();
  };
  const Part: Component<{ of: PersonChange["change"]; children: JSX.Element }> = (part) => (
    <section class="grid gap-2 border-b py-4 last:border-b-0">
      {part.children}
      <output class="text-sm font-medium text-ready">{saved() === part.of ? account.saved : ""}</output>
      <Problem text={change().change === part.of ? command.problem() : ""} />
    </section>
  );

  return (
    <Sheet open onClose={props.onClose} title={props.person.name} description={roles[props.person.role]}>
      <Part of="rename">
        <TextField
          label={words.name}
          name="rename"
          autocomplete="off"
          maxLength={24}
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <Button onClick={() => run({ change: "rename", name: name() })}>{words.rename}</Button>
      </Part>
      <Part of="role">
        <RoleChoice label={words.role} value={role()} onChoose={setRole} asRole={props.asRole} />
        <p class="text-sm text-ink-soft">{words.roleMore}</p>
        <Button onClick={() => run({ change: "role", role: role() })}>{words.changeRole}</Button>
      </Part>
      <Part of="password">
        <PasswordField
          label={words.newPassword}
          hint={words.passwordMore}
          value={password()}
          onInput={setPassword}
          isNew
        />
        <Button onClick={() => run({ change: "password", password: password() })}>{words.setPassword}</Button>
      </Part>
      <Show
        when={props.person.is_disabled}
        fallback={
          <Part of="disable">
            <p class="text-sm text-ink-soft">{words.disableMore}</p>
            <Button kind="danger" onClick={() => run({ change: "disable" })}>
              {words.disable}
            </Button>
          </Part>
        }
      >
        <Part of="enable">
          <Button onClick={() => run({ change: "enable" })}>{words.enable}</Button>
        </Part>
      </Show>
      <Show when={command.isProving()}>
        <StepUp onDone={command.proved} onClose={command.giveUp} />
      </Show>
    </Sheet>
  );
};
