import {
  createEffect,
  createSignal,
  For,
  Match,
  on,
  onCleanup,
  Show,
  Switch,
  type Component,
  type JSX,
} from "solid-js";
import type { KnockStage } from "../../bridge/names";
import { Button } from "../../components/Button";
import { formatCountdown } from "../../components/clock";
import { createSecondsLeft } from "../../components/countdown";
import { Clock, CloudOff } from "../../components/icons";
import { Problem } from "../../components/TextField";
import { keepChoice, keptChoice } from "../../platform/kept";
import { common, knocking as words } from "../../text";
import { useGuest } from "../guest/context";
import { VenueHead } from "../guest/VenueHead";
import { refusalWords } from "./words";

/** By what the tab remembers at which table its guest may come in without being let in. */
const MAY_ENTER = "may-enter";

const isAt = <Type extends KnockStage["type"]>(
  now: KnockStage,
  type: Type,
): now is Extract<KnockStage, { type: Type }> => now.type === type;

/** Somebody stands at the table and waits to be let in. Every way that this can end has one next step. */
export function Knocking() {
  const { guest, announce } = useGuest();
  const stage = () => (guest.view.stage.type === "knocking" ? guest.view.stage : undefined);
  const at = () => stage()?.at;
  /** How far it is, as long as it is there. */
  const when =
    <Type extends KnockStage["type"]>(type: Type) =>
    () => {
      const now = at();
      return now && isAt(now, type) ? now : undefined;
    };
  const [choosing, waiting] = [when("choosing"), when("waiting")];
  const [refused, expired, closed] = [when("refused"), when("expired"), when("closed")];
  const problem = () => {
    const said = stage()?.problem;
    return said ? refusalWords(said) : undefined;
  };
  const giveUp = () => guest.act({ type: "give_up_knocking" });
  const asNew = () => guest.act({ type: "choose_who", diner: null });
  // Whoever was asked who they are came with a PIN or an invite, and need not wait for others.
  const [mayEnter, setMayEnter] = createSignal(keptChoice(MAY_ENTER) === guest.view.table);
  onCleanup(() => keepChoice(MAY_ENTER, ""));
  createEffect(
    on(
      () => at()?.type,
      (now) => {
        if (now === "choosing") {
          setMayEnter(true);
          keepChoice(MAY_ENTER, guest.view.table);
        }
        if (now === "refused") announce(words.refusedTitle);
        if (now === "expired")
          announce(expired()?.is_pin_replaced ? words.replacedTitle : words.expiredTitle);
        if (now === "closed") announce(closed()?.is_joined ? words.joinedTitle : words.closedTitle);
      },
    ),
  );

  return (
    <main class="mx-auto flex min-h-dvh max-w-md flex-col px-5 pt-[max(20px,env(safe-area-inset-top))] pb-6 sm:justify-center">
      <VenueHead size="large" />
      <section class="mt-5 rounded-[22px] border bg-raised p-5 text-center sm:p-7">
        <p class="text-sm font-semibold text-accent">
          {common.table(stage()?.table_name || guest.view.table.toUpperCase())}
        </p>
        <Switch fallback={<p class="mt-3 text-ink-soft">{words.asking}</p>}>
          <Match when={choosing()}>
            {(now) => (
              <Card title={words.chooseTitle} text={words.choose}>
                <For each={now().diners}>
                  {(known) => (
                    <Button
                      kind={now().diners.length === 1 ? "primary" : "outline"}
                      wide
                      size="large"
                      busy={stage()?.is_busy === true}
                      onClick={() => guest.act({ type: "choose_who", diner: known.diner })}
                    >
                      {words.itIsMe(known.name)}
                    </Button>
                  )}
                </For>
                <Button wide size="large" busy={stage()?.is_busy === true} onClick={asNew}>
                  {words.newHere}
                </Button>
              </Card>
            )}
          </Match>
          <Match when={waiting()}>
            {(now) => (
              <Card
                title={words.waitingTitle}
                text={now().claims ? words.claiming(now().claims ?? "") : words.waiting}
              >
                <p class="font-semibold">{words.as(stage()?.name ?? "")}</p>
                <TimeLeft endsAtMs={now().ends_at_ms} />
                <p role="status" class="flex min-h-6 items-center justify-center gap-2 text-sm text-wait">
                  <Show when={stage()?.is_unheard}>
                    <CloudOff size={16} class="shrink-0" /> {words.unheard}
                  </Show>
                </p>
                <Show when={mayEnter()}>
                  <Button wide busy={stage()?.is_busy === true} onClick={asNew}>
                    {words.comeInNew}
                  </Button>
                </Show>
                <Button wide kind={mayEnter() ? "quiet" : "outline"} onClick={giveUp}>
                  {words.giveUp}
                </Button>
              </Card>
            )}
          </Match>
          <Match when={refused()}>
            {(now) => (
              <Card title={words.refusedTitle} text={now().may_enter ? words.notKnown : words.refused}>
                <Show
                  when={now().may_enter}
                  fallback={
                    <Button kind="primary" wide size="large" onClick={giveUp}>
                      {words.again}
                    </Button>
                  }
                >
                  <Button kind="primary" wide size="large" busy={stage()?.is_busy === true} onClick={asNew}>
                    {words.comeInNew}
                  </Button>
                </Show>
              </Card>
            )}
          </Match>
          <Match when={expired()}>
            {(now) => (
              <Card
                title={now().is_pin_replaced ? words.replacedTitle : words.expiredTitle}
                text={now().is_pin_replaced ? words.replaced : words.expired}
              >
                <Button kind="primary" wide size="large" onClick={giveUp}>
                  {now().is_pin_replaced ? words.replacedNext : words.again}
                </Button>
              </Card>
            )}
          </Match>
          <Match when={closed()}>
            {(now) => (
              <Card
                title={now().is_joined ? words.joinedTitle : words.closedTitle}
                text={now().is_joined ? words.joined : words.closed}
              >
                <Button kind="primary" wide size="large" onClick={giveUp}>
                  {words.again}
                </Button>
              </Card>
            )}
          </Match>
        </Switch>
        <Problem text={problem()} />
      </section>
    </main>
  );
}

const Card: Component<{ title: string; text: string; children: JSX.Element }> = (props) => (
  <>
    <h1 class="dish-name mt-0.5 text-2xl font-semibold text-balance">{props.title}</h1>
    <p class="mt-2 text-ink-soft text-pretty">{props.text}</p>
    <div class="mt-5 grid gap-3 wrap-anywhere">{props.children}</div>
  </>
);

const TimeLeft: Component<{ endsAtMs: number }> = (props) => {
  const left = createSecondsLeft(() => props.endsAtMs);
  return (
    <p role="timer" aria-live="off" class="figures text-center text-balance text-ink-soft">
      {/* Part of the line: beside a text that wraps it would stand apart. */}
      <Clock size={18} class="mr-1 inline align-text-bottom" /> {words.left(formatCountdown(left()))}
    </p>
  );
};
