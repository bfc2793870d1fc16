/**
 * Signs a member of staff in, and goes on to the screen that asked for it. On a device of the house
 * people are tiles with a PIN; everywhere there is the password.
 */
import { createResource, createSignal, onMount, Show } from "solid-js";
import { Button } from "../../components/Button";
import type { StaffAnswer } from "../../platform/staff-calls";
import { teamCalls } from "../../platform/team-calls";
import { pageTitle, signIn as words } from "../../text-staff";
import { door, setup } from "../../text-team";
import { createOtherDoor, Elsewhere, type OtherDoor } from "./Elsewhere";
import { EnrolForm } from "./EnrolForm";
import { LinkButton } from "./LinkButton";
import { nextPath } from "./next";
import { PasswordForm } from "./PasswordForm";
import { People } from "./People";

export default function SignIn() {
  const [here, { refetch }] = createResource(async () => {
    const answer = await teamCalls.device();
    return answer.type === "done" ? answer.value : undefined;
  });
  const [setUp] = createResource(async () => {
    const answer = await teamCalls.setup();
    return answer.type === "done" ? answer.value : undefined;
  });
  const [isByPassword, setIsByPassword] = createSignal(false);
  const [refusedFor, setRefusedFor] = createSignal<OtherDoor>();
  const otherDoor = createOtherDoor("/staff");
  const elsewhere = () => refusedFor() ?? otherDoor();
  onMount(() => (document.title = pageTitle(words.title)));

  const device = () => here()?.device;
  const go = (who: StaffAnswer) => location.replace(nextPath(location.search, who.role));

  return (
    <main
      class={`mx-auto flex min-h-dvh w-full flex-col justify-center px-5 py-10 ${device() && !isByPassword() ? "max-w-2xl" : "max-w-md"}`}
    >
      <Show
        when={!elsewhere()}
        fallback={
          <>
            <Heading />
            <Elsewhere address={elsewhere()?.address} />
          </>
        }
      >
        <Show
          when={!isByPassword() && device()}
          fallback={
            <>
              <Heading />
              <PasswordForm onDone={go} onElsewhere={(address) => setRefusedFor({ address })} />
              <Show when={device()}>
                <Button kind="quiet" class="mt-3" onClick={() => setIsByPassword(false)}>
                  {door.withPin}
                </Button>
              </Show>
            </>
          }
        >
          {(device) => (
            <>
              <h1 class="dish-name text-3xl font-semibold">{door.who}</h1>
              <p class="mt-1 text-ink-soft">{door.whoMore(device().name)}</p>
              <People people={here()?.people ?? []} onDone={go} />
              <Button kind="quiet" class="mt-6 self-center" onClick={() => setIsByPassword(true)}>
                {door.withPassword}
              </Button>
            </>
          )}
        </Show>
      </Show>
      <div class="mt-10 grid gap-3 border-t pt-5">
        <Show when={!elsewhere() && setUp()?.has_owner === false}>
          <p class="text-pretty">{setup.none}</p>
          <LinkButton href="/setup">{setup.begin}</LinkButton>
        </Show>
        <Show when={!elsewhere() && here.state === "ready" && !device()}>
          <EnrolForm onDone={() => void refetch()} />
        </Show>
        <p class="text-sm text-ink-soft">{words.guest}</p>
      </div>
    </main>
  );
}

function Heading() {
  return (
    <>
      <h1 class="dish-name text-3xl font-semibold">{words.title}</h1>
      <p class="mt-1 text-ink-soft">{words.intro}</p>
    </>
  );
}
