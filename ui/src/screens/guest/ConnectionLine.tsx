import { createMemo, Show } from "solid-js";
import { Banner } from "../../components/Banner";
import { formatTime } from "../../components/clock";
import { CloudOff } from "../../components/icons";
import { createPatient } from "../../components/patient";
import { connection } from "../../text";
import { useGuest } from "./context";

/** A blink of the network, or a party that moves to another table, is no outage. */
const PATIENCE_MS = 1_500;

/** The outage: one quiet line that says since when, what still works, and what waits. */
export function ConnectionLine() {
  const { view } = useGuest().guest;
  const since = createMemo(() => (view.connection.type === "away" ? view.connection.since_ms : undefined));
  const told = createPatient(since, PATIENCE_MS);
  const waiting = () => view.cart.unsaved_edits;
  return (
    <div role="status" aria-label={connection.label}>
      <Show when={view.stage.type === "seated" && told()}>
        {(ms) => (
          <Banner tone="wait" icon={<CloudOff size={18} />}>
            {connection.away(formatTime(ms()))}
            <Show when={waiting() > 0}>{connection.waiting(waiting())}</Show>
          </Banner>
        )}
      </Show>
    </div>
  );
}
