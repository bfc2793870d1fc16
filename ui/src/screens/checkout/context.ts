/** What the parts of the till share: the visit, its bill, and one way to act that asks for proof. */
import { createContext, createSignal, useContext, type Accessor } from "solid-js";
import type { Checkout } from "../../platform/bill-calls";
import { newCommandKey, type Outcome } from "../../platform/staff-calls";
import { reasonOf } from "../staff/reason";
import { STEP_UP_NEEDED } from "../staff/StepUp";
import { goToSignIn, isSignedOut } from "../staff/who";

export type Till = {
  session: string;
  checkout: Accessor<Checkout>;
  isCutOff: Accessor<boolean>;
  refresh: () => void;
};

export const TillContext = createContext<Till>();

export function useTill(): Till {
  const value = useContext(TillContext);
  if (!value) throw new Error("a part of the till was drawn outside of it");
  return value;
}

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

/** An act of the till. Pressing again after silence sends the same again; after an answer, a new one. */
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
