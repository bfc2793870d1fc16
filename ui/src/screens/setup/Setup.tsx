/** The first start: makes the first owner with the code that the hub printed. */
import { createResource, createSignal, onMount, Show } from "solid-js";
import { Button } from "../../components/Button";
import { Empty } from "../../components/Empty";
import { Check } from "../../components/icons";
import { TextField } from "../../components/TextField";
import { teamCalls } from "../../platform/team-calls";
import { pageTitle } from "../../text-staff";
import { setup as words } from "../../text-team";
import { createOtherDoor, Elsewhere } from "../staff/Elsewhere";
import { LinkButton } from "../staff/LinkButton";
import { PasswordField } from "../staff/PasswordField";
import { stopOf, StopLine, type Stop } from "../staff/Wait";

export default function Setup() {
  const [state] = createResource(async () => {
    const answer = await teamCalls.setup();
    return answer.type === "done" ? answer.value : undefined;
  });
  const elsewhere = createOtherDoor("/setup");
  onMount(() => (document.title = pageTitle(words.title)));
  return (
    <main class="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center px-5 py-10">
      <Show
        when={state()?.has_owner}
        fallback={
          <>
            <h1 class="dish-name text-3xl font-semibold">{words.title}</h1>
            <p class="mt-1 text-pretty text-ink-soft">{words.intro}</p>
            <Show when={!elsewhere()} fallback={<Elsewhere address={elsewhere()?.address} />}>
              <OwnerForm />
            </Show>
          </>
        }
      >
        <Empty
          icon={<Check size={36} />}
          title={words.done}
          isPage
          action={<LinkButton href="/staff">{words.signIn}</LinkButton>}
        />
      </Show>
    </main>
  );
}

function OwnerForm() {
  const [code, setCode] = createSignal("");
  const [name, setName] = createSignal("");
  const [password, setPassword] = createSignal("");
  const [isTried, setIsTried] = createSignal(false);
  const [isBusy, setIsBusy] = createSignal(false);
  const [stop, setStop] = createSignal<Stop>();
  const missing = (text: string) => (isTried() && text.trim() === "" ? words.missing : undefined);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setIsTried(true);
    setStop(undefined);
    if (isBusy() || [code(), name(), password()].some((text) => text.trim() === "")) return;
    setIsBusy(true);
    const answer = await teamCalls.firstOwner(code(), name(), password());
    setIsBusy(false);
    if (answer.type === "done") location.replace("/team");
    else setStop(stopOf(answer));
  };

  return (
    <form class="mt-7 grid gap-5" novalidate onSubmit={(event) => void submit(event)}>
      <TextField
        label={words.code}
        hint={words.codeHint}
        name="owner-code"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
        maxLength={32}
        value={code()}
        onInput={(event) => setCode(event.currentTarget.value)}
        problem={missing(code())}
      />
      <TextField
        label={words.name}
        name="username"
        autocomplete="username"
        maxLength={24}
        value={name()}
        onInput={(event) => setName(event.currentTarget.value)}
        problem={missing(name())}
      />
      <PasswordField
        label={words.password}
        hint={words.passwordHint}
        value={password()}
        onInput={setPassword}
        problem={missing(password())}
        isNew
      />
      <div>
        <Button type="submit" kind="primary" wide busy={isBusy()}>
          {isBusy() ? words.busy : words.submit}
        </Button>
        <StopLine stop={stop()} />
      </div>
    </form>
  );
}
