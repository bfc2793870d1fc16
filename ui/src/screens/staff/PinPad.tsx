import { createSignal, For, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { door as words } from "../../text-team";
import { Delete } from "./icons";

const DIGITS_MIN = 4;
const DIGITS_MAX = 6;
const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

type Props = {
  /** Whose PIN or what for, for readers of the screen. */
  label: string;
  isBusy: boolean;
  onPin: (pin: string) => void;
};

/** Takes a PIN by thumb or by keyboard. The digits are never shown. */
export const PinPad: Component<Props> = (props) => {
  const [pin, setPin] = createSignal("");
  let pad: HTMLElement | undefined;
  const add = (digit: string) => setPin((digits) => (digits + digit).slice(0, DIGITS_MAX));
  const erase = () => setPin((digits) => digits.slice(0, -1));
  const go = () => {
    if (pin().length < DIGITS_MIN || props.isBusy) return;
    props.onPin(pin());
    setPin("");
    // The button that was pressed takes nothing until there are digits again, and would swallow keys.
    pad?.focus({ preventScroll: true });
  };
  const byKey = (event: KeyboardEvent) => {
    if (/^\d$/.test(event.key)) add(event.key);
    else if (event.key === "Backspace") erase();
    else if (event.key === "Enter" && event.target === event.currentTarget) go();
  };

  /** So that a keyboard types into it at once, wherever in it the focus is. */
  const listen = (box: HTMLElement) => {
    pad = box;
    box.addEventListener("keydown", byKey);
    queueMicrotask(() => box.focus({ preventScroll: true }));
  };

  return (
    <div role="group" aria-label={props.label} tabindex="-1" ref={listen}>
      <p class="flex h-10 items-center justify-center gap-3" aria-hidden="true">
        <For each={Array.from({ length: DIGITS_MAX }, (_, at) => at)}>
          {(at) => (
            <span
              class={`size-3.5 rounded-chip border ${at < pin().length ? "border-ink bg-ink" : at < DIGITS_MIN ? "border-edge" : "border-line"}`}
            />
          )}
        </For>
      </p>
      <p class="sr-only" aria-live="polite">
        {words.typed(pin().length)}
      </p>
      <div class="mx-auto mt-3 grid max-w-xs grid-cols-3 gap-2.5">
        <For each={KEYS}>{(digit) => <Key digit={digit} onPress={add} />}</For>
        <button
          type="button"
          aria-label={words.erase}
          onClick={erase}
          class="flex min-h-16 items-center justify-center rounded-card transition-colors hover:bg-sunken"
        >
          <Delete size={26} />
        </button>
        <Key digit="0" onPress={add} />
        <Button
          kind="primary"
          class="min-h-16 rounded-card px-2"
          disabled={pin().length < DIGITS_MIN}
          busy={props.isBusy}
          onClick={go}
        >
          {props.isBusy ? words.busy : words.go}
        </Button>
      </div>
    </div>
  );
};

const Key: Component<{ digit: string; onPress: (digit: string) => void }> = (props) => (
  <button
    type="button"
    aria-label={words.digit(props.digit)}
    onClick={() => props.onPress(props.digit)}
    class="figures min-h-16 rounded-card border border-edge bg-raised text-2xl font-semibold transition-colors hover:bg-sunken active:bg-sunken"
  >
    {props.digit}
  </button>
);
