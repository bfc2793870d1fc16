import { createSignal, For, Show, type Component } from "solid-js";
import { minorOf } from "../../components/amount";
import { Button } from "../../components/Button";
import { formatMoney } from "../../components/money";
import { Price } from "../../components/Price";
import { Problem, TextField } from "../../components/TextField";
import { tillCalls, type DayView } from "../../platform/till-calls";
import { till as words } from "../../text-till";
import { createCommand } from "../floor/command";
import { STEP_UP_NEEDED, StepUp } from "../staff/StepUp";
import { countedIn } from "./amounts";
import { Part } from "./Part";

/** Counts the drawer, by pieces where the currency's are known, and closes the day with it. */
export const Count: Component<{ day: DayView; onClosed: () => void }> = (props) => {
  const [pieces, setPieces] = createSignal<string[]>([]);
  const [sum, setSum] = createSignal("");
  const [stays, setStays] = createSignal("");
  const [problem, setProblem] = createSignal("");
  const [isProving, setIsProving] = createSignal(false);
  const currency = () => props.day.expected.currency;
  const money = (minor: number) => ({ minor, currency: currency() });
  const counted = () =>
    props.day.coins.length > 0
      ? countedIn(props.day.coins, pieces())
      : minorOf(sum() === "" ? "0" : sum(), currency());
  const command = createCommand({
    send: (key) => tillCalls.closeDay(props.day.day, counted() ?? 0, minorOf(stays(), currency()) ?? 0, key),
    onDone: () => {
      setPieces([]);
      setSum("");
      setStays("");
      props.onClosed();
    },
    onRefused: (code) => {
      setIsProving(code === STEP_UP_NEEDED);
      return code === STEP_UP_NEEDED;
    },
  });
  const close = () => {
    const isRead = counted() !== undefined && minorOf(stays(), currency()) !== undefined;
    setProblem(isRead ? "" : words.amountProblem);
    if (isRead) command.run();
  };
  const change = (index: number, text: string) => {
    command.renew();
    setPieces((now) => props.day.coins.map((_, other) => (other === index ? text : (now[other] ?? ""))));
  };
  return (
    <Part title={words.count}>
      <Show
        when={props.day.coins.length > 0}
        fallback={
          <div class="mt-3">
            <TextField
              label={words.sum}
              inputmode="decimal"
              value={sum()}
              onInput={(event) => {
                command.renew();
                setSum(event.currentTarget.value);
              }}
            />
          </div>
        }
      >
        <p class="text-sm text-ink-soft">{words.countMore}</p>
        <div class="mt-3 grid grid-cols-3 gap-2 sm:grid-cols-5 lg:grid-cols-4">
          <For each={props.day.coins}>
            {(coin, index) => (
              <label class="block min-w-0 text-sm">
                <span class="figures">{formatMoney(money(coin))}</span>
                <input
                  inputmode="numeric"
                  aria-label={words.piece(formatMoney(money(coin)))}
                  value={pieces()[index()] ?? ""}
                  onInput={(event) => change(index(), event.currentTarget.value)}
                  class="mt-1 block min-h-12 w-full rounded-card border border-edge bg-raised px-3 text-base"
                />
              </label>
            )}
          </For>
        </div>
        <Problem text={counted() === undefined ? words.pieceProblem : ""} />
      </Show>
      <dl class="mt-4" aria-live="polite">
        <div class="flex justify-between gap-4 py-1">
          <dt>{words.expected}</dt>
          <dd>
            <Price of={props.day.expected} />
          </dd>
        </div>
        <div class="flex justify-between gap-4 py-1">
          <dt>{words.sum}</dt>
          <dd>
            <Price of={money(counted() ?? 0)} />
          </dd>
        </div>
        <div class="flex justify-between gap-4 py-1 font-semibold">
          <dt>{words.difference}</dt>
          <dd>
            <Price of={money((counted() ?? 0) - props.day.expected.minor)} plus />
          </dd>
        </div>
      </dl>
      <div class="mt-3">
        <TextField
          label={words.stays}
          inputmode="decimal"
          value={stays()}
          problem={problem()}
          onInput={(event) => {
            command.renew();
            setStays(event.currentTarget.value);
          }}
        />
      </div>
      <Button kind="primary" wide class="mt-4" busy={command.isBusy()} onClick={close}>
        {words.closeDay}
      </Button>
      <Problem text={command.problem()} />
      <Show when={isProving()}>
        <StepUp
          onClose={() => setIsProving(false)}
          onDone={() => {
            setIsProving(false);
            command.run();
          }}
        />
      </Show>
    </Part>
  );
};
