/**
 * Helps to have a device trust the hub's https: what to compare, the certificate, the steps of each
 * kind of device, and the way on. Works on plain http, where a new device is.
 */
import {
  createResource,
  For,
  Match,
  onMount,
  Show,
  Switch,
  type Component,
  type ParentComponent,
} from "solid-js";
import { Button } from "../../components/Button";
import { Empty } from "../../components/Empty";
import { ChevronDown, RotateCcw } from "../../components/icons";
import { staffCalls, type TrustAnswer } from "../../platform/staff-calls";
import { pageTitle } from "../../text-staff";
import { devices, pemLink, trust as words } from "../../text-trust";
import { ArrowRight, Lock } from "../staff/icons";
import { reasonOf } from "../staff/reason";
import { deviceKind, KINDS, linesOf, type DeviceKind } from "./device";

/** Bytes of the fingerprint in a line. */
const LINE_BYTES = 8;

export default function Trust() {
  onMount(() => (document.title = pageTitle(words.title)));
  const [answer, { refetch }] = createResource(() => staffCalls.trust());
  const known = () => {
    const now = answer.latest;
    return now?.type === "done" ? now.value : undefined;
  };
  const problem = () => {
    const now = answer.latest;
    return now === undefined || now.type === "done" ? undefined : now;
  };

  return (
    <main class="mx-auto min-h-dvh w-full max-w-2xl px-5 py-10">
      <Switch
        fallback={
          <Empty isPage icon={<Lock size={30} />} title={words.looking}>
            {words.lookingMore}
          </Empty>
        }
      >
        <Match when={known()?.https_url === null}>
          <Empty isPage icon={<Lock size={30} />} title={words.offTitle}>
            {words.offMore}
          </Empty>
        </Match>
        <Match when={problem()}>
          {(now) => (
            <Empty
              isPage
              icon={<RotateCcw size={30} />}
              title={words.looking}
              action={
                <Button kind="primary" size="large" wide busy={answer.loading} onClick={() => void refetch()}>
                  {words.again}
                </Button>
              }
            >
              {reasonOf(now())}
            </Empty>
          )}
        </Match>
        <Match when={known()?.is_public && known()}>
          {(now) => (
            <Empty
              isPage
              icon={<Lock size={30} />}
              title={words.publicTitle}
              action={<SignInLink to={now().https_url ?? ""} />}
            >
              {words.publicMore}
            </Empty>
          )}
        </Match>
        <Match when={known()}>{(now) => <Steps trust={now()} />}</Match>
      </Switch>
    </main>
  );
}

const Steps: Component<{ trust: TrustAnswer }> = (props) => (
  <>
    <h1 class="dish-name text-3xl font-semibold text-balance">{words.title}</h1>
    <p class="mt-3 text-pretty">{words.lead}</p>
    <p class="mt-2 text-sm text-ink-soft">{words.guests}</p>
    <Step title={words.check}>
      <p class="text-pretty">{words.checkMore}</p>
      <div class="mt-4 rounded-card bg-sunken px-4 py-3">
        <p class="text-sm text-ink-soft">{words.fingerprint}</p>
        <p class="mt-1 font-mono font-medium">
          <For each={linesOf(props.trust.fingerprint ?? "", LINE_BYTES)}>
            {(line) => <span class="block">{line} </span>}
          </For>
        </p>
      </div>
    </Step>
    <Step title={words.get}>
      <p class="text-pretty">{words.getMore}</p>
      <a
        href="/api/trust/plato-hub.crt"
        download="plato-hub.crt"
        class="mt-4 inline-flex min-h-12 w-full items-center justify-center gap-2 rounded-chip border border-edge px-5 text-center font-medium hover:bg-sunken sm:w-auto"
      >
        {words.download}
      </a>
    </Step>
    <Step title={words.install}>
      <Devices own={deviceKind(navigator.userAgent, navigator.maxTouchPoints)} />
    </Step>
    <Step title={words.open}>
      <p class="mb-4 text-pretty">{words.openMore}</p>
      <SignInLink to={props.trust.https_url ?? ""} />
    </Step>
  </>
);

const Step: ParentComponent<{ title: string }> = (props) => (
  <section class="mt-8">
    <h2 class="dish-name text-xl font-semibold">{props.title}</h2>
    <div class="mt-2">{props.children}</div>
  </section>
);

/** The steps of each kind of device, those of this one open. */
const Devices: Component<{ own: DeviceKind }> = (props) => (
  <div class="overflow-hidden rounded-card border bg-raised">
    <For each={[props.own, ...KINDS.filter((kind) => kind !== props.own)]}>
      {(kind, index) => (
        <details open={index() === 0} class="group border-t first:border-t-0">
          <summary class="flex min-h-12 cursor-pointer list-none items-center justify-between gap-3 px-4 font-medium hover:bg-sunken">
            {devices[kind].name}
            <ChevronDown
              size={20}
              class="shrink-0 text-ink-soft transition-transform group-open:rotate-180"
            />
          </summary>
          <ol class="grid list-decimal gap-2 pr-4 pb-4 pl-9">
            <For each={devices[kind].steps}>{(step) => <li class="text-pretty">{step}</li>}</For>
          </ol>
          <Show when={kind === "linux"}>
            <a
              href="/api/trust/plato-hub.pem"
              download="plato-hub.pem"
              class="mx-4 mb-3 inline-flex min-h-11 items-center font-medium text-accent underline underline-offset-4"
            >
              {pemLink}
            </a>
          </Show>
        </details>
      )}
    </For>
  </div>
);

const SignInLink: Component<{ to: string }> = (props) => (
  <a
    href={`${props.to}/staff`}
    class="inline-flex min-h-14 w-full items-center justify-center gap-2 rounded-chip bg-accent px-5 text-center font-semibold text-on-accent hover:bg-accent-press"
  >
    {words.openLink} <ArrowRight size={18} class="shrink-0" />
  </a>
);
