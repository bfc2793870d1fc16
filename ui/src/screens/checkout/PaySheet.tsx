import { createSignal, Match, onCleanup, onMount, Show, Switch, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { CheckCheck } from "../../components/icons";
import { formatMoney } from "../../components/money";
import { Sheet } from "../../components/Sheet";
import { billCalls, type TakePayment } from "../../platform/bill-calls";
import { newCommandKey, type Outcome } from "../../platform/staff-calls";
import { checkout as text } from "../../text-bill";
import { usePeople } from "../bill/people";
import { reasonOf } from "../staff/reason";
import { useTill } from "./context";
import type { Paying } from "./payment";
import { PayForm } from "./PayForm";

type Props = { share: string; paying: Paying; onClose: () => void };

/**
 * Takes the payment of a share. While it is open the share is locked: nobody else takes it, no split
 * moves what is in it, and every phone shows that it is being paid.
 */
export const PaySheet: Component<Props> = (props) => {
  const till = useTill();
  const people = usePeople();
  const [refusal, setRefusal] = createSignal("");
  const state = props.paying.state;
  const share = () => till.checkout().bill.shares.find(({ share }) => share === props.share);
  const money = (minor: number) => formatMoney({ minor, currency: till.checkout().bill.currency });
  /** Somebody's money came in online while this was open: the form would ask for nothing, and take nothing. */
  const isPaid = () => share()?.left === 0 && !share()?.locked;
  let isLocked = false;
  let locking = Promise.resolve();
  /** Never before the lock is there: what comes after the payment would find the share paid. */
  const take = (payment: TakePayment) =>
    void locking.then(() => (isLocked ? props.paying.take(payment) : undefined));

  onMount(() => {
    // What an earlier page has asked for needs no lock: the hub has taken it, or will tell why not.
    if (state().type !== "idle") return;
    locking = billCalls.lock(till.session, props.share, newCommandKey()).then((answer: Outcome<unknown>) => {
      if (answer.type === "done") isLocked = true;
      else setRefusal(reasonOf(answer));
      till.refresh();
    });
  });
  onCleanup(() => {
    const { type } = state();
    if (!isLocked || type === "taken" || type === "asking") return;
    // Unheard, the lock ends by itself in five minutes, or by "Free it".
    void billCalls.release(till.session, props.share, newCommandKey()).then(till.refresh);
  });

  return (
    <Sheet open onClose={props.onClose} title={text.pay(people.shareName(props.share))}>
      <Switch>
        <Match when={taken(state())}>
          {(payment) => (
            <div role="status" class="grid justify-items-center gap-2 py-4 text-center">
              <span class="rounded-chip bg-ready-soft p-4 text-ready">
                <CheckCheck size={32} />
              </span>
              <p class="text-2xl font-semibold">{text.done(money(payment().amount + payment().tip))}</p>
              <Show when={changeOf(payment()) > 0}>
                <p class="rounded-card bg-wait-soft px-5 py-3 text-xl font-semibold text-wait">
                  {text.doneChange(money(changeOf(payment())))}
                </p>
              </Show>
              <p class="text-ink-soft">{text.receipt(payment().receipt)}</p>
              <Button kind="primary" wide size="large" class="mt-3" onClick={props.onClose}>
                {text.next}
              </Button>
            </div>
          )}
        </Match>
        <Match when={asking(state())}>
          {(asked) => (
            <div role="status" class="grid gap-3 py-6 text-center">
              <p class="text-xl font-semibold">{text.busy}</p>
              <p class="figures text-2xl font-semibold">
                {money(asked().payment.amount + asked().payment.tip)}
              </p>
              <Show when={asked().isLate}>
                <p class="rounded-card bg-wait-soft px-4 py-3 text-wait text-pretty">{text.waiting}</p>
                <Button wide onClick={props.paying.askNow}>
                  {text.askNow}
                </Button>
              </Show>
            </div>
          )}
        </Match>
        <Match when={refusal() || refused(state())}>
          {(words) => (
            <div class="grid gap-4 py-2">
              <p role="alert" class="rounded-card bg-late-soft px-4 py-3 font-medium text-late">
                {words()}
              </p>
              <Button wide onClick={props.onClose}>
                {text.next}
              </Button>
            </div>
          )}
        </Match>
        <Match when={isPaid()}>
          <div role="status" class="grid gap-4 py-2">
            <p class="rounded-card bg-ready-soft px-4 py-3 font-medium text-ready">{text.paidMeanwhile}</p>
            <Button wide onClick={props.onClose}>
              {text.next}
            </Button>
          </div>
        </Match>
        <Match when={share()}>
          {(share) => <PayForm share={share()} onTake={take} isCutOff={till.isCutOff()} />}
        </Match>
      </Switch>
    </Sheet>
  );
};

type State = ReturnType<Paying["state"]>;
const taken = (state: State) => (state.type === "taken" ? state.payment : undefined);
const asking = (state: State) => (state.type === "asking" ? state : undefined);
const refused = (state: State) => (state.type === "refused" ? state.words : undefined);
const changeOf = (payment: Extract<State, { type: "taken" }>["payment"]) =>
  payment.tender === "cash" ? payment.change : 0;
