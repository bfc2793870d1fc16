/** What somebody does with their own account: PIN, password, where they are signed in. */
import { createResource, createSignal, onMount, Show, type Component, type ParentComponent } from "solid-js";
import { Button } from "../../components/Button";
import { TextField } from "../../components/TextField";
import type { Outcome, StaffAnswer } from "../../platform/staff-calls";
import { teamCalls } from "../../platform/team-calls";
import { pageTitle } from "../../text-staff";
import { account as words } from "../../text-team";
import { OfficeHead } from "../staff/OfficeHead";
import { PasswordField } from "../staff/PasswordField";
import { stopOf, StopLine, type Stop } from "../staff/Wait";
import { createWho, goToSignIn, isSignedOut } from "../staff/who";
import { SignIns } from "../team/SignIns";

export default function Account() {
  const who = createWho();
  const [signIns, { refetch }] = createResource(async () => {
    const answer = await teamCalls.ownSignIns();
    if (isSignedOut(answer)) goToSignIn();
    return answer.type === "done" ? answer.value : [];
  });
  onMount(() => (document.title = pageTitle(words.title)));
  return (
    <main class="min-h-dvh pb-10">
      <OfficeHead title={words.title} who={who()} />
      <div class="mx-auto grid w-full max-w-xl gap-8 px-4 py-6">
        <Show when={who()}>{(who) => <PinForm who={who()} />}</Show>
        <PasswordChange onDone={() => void refetch()} />
        <section>
          <h2 class="mb-3 text-lg font-semibold">{words.where}</h2>
          <SignIns signIns={signIns() ?? []} onChanged={() => void refetch()} />
        </section>
      </div>
    </main>
  );
}

const PinForm: Component<{ who: StaffAnswer }> = (props) => {
  const [password, setPassword] = createSignal("");
  const [pin, setPin] = createSignal("");
  const sending = createSending(() => teamCalls.choosePin(password(), pin()), clear);
  function clear() {
    setPassword("");
    setPin("");
  }
  return (
    <OwnForm
      title={words.pin}
      more={props.who.has_pin ? words.pinHas : words.pinMore}
      sending={sending}
      save={words.pinSave}
    >
      <PasswordField label={words.password} value={password()} onInput={setPassword} />
      <TextField
        label={words.pinNew}
        name="new-pin"
        type="password"
        inputmode="numeric"
        autocomplete="off"
        maxLength={6}
        value={pin()}
        onInput={(event) => setPin(event.currentTarget.value)}
      />
    </OwnForm>
  );
};

const PasswordChange: Component<{ onDone: () => void }> = (props) => {
  const [password, setPassword] = createSignal("");
  const [fresh, setFresh] = createSignal("");
  const sending = createSending(
    () => teamCalls.choosePassword(password(), fresh()),
    () => {
      setPassword("");
      setFresh("");
      props.onDone();
    },
  );
  return (
    <OwnForm
      title={words.passwordTitle}
      more={words.passwordMore}
      sending={sending}
      save={words.passwordSave}
    >
      <PasswordField label={words.password} value={password()} onInput={setPassword} />
      <PasswordField label={words.passwordNew} value={fresh()} onInput={setFresh} isNew />
    </OwnForm>
  );
};

type Sending = ReturnType<typeof createSending>;

function createSending(send: () => Promise<Outcome<null>>, onDone: () => void) {
  const [isBusy, setIsBusy] = createSignal(false);
  const [isSaved, setIsSaved] = createSignal(false);
  const [stop, setStop] = createSignal<Stop>();
  const run = async () => {
    if (isBusy()) return;
    setStop(undefined);
    setIsSaved(false);
    setIsBusy(true);
    const answer = await send();
    setIsBusy(false);
    if (isSignedOut(answer)) goToSignIn();
    else if (answer.type === "done") {
      setIsSaved(true);
      onDone();
    } else setStop(stopOf(answer));
  };
  return { run, isBusy, isSaved, stop };
}

const OwnForm: ParentComponent<{ title: string; more: string; sending: Sending; save: string }> = (props) => {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void props.sending.run();
  };
  return (
    <section>
      <h2 class="text-lg font-semibold">{props.title}</h2>
      <p class="text-sm text-pretty text-ink-soft">{props.more}</p>
      <form class="mt-3 grid gap-3" novalidate onSubmit={submit}>
        {props.children}
        <div>
          <Button type="submit" busy={props.sending.isBusy()}>
            {props.save}
          </Button>
          <output class="ml-3 font-medium text-ready">{props.sending.isSaved() ? words.saved : ""}</output>
          <StopLine stop={props.sending.stop()} />
        </div>
      </form>
    </section>
  );
};
