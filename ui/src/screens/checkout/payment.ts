/**
 * One payment on its way to the hub. Until the hub has answered, nobody knows whether it was taken; so
 * the same payment, with the same ids, is asked for until there is an answer, also after the page was
 * loaded anew. It is taken once, whatever gets lost.
 */
import { createSignal, onCleanup, type Accessor } from "solid-js";
import { billCalls, type Payment, type TakePayment } from "../../platform/bill-calls";
import { newCommandKey, type Outcome } from "../../platform/staff-calls";
import { forgetPayment, keepPayment, keptPayment } from "../../platform/staff-storage";
import { reasonOf } from "../staff/reason";
import { goToSignIn, isSignedOut } from "../staff/who";

export type PaymentState =
  | { type: "idle" }
  /** On its way; `isLate` once it had to be asked again. */
  | { type: "asking"; payment: TakePayment; isLate: boolean }
  | { type: "refused"; share: string; words: string }
  | { type: "taken"; payment: Payment };

type Asked = { key: string; payment: TakePayment };

export type Paying = {
  state: Accessor<PaymentState>;
  take: (payment: TakePayment) => void;
  askNow: () => void;
  /** Puts away what came of it. */
  clear: () => void;
};

const AGAIN_MS = 2_000;

export function createPaying(session: string, onSettled: () => void): Paying {
  const [state, setState] = createSignal<PaymentState>({ type: "idle" });
  let asked = waiting(keptPayment(session));
  let again: ReturnType<typeof setTimeout> | undefined;
  let isGone = false;
  onCleanup(() => {
    isGone = true;
    clearTimeout(again);
  });

  async function ask(isLate: boolean) {
    if (!asked) return;
    const { key, payment } = asked;
    clearTimeout(again);
    setState({ type: "asking", payment, isLate });
    const answer = await billCalls.pay(session, payment, key);
    if (isGone || asked?.key !== key) return;
    if (isSignedOut(answer)) return goToSignIn();
    settle(answer);
  }

  function settle(answer: Outcome<Payment>) {
    if (answer.type === "done" || answer.type === "refused") {
      const share = asked?.payment.share ?? "";
      asked = undefined;
      forgetPayment(session);
      setState(
        answer.type === "done"
          ? { type: "taken", payment: answer.value }
          : { type: "refused", share, words: reasonOf(answer) },
      );
      onSettled();
      return;
    }
    const was = asked;
    if (was) setState({ type: "asking", payment: was.payment, isLate: true });
    again = setTimeout(() => void ask(true), AGAIN_MS);
  }

  if (asked) void ask(true);
  return {
    state,
    take: (payment) => {
      if (asked) return;
      asked = { key: newCommandKey(), payment };
      keepPayment(session, asked);
      void ask(false);
    },
    askNow: () => void ask(true),
    clear: () => {
      if (!asked) setState({ type: "idle" });
    },
  };
}

/** What an earlier page left, if it is what this one would have left. */
function waiting(kept: unknown): Asked | undefined {
  const isAsked =
    typeof kept === "object" &&
    kept !== null &&
    "key" in kept &&
    "payment" in kept &&
    typeof kept.key === "string";
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by `take` above, and checked by the hub
  return isAsked ? (kept as Asked) : undefined;
}
