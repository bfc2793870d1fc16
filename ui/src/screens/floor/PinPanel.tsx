import { createSignal, For, Match, onMount, Show, Switch, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Problem } from "../../components/TextField";
import { RotateCcw } from "../../components/icons";
import { staffCalls, type PinAnswer } from "../../platform/staff-calls";
import { pin as words } from "../../text-staff";
import { KeyRound, Lock } from "../staff/icons";
import { STEP_UP_NEEDED, StepUp } from "../staff/StepUp";
import { createCommand } from "./command";
import { pinBlock, type TableSession } from "./tables";

type Props = {
  session: string;
  party: TableSession | null | undefined;
  hubNowMs: number;
  pin: PinAnswer | undefined;
  onPin: (pin: PinAnswer | undefined) => void;
  isCutOff: boolean;
};

/** Shows the PIN of a visit when asked, and makes a new one. */
export const PinPanel: Component<Props> = (props) => {
  const [isForgotten, setIsForgotten] = createSignal(false);
  /** What goes on once whoever it is has said again who they are. */
  const [proving, setProving] = createSignal<{ next: () => void }>();
  const reveal = createCommand({
    send: () => staffCalls.pin(props.session),
    onDone: props.onPin,
    onRefused: (code) => {
      if (code === "pin_forgotten") setIsForgotten(true);
      if (code === STEP_UP_NEEDED) setProving({ next: reveal.run });
      return code === "pin_forgotten" || code === STEP_UP_NEEDED;
    },
  });
  const reissue = createCommand({
    send: (key) => staffCalls.reissuePin(props.session, key),
    onDone: (pin) => {
      setIsForgotten(false);
      props.onPin(pin);
    },
    onRefused: (code) => {
      if (code === STEP_UP_NEEDED) setProving({ next: reissue.run });
      return code === STEP_UP_NEEDED;
    },
  });
  const block = () => (props.party ? pinBlock(props.party, props.hubNowMs) : undefined);

  return (
    <div class="grid gap-3">
      <Show when={block()}>
        {(blocked) => (
          <p class="flex gap-2 rounded-card bg-late-soft px-4 py-3 font-medium text-late">
            <Lock size={20} class="mt-0.5 shrink-0" /> {blockText(blocked())}
          </p>
        )}
      </Show>
      <Switch>
        <Match when={props.pin}>
          {(pin) => (
            <>
              <Digits pin={pin().pin} />
              <div class="grid grid-cols-2 gap-2">
                <Button onClick={() => props.onPin(undefined)}>{words.hide}</Button>
                <ReissueButton command={reissue} isCutOff={props.isCutOff} />
              </div>
            </>
          )}
        </Match>
        <Match when={isForgotten()}>
          <p>{words.forgotten}</p>
          <ReissueButton command={reissue} isCutOff={props.isCutOff} isMain />
        </Match>
        <Match when={true}>
          <Button
            kind="primary"
            wide
            class="min-h-14 text-lg"
            disabled={props.isCutOff}
            busy={reveal.isBusy()}
            onClick={reveal.run}
          >
            <KeyRound size={20} /> {words.reveal}
          </Button>
          <Show when={block()}>
            <ReissueButton command={reissue} isCutOff={props.isCutOff} />
          </Show>
        </Match>
      </Switch>
      <Problem text={reveal.problem() || reissue.problem()} />
      <Show when={proving()}>
        {(after) => (
          <StepUp
            onClose={() => setProving(undefined)}
            onDone={() => {
              const { next } = after();
              setProving(undefined);
              next();
            }}
          />
        )}
      </Show>
    </div>
  );
};

const Digits: Component<{ pin: string }> = (props) => {
  const [box, setBox] = createSignal<HTMLElement>();
  onMount(() => box()?.focus());
  return (
    <section
      ref={setBox}
      tabindex="-1"
      class="rounded-card border-2 border-dashed border-accent bg-accent-soft px-4 py-5 text-center"
    >
      <h3 class="font-semibold">{words.tell}</h3>
      <p class="sr-only">{words.is(props.pin)}</p>
      <p
        aria-hidden="true"
        class={`figures my-2 flex justify-center leading-none font-bold tracking-[0.1em] text-accent select-all ${props.pin.length > 4 ? "gap-[0.35em] text-[3.25rem]" : "text-[5rem]"}`}
      >
        {/* Six digits are told and typed as two threes. */}
        <For each={grouped(props.pin)}>{(part) => <span>{part}</span>}</For>
      </p>
      <p class="text-sm text-pretty">{words.tellMore}</p>
    </section>
  );
};

const grouped = (pin: string) => (pin.length === 6 ? [pin.slice(0, 3), pin.slice(3)] : [pin]);

const ReissueButton: Component<{
  command: ReturnType<typeof createCommand>;
  isCutOff: boolean;
  isMain?: boolean;
}> = (props) => (
  <Button
    kind={props.isMain ? "primary" : "outline"}
    title={words.reissueMore}
    disabled={props.isCutOff}
    busy={props.command.isBusy()}
    onClick={props.command.run}
  >
    <RotateCcw size={18} /> {words.reissue}
  </Button>
);

function blockText(block: NonNullable<ReturnType<typeof pinBlock>>): string {
  return block.type === "minutes" ? words.blocked(block.left) : words.blockedForGood;
}
