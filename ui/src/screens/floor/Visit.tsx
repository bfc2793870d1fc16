import { createSignal, For, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Receipt } from "../../components/icons";
import { Problem } from "../../components/TextField";
import { staffCalls, type SessionMode } from "../../platform/staff-calls";
import { floor, sharing, tableSheet as words } from "../../text-staff";
import { checkout } from "../../text-bill";
import { DoorClosed } from "../staff/icons";
import { LinkButton } from "../staff/LinkButton";
import { isOffice } from "../staff/who";
import { TakeOrder } from "../waiter/TakeOrder";
import { CartsPanel } from "./CartsPanel";
import { createCommand } from "./command";
import { FireCourses } from "./FireCourses";
import { Gathering } from "./Gathering";
import type { FloorModel } from "./model";
import { ModeChoice } from "./ModeChoice";
import { People } from "./People";
import { minutesSince, type TableSession } from "./tables";

type Props = {
  session: TableSession;
  /** Everything is brought and paid: then the way to end it stands at the top of the sheet. */
  hasPaid: boolean;
  hubNowMs: number;
  isCutOff: boolean;
  /** What people call the place of the party. */
  called: string;
  /** Names of the house's courses. */
  courses: string[];
  model: FloorModel;
  /** False for whoever only takes money. */
  serves: boolean;
  onClose: () => void;
};

/** How the visit goes: counts, who has joined, and the way to end it. */
export const Visit: Component<Props> = (props) => {
  const [wanted, setWanted] = createSignal<SessionMode>("family");
  const change = createCommand({
    send: (key) => staffCalls.changeMode(props.session.session, wanted(), key),
    onDone: () => undefined,
  });
  const facts = () => [
    [words.seatedFor, floor.minutes(minutesSince(props.session.seated_at_ms, props.hubNowMs))],
    [sharing.fact, sharing.modes[props.session.mode]],
    [words.orders, String(props.session.orders)],
    [words.kitchen, String(props.session.dishes_open)],
    [words.ready, String(props.session.dishes_ready)],
  ];
  return (
    <>
      <Show when={props.serves && props.session.gathering}>
        {(orders) => (
          <Gathering session={props.session.session} orders={orders()} isCutOff={props.isCutOff} />
        )}
      </Show>
      <dl class="divide-y border-y">
        <For each={facts()}>
          {([name, value]) => (
            <div class="flex justify-between gap-4 py-2">
              <dt class="text-ink-soft">{name}</dt>
              <dd class="figures font-semibold">{value}</dd>
            </div>
          )}
        </For>
      </dl>
      <LinkButton href={`/bill/${props.session.session}`}>
        <Receipt size={20} /> {checkout.entry}
      </LinkButton>
      <Show when={props.serves}>
        <TakeOrder session={props.session} isCutOff={props.isCutOff} mayComp={isOffice(props.model.who())} />
        <People session={props.session} isCutOff={props.isCutOff} />
        <Show when={props.session.orders === 0}>
          <ModeChoice
            value={props.session.mode}
            isDisabled={props.isCutOff || change.isBusy()}
            onChoose={(mode) => {
              setWanted(mode);
              change.renew();
              change.run();
            }}
          />
          <Problem text={change.problem()} />
        </Show>
        <FireCourses
          session={props.session}
          called={props.called}
          courses={props.courses}
          model={props.model}
        />
        <CartsPanel session={props.session.session} isCutOff={props.isCutOff} />
      </Show>
      <Show when={!props.hasPaid}>
        <Button kind="danger" wide class="border border-late" onClick={props.onClose}>
          <DoorClosed size={20} /> {words.closeTable}
        </Button>
      </Show>
    </>
  );
};
