import { createMemo, createSignal, Show, type Component } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import { createEffect } from "solid-js";
import { EVERYONE } from "../../bridge/names";
import { Button } from "../../components/Button";
import { isolated } from "../../components/isolated";
import { Problem } from "../../components/TextField";
import { billCalls, type Checkout } from "../../platform/bill-calls";
import type { StaffAnswer } from "../../platform/staff-calls";
import { common } from "../../text";
import { checkout as text } from "../../text-bill";
import { Dishes } from "../bill/Dishes";
import { PayHow } from "../bill/PayHow";
import { createPeople, People } from "../bill/people";
import { Totals } from "../bill/Totals";
import { AdjustSheet } from "./AdjustSheet";
import { Printer } from "../staff/icons";
import { createAct } from "../staff/act";
import { TillContext } from "./context";
import { Discounts } from "./Discounts";
import { IntoEqual } from "./IntoEqual";
import type { LiveBill } from "./live";
import { createPaying } from "./payment";
import { Payments } from "./Payments";
import { PaySheet } from "./PaySheet";
import { PrintedBill } from "./PrintedBill";
import { Shares } from "./Shares";
import { Lost, Strays } from "./Strays";

type Props = { session: string; checkout: Checkout; live: LiveBill; who: StaffAnswer | undefined };

/** One visit at the till: the bill at one side, who pays and has paid at the other. */
export const TableBill: Component<Props> = (props) => {
  const [known, setKnown] = createStore<Checkout>({ ...props.checkout });
  createEffect(() => setKnown(reconcile(props.checkout)));
  const checkout = createMemo(() => known);
  const split = createAct();
  const paying = createPaying(props.session, props.live.refresh);
  const [share, setShare] = createSignal<string>();
  const [isAdjusting, setIsAdjusting] = createSignal(false);
  const people = createPeople({
    bill: () => known.bill,
    diners: () => known.diners,
    nameOf: (id) => {
      if (id === EVERYONE) return common.everyone;
      const diner = known.diners.find(({ diner }) => diner === id);
      return diner ? isolated(diner.name) : common.someone;
    },
    me: () => undefined,
    split: (wanted) => split.run((key) => billCalls.split(props.session, wanted, key), props.live.refresh),
    isBusy: split.isBusy,
    canSplit: () => !props.live.isCutOff(),
  });
  const mayReturn = () => ["cashier", "manager", "owner"].includes(props.who?.role ?? "");
  const till = {
    session: props.session,
    checkout,
    isCutOff: props.live.isCutOff,
    refresh: props.live.refresh,
  };
  /** A payment of an earlier page that still waits for its answer is shown before anything else. */
  const open = () => {
    const state = paying.state();
    if (state.type === "asking" || state.type === "taken") return state.payment.share;
    return state.type === "refused" ? state.share : share();
  };
  const close = () => {
    paying.clear();
    setShare(undefined);
    props.live.refresh();
  };
  return (
    <TillContext.Provider value={till}>
      <People.Provider value={people}>
        <PrintedBill />
        <div class="mx-auto grid max-w-6xl grid-cols-1 gap-8 px-4 pt-4 print:hidden lg:grid-cols-[minmax(0,1fr)_440px]">
          <div class="grid grid-cols-1 content-start gap-8 lg:order-2">
            <Show when={!known.bill.is_open && known.bill.left > 0}>
              <p class="rounded-card bg-wait-soft px-4 py-3 text-sm font-medium text-wait">{text.closed}</p>
            </Show>
            <div>
              <PayHow bill={known.bill} />
              <IntoEqual />
              <Problem text={split.problem()} />
            </div>
            <Shares onTake={setShare} />
            <Strays mayReturn={mayReturn()} />
            <Lost />
            <Payments role={props.who?.role} />
          </div>
          <div class="grid grid-cols-1 content-start gap-6">
            <Dishes bill={known.bill} />
            <Discounts />
            <Totals bill={known.bill} />
            <Button disabled={props.live.isCutOff()} onClick={() => setIsAdjusting(true)}>
              {text.adjust}
            </Button>
            <Button onClick={() => globalThis.print()}>
              <Printer size={20} /> {text.print}
            </Button>
          </div>
        </div>
        <Show when={open()} keyed>
          {(id) => <PaySheet share={id} paying={paying} onClose={close} />}
        </Show>
        <Show when={isAdjusting()}>
          <AdjustSheet role={props.who?.role} onClose={() => setIsAdjusting(false)} />
        </Show>
      </People.Provider>
    </TillContext.Provider>
  );
};
