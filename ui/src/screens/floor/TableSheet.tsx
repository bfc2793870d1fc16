import { createSignal, Match, Show, Switch, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Check } from "../../components/icons";
import { Keyed } from "../../components/Keyed";
import { Sheet } from "../../components/Sheet";
import type { PinAnswer } from "../../platform/staff-calls";
import { approval } from "../../text-approval";
import { floor as words, tableSheet } from "../../text-staff";
import { DoorClosed } from "../staff/icons";
import { callKey, moveKey, servingKey } from "./acts";
import { AllergiesPanel } from "./AllergiesPanel";
import { ApprovalCard } from "./ApprovalCard";
import { CallCard } from "./CallCard";
import { ClosePanel } from "./ClosePanel";
import { DoorPanel } from "./DoorPanel";
import type { FloorModel } from "./model";
import { Moving } from "./Moving";
import { PinPanel } from "./PinPanel";
import { QrPanel } from "./QrPanel";
import { SeatForm } from "./SeatForm";
import { Serving } from "./Serving";
import { Visit } from "./Visit";
import { approvalsIn, calledOf, callsIn, minutesIn, stateOf, type FloorView, type Table } from "./tables";

type Props = {
  table: Table;
  view: FloorView | undefined;
  model: FloorModel;
  hubNowMs: number;
  /** The hub's clock when it told this. */
  viewMs: number;
  isCutOff: boolean;
  /** Whoever only takes money sees how the visit goes, its bill and its end. */
  serves: boolean;
  onClose: () => void;
};

/** Everything that can be done at one table. Seats a party, or looks after the one that is there. */
export const TableSheet: Component<Props> = (props) => {
  const [pin, setPin] = createSignal<PinAnswer>();
  const [isQrShown, setIsQrShown] = createSignal(false);
  const [isClosing, setIsClosing] = createSignal(false);

  /** The feed may tell of the new party later than the hub's answer does. */
  const session = () => props.table.session?.session ?? pin()?.session;
  /** Whoever has just been seated needs both. */
  const seated = (answer: PinAnswer) => {
    setPin(answer);
    setIsQrShown(true);
  };
  const called = () => calledOf(props.table);
  const calls = () => {
    const id = props.table.session?.session;
    const all = props.view ? callsIn(props.view, props.hubNowMs) : [];
    return all.filter(({ table }) => table.session?.session === id);
  };
  const approvals = () => {
    const id = props.table.session?.session;
    const all = props.view ? approvalsIn(props.view, props.hubNowMs) : [];
    return all.filter(({ table }) => table.session?.session === id);
  };
  const description = () => {
    const minutes = minutesIn(props.table, props.hubNowMs);
    if (minutes === undefined) return words.seats(props.table.seats);
    const since = `${words.states[stateOf(props.table)]}, ${words.minutes(minutes)}`;
    return called() === props.table.name ? since : `${words.together(called())}. ${since}`;
  };

  return (
    <Sheet
      open
      onClose={props.onClose}
      title={isClosing() ? tableSheet.closeAsk(props.table.name) : words.table(props.table.name)}
      description={isClosing() ? tableSheet.closeMore : description()}
    >
      <Show when={props.isCutOff}>
        <p class="mb-4 rounded-card bg-wait-soft px-4 py-3 text-sm font-medium text-wait">{words.needsHub}</p>
      </Show>
      <Switch>
        <Match when={isClosing() && props.table.session}>
          {(there) => (
            <ClosePanel
              table={props.table.name}
              session={there()}
              isCutOff={props.isCutOff}
              onKeep={() => setIsClosing(false)}
              onClosed={props.onClose}
            />
          )}
        </Match>
        <Match when={session()}>
          {(id) => (
            <div class="grid grid-cols-1 gap-6">
              <Show when={props.serves && approvals().length > 0}>
                <ul class="grid grid-cols-1 gap-2" aria-label={approval.title}>
                  <Keyed each={approvals()} by={({ order }) => String(order.order)}>
                    {(waits) => <ApprovalCard waits={waits()} model={props.model} />}
                  </Keyed>
                </ul>
              </Show>
              <Show when={props.serves && calls().length > 0}>
                <ul class="grid grid-cols-1 gap-2" aria-label={words.calls}>
                  <Keyed each={calls()} by={({ call }) => String(call.call)}>
                    {(call) => (
                      <CallCard
                        call={call()}
                        isUnsent={props.model.isUnsent(callKey(id(), call().call.call))}
                        onAct={props.model.act}
                      />
                    )}
                  </Keyed>
                </ul>
              </Show>
              <Show when={stateOf(props.table) === "paid"}>
                <div class="grid gap-3 rounded-card bg-ready-soft p-4">
                  <p class="font-semibold text-ready">{tableSheet.allPaid}</p>
                  <Button kind="primary" wide size="large" onClick={() => setIsClosing(true)}>
                    <DoorClosed size={20} /> {tableSheet.closeTable}
                  </Button>
                </div>
              </Show>
              <Show when={props.serves}>
                <PinPanel
                  session={id()}
                  party={props.table.session}
                  hubNowMs={props.hubNowMs}
                  pin={pin()?.session === id() ? pin() : undefined}
                  onPin={setPin}
                  isCutOff={props.isCutOff}
                />
                <Show when={props.table.session}>
                  {(there) => (
                    <DoorPanel
                      session={there()}
                      hubNowMs={props.hubNowMs}
                      viewMs={props.viewMs}
                      isCutOff={props.isCutOff}
                    />
                  )}
                </Show>
                <QrPanel
                  table={props.table}
                  isShown={isQrShown()}
                  onToggle={() => setIsQrShown((shown) => !shown)}
                />
                <Show when={props.table.session}>
                  {(there) => (
                    <>
                      <AllergiesPanel session={there()} model={props.model} called={called()} />
                      <Serving
                        session={there()}
                        waiters={props.view?.waiters ?? []}
                        called={called()}
                        isUnsent={props.model.isUnsent(servingKey(id()))}
                        onAct={props.model.act}
                      />
                      <Moving
                        table={props.table}
                        session={there()}
                        rooms={props.view?.rooms ?? []}
                        isUnsent={props.model.isUnsent(moveKey(id()))}
                        onAct={props.model.act}
                      />
                    </>
                  )}
                </Show>
              </Show>
              <Show when={props.table.session}>
                {(there) => (
                  <Visit
                    session={there()}
                    hasPaid={stateOf(props.table) === "paid"}
                    hubNowMs={props.hubNowMs}
                    isCutOff={props.isCutOff}
                    called={called()}
                    courses={props.view?.courses ?? []}
                    model={props.model}
                    serves={props.serves}
                    onClose={() => setIsClosing(true)}
                  />
                )}
              </Show>
            </div>
          )}
        </Match>
        <Match when={!props.serves}>
          <p class="text-ink-soft">{tableSheet.nothingToPay}</p>
        </Match>
        <Match when={true}>
          <Show when={stateOf(props.table) === "to_clean"}>
            <Button
              wide
              size="large"
              class="mb-5"
              onClick={() =>
                props.model.act({ type: "clean", table: props.table.table, name: props.table.name })
              }
            >
              <Check size={20} /> {words.clean}
            </Button>
          </Show>
          <SeatForm table={props.table} isCutOff={props.isCutOff} onSeated={seated} />
        </Match>
      </Switch>
    </Sheet>
  );
};
