import { createMemo, Show } from "solid-js";
import { Banner } from "../../components/Banner";
import { formatTime } from "../../components/clock";
import { CloudOff } from "../../components/icons";
import { connection } from "../../text";
import { useGuest } from "./context";

/** The outage: one quiet line that says since when, what still works, and what waits. */
export function ConnectionLine() {
  const { view } = useGuest().guest;
  const since = createMemo(() => (view.connection.type === "away" ? view.connection.since_ms : undefined));
  const waiting = () => view.cart.unsaved_edits;
  return (
    <div role="status" aria-label={connection.label}>
      <Show when={view.stage.type === "seated" && since()}>
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
