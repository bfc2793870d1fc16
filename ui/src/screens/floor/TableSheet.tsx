import { createSignal, Match, Show, Switch, type Component } from "solid-js";
import { Sheet } from "../../components/Sheet";
import type { PinAnswer } from "../../platform/staff-calls";
import { floor as words, tableSheet } from "../../text-staff";
import { ClosePanel } from "./ClosePanel";
import { DoorPanel } from "./DoorPanel";
import { PinPanel } from "./PinPanel";
import { QrPanel } from "./QrPanel";
import { SeatForm } from "./SeatForm";
import { Visit } from "./Visit";
import { minutesSince, stateOf, type Table } from "./tables";

type Props = {
  table: Table;
  hubNowMs: number;
  /** The hub's clock when it told this. */
  viewMs: number;
  isCutOff: boolean;
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
  const description = () => {
    const there = props.table.session;
    const state = words.states[stateOf(props.table)];
    return there
      ? `${state}, ${words.minutes(minutesSince(there.seated_at_ms, props.hubNowMs))}`
      : words.seats(props.table.seats);
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
            <div class="grid gap-6">
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
                  <Visit
                    session={there()}
                    hubNowMs={props.hubNowMs}
                    isCutOff={props.isCutOff}
                    onClose={() => setIsClosing(true)}
                  />
                )}
              </Show>
            </div>
          )}
        </Match>
        <Match when={true}>
          <SeatForm table={props.table} isCutOff={props.isCutOff} onSeated={seated} />
        </Match>
      </Switch>
    </Sheet>
  );
};
