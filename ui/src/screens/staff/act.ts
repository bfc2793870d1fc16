/** An act that may need somebody to prove who they are before it is sent. */
import { createSignal, type Accessor } from "solid-js";
import { newCommandKey, type Outcome } from "../../platform/staff-calls";
import { reasonOf } from "./reason";
import { STEP_UP_NEEDED } from "./StepUp";
import { goToSignIn, isSignedOut } from "./who";

export type Act = {
  /** Sends it; the same ids go again until the hub has answered. */
  run: <T>(send: (key: string) => Promise<Outcome<T>>, onDone: (value: T) => void) => void;
  isBusy: Accessor<boolean>;
  problem: Accessor<string>;
  /** Somebody has to prove who they are before it is sent again. */
  isProving: Accessor<boolean>;
  proved: () => void;
  giveUp: () => void;
};

/** An act. Pressing again after silence sends the same again; after an answer, a new one. */
export function createAct(): Act {
  const [isBusy, setIsBusy] = createSignal(false);
  const [problem, setProblem] = createSignal("");
  const [isProving, setIsProving] = createSignal(false);
  let key: string | undefined;
  let again: (() => void) | undefined;

  async function go<T>(send: (key: string) => Promise<Outcome<T>>, onDone: (value: T) => void) {
    if (isBusy()) return;
    key ??= newCommandKey();
    again = () => void go(send, onDone);
    setIsBusy(true);
    setProblem("");
    const answer = await send(key);
    setIsBusy(false);
    if (answer.type === "done" || answer.type === "refused") key = undefined;
    if (isSignedOut(answer)) return goToSignIn();
    if (answer.type === "done") return onDone(answer.value);
    if (answer.type === "refused" && answer.problem.code === STEP_UP_NEEDED) setIsProving(true);
    else setProblem(reasonOf(answer));
  }

  return {
    run: (send, onDone) => void go(send, onDone),
    isBusy,
    problem,
    isProving,
    proved: () => {
      setIsProving(false);
      again?.();
    },
    giveUp: () => setIsProving(false),
  };
}
