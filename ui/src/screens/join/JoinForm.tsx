import { createSignal, Match, Show, Switch, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { TextField } from "../../components/TextField";
import { join } from "../../text";
import { useGuest } from "../guest/context";
import { createBlock } from "./block";
import { JoinProblem } from "./JoinProblem";
import { PinBoxes } from "./PinBoxes";
import {
  bareCode,
  codeProblem,
  isBlocked,
  nameProblem,
  NAME_CHARS_MAX,
  pinProblem,
  refusalWords,
} from "./words";

/** How somebody wants to come in. */
export type Way = "pin" | "code" | "link" | "knock";

type Props = { way: Way; digits: number; onKnock: () => void };

/** What this way in asks for and a name, checked when they are sent and then while they are mended. */
export const JoinForm: Component<Props> = (props) => {
  const { guest } = useGuest();
  const [pin, setPin] = createSignal("");
  const [code, setCode] = createSignal("");
  const [name, setName] = createSignal("");
  const [wasHere, setWasHere] = createSignal(false);
  const [sent, setSent] = createSignal<string>();
  const [isChecked, setChecked] = createSignal(false);
  let pinField: HTMLInputElement | undefined;
  let codeField: HTMLInputElement | undefined;
  let nameField: HTMLInputElement | undefined;

  const stage = () => (guest.view.stage.type === "join" ? guest.view.stage : undefined);
  const isBusy = () => stage()?.is_busy === true || (sent() !== undefined && guest.readiness() === "loading");
  const refusal = () => (isBusy() ? undefined : (stage()?.refusal ?? undefined));
  const block = createBlock(refusal);
  /** Is the PIN not to be typed before the time is over? */
  const isHeld = () => props.way === "pin" && block.isOn();
  /** What is wrong with the secret that was sent, while it is still what stands there. */
  const wrong = (of: "pin_wrong" | "invite_wrong", typed: string) => {
    const said = refusal();
    return said?.code === of && typed === sent() && !isBlocked(said) ? refusalWords(said) : undefined;
  };
  const pinTrouble = () => (props.way === "pin" ? pinProblem(pin(), props.digits) : undefined);
  const codeTrouble = () => (props.way === "code" ? codeProblem(code()) : undefined);

  function submit(event: SubmitEvent) {
    event.preventDefault();
    setChecked(true);
    if (isBusy() || isHeld()) return;
    if (pinTrouble()) return pinField?.focus();
    if (codeTrouble()) return codeField?.focus();
    if (nameProblem(name())) return nameField?.focus();
    const who = { name: name().trim(), was_here: wasHere() };
    setSent(props.way === "code" ? code() : pin());
    switch (props.way) {
      case "pin":
        return guest.act({ type: "join", pin: pin(), ...who });
      case "code":
        return guest.act({ type: "join_by_invite", invite: bareCode(code()), ...who });
      case "link":
        return guest.act({ type: "join_by_invite", invite: guest.invite ?? "", ...who });
      case "knock":
        return guest.act({ type: "knock", ...who });
    }
  }

  return (
    <form onSubmit={submit} novalidate class="flex flex-col gap-4">
      <Switch>
        <Match when={props.way === "pin"}>
          <PinBoxes
            ref={(field) => (pinField = field)}
            digits={props.digits}
            value={pin()}
            disabled={isHeld()}
            problem={(isChecked() ? pinTrouble() : undefined) ?? wrong("pin_wrong", pin())}
            onInput={setPin}
          />
        </Match>
        <Match when={props.way === "code"}>
          <TextField
            ref={codeField}
            label={join.code}
            hint={join.codeHint}
            problem={(isChecked() ? codeTrouble() : undefined) ?? wrong("invite_wrong", code())}
            value={code()}
            onInput={(event) => setCode(event.currentTarget.value)}
            maxlength={12}
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            required
            class="figures min-h-15 text-center text-2xl font-semibold tracking-[0.3em] uppercase"
          />
        </Match>
      </Switch>
      <TextField
        ref={nameField}
        label={join.name}
        hint={join.nameHint}
        problem={isChecked() ? nameProblem(name()) : undefined}
        value={name()}
        onInput={(event) => setName(event.currentTarget.value)}
        maxlength={NAME_CHARS_MAX * 2}
        autocomplete="given-name"
        autocapitalize="words"
        required
      />
      <label class="-my-1.5 flex min-h-11 items-center gap-3 text-sm">
        <input
          type="checkbox"
          checked={wasHere()}
          onChange={(event) => setWasHere(event.currentTarget.checked)}
          class="size-5 shrink-0 accent-accent"
        />
        {join.wasHere}
      </label>
      <JoinProblem refusal={refusal()} block={block} way={props.way} onKnock={props.onKnock} />
      <Show when={guest.readiness() === "failed"}>
        <Button wide onClick={guest.retry}>
          {join.tryAgain}
        </Button>
      </Show>
      <Button kind="primary" wide type="submit" busy={isBusy()} disabled={isHeld()} size="large">
        {buttonWords(props.way, isBusy())}
      </Button>
    </form>
  );
};

function buttonWords(way: Way, isBusy: boolean): string {
  if (way === "knock") return isBusy ? join.knockBusy : join.knockButton;
  return isBusy ? join.busy : join.button;
}
