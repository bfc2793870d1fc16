/** Signs a member of staff in, and goes on to the screen that asked for it. */
import { createSignal, onMount, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Problem, TextField } from "../../components/TextField";
import { newCommandKey, staffCalls, type StaffAnswer } from "../../platform/staff-calls";
import { pageTitle, signIn as words } from "../../text-staff";
import { createOtherDoor, Elsewhere, type OtherDoor } from "./Elsewhere";
import { nextPath } from "./next";
import { reasonOf } from "./reason";

export default function SignIn() {
  const [name, setName] = createSignal("");
  const [password, setPassword] = createSignal("");
  const [isTried, setIsTried] = createSignal(false);
  const [isBusy, setIsBusy] = createSignal(false);
  const [problem, setProblem] = createSignal("");
  const [refusedFor, setRefusedFor] = createSignal<OtherDoor>();
  const otherDoor = createOtherDoor();
  const elsewhere = () => refusedFor() ?? otherDoor();

  onMount(() => (document.title = pageTitle(words.title)));

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setIsTried(true);
    setProblem("");
    if (isBusy() || name().trim() === "" || password() === "") return;
    setIsBusy(true);
    const answer = await staffCalls.signIn(name().trim(), password(), newCommandKey());
    setIsBusy(false);
    if (answer.type === "done") location.replace(nextPath(location.search, firstScreen(answer.value)));
    else if (answer.type === "refused" && answer.problem.code === "https_needed")
      setRefusedFor({ address: answer.problem.instead ?? undefined });
    else setProblem(reasonOf(answer));
  };

  return (
    <main class="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center px-5 py-10">
      <h1 class="dish-name text-3xl font-semibold">{words.title}</h1>
      <p class="mt-1 text-ink-soft">{words.intro}</p>
      <Show when={elsewhere()}>{(door) => <Elsewhere address={door().address} />}</Show>
      <Show when={!elsewhere()}>
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
          <Password
            value={password()}
            onInput={setPassword}
            problem={isTried() && password() === "" ? words.passwordMissing : undefined}
          />
          <div>
            <Button type="submit" kind="primary" wide busy={isBusy()}>
              {isBusy() ? words.busy : words.submit}
            </Button>
            <Problem text={problem()} />
          </div>
        </form>
      </Show>
      <p class="mt-10 border-t pt-5 text-sm text-ink-soft">{words.guest}</p>
    </main>
  );
}

const Password: Component<{
  value: string;
  onInput: (text: string) => void;
  problem: string | undefined;
}> = (props) => {
  const [isShown, setIsShown] = createSignal(false);
  return (
    <div>
      <TextField
        label={words.password}
        name="password"
        type={isShown() ? "text" : "password"}
        autocomplete="current-password"
        maxLength={256}
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

/** Where someone begins who did not ask for a screen. */
function firstScreen({ role }: StaffAnswer): string {
  switch (role) {
    case "kitchen":
      return "/kitchen";
    case "owner":
    case "manager":
    case "waiter":
      return "/floor";
    case "cashier":
      return "/";
  }
}
