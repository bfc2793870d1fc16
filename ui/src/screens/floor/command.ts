/**
 * One command that a person gives: busy while it is under way, a sentence when it came to nothing.
 * The key is made with the first press and kept until the hub has answered, so that pressing again
 * after a lost answer does nothing twice.
 */
import { createSignal, type Accessor } from "solid-js";
import { newCommandKey, type Outcome } from "../../platform/staff-calls";
import { reasonOf } from "../staff/reason";
import { goToSignIn, isSignedOut } from "../staff/who";

export type Command = {
  run: () => void;
  isBusy: Accessor<boolean>;
  problem: Accessor<string>;
  /** What is asked for has changed: the next press is a new command. */
  renew: () => void;
};

export type CommandOptions<T> = {
  send: (key: string) => Promise<Outcome<T>>;
  onDone: (value: T) => void;
  /** Whether a refusal was dealt with, so that no sentence is needed. */
  onRefused?: (code: string) => boolean;
};

export function createCommand<T>(options: CommandOptions<T>): Command {
  const [isBusy, setIsBusy] = createSignal(false);
  const [problem, setProblem] = createSignal("");
  let key: string | undefined;

  const run = async () => {
    if (isBusy()) return;
    key ??= newCommandKey();
    setIsBusy(true);
    setProblem("");
    const answer = await options.send(key);
    setIsBusy(false);
    // A fault or silence leaves the outcome unknown: the same command is tried again.
    if (answer.type === "done" || answer.type === "refused") key = undefined;
    if (isSignedOut(answer)) goToSignIn();
    else if (answer.type === "done") options.onDone(answer.value);
    else if (answer.type !== "refused" || !options.onRefused?.(answer.problem.code))
      setProblem(reasonOf(answer));
  };

  return {
    run: () => void run(),
    isBusy,
    problem,
    renew: () => {
      key = undefined;
      setProblem("");
    },
  };
}
