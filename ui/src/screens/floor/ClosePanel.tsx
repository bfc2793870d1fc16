import type { Component } from "solid-js";
import { Button } from "../../components/Button";
import { Problem } from "../../components/TextField";
import { staffCalls } from "../../platform/staff-calls";
import { tableSheet as words } from "../../text-staff";
import { createCommand } from "./command";
import type { TableSession } from "./tables";

type Props = {
  table: string;
  session: TableSession;
  isCutOff: boolean;
  onKeep: () => void;
  onClosed: () => void;
};

/** Asks before a visit is ended for good, and says what is not finished. */
export const ClosePanel: Component<Props> = (props) => {
  const command = createCommand({
    send: (key) => staffCalls.closeSession(props.session.session, key),
    onDone: props.onClosed,
  });
  const isOpen = () => props.session.dishes_open + props.session.dishes_ready > 0;
  const state = () => {
    if (isOpen()) return words.stillOpen(props.session.dishes_open, props.session.dishes_ready);
    return props.session.orders > 0 ? words.nothingOpen : words.neverOrdered;
  };
  return (
    <div class="grid gap-2">
      <p
        class={`mb-3 rounded-card px-4 py-3 font-medium ${isOpen() ? "bg-wait-soft text-wait" : "bg-sunken"}`}
      >
        {state()}
      </p>
      <Button
        kind="danger"
        wide
        class="min-h-14 border-2 border-late text-lg"
        disabled={props.isCutOff}
        busy={command.isBusy()}
        onClick={command.run}
      >
        {words.closeYes(props.table)}
      </Button>
      <Button wide class="min-h-14" onClick={props.onKeep}>
        {words.closeNo}
      </Button>
      <Problem text={command.problem()} />
    </div>
  );
};
