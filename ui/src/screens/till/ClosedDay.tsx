import { createResource, Show, type Component } from "solid-js";
import { Sheet } from "../../components/Sheet";
import { Problem } from "../../components/TextField";
import { tillCalls, type DayBrief } from "../../platform/till-calls";
import { till as words } from "../../text-till";
import { reasonOf } from "../staff/reason";
import { Books, Closing } from "./Books";

/** The books of a day that was closed, as they were written down then. */
export const ClosedDay: Component<{ day: DayBrief; onClose: () => void }> = (props) => {
  const [answer] = createResource(
    () => props.day.day,
    (day) => tillCalls.closedDay(day),
  );
  const view = () => {
    const now = answer();
    return now?.type === "done" ? now.value : undefined;
  };
  const problem = () => {
    const now = answer();
    return now === undefined || now.type === "done" ? "" : reasonOf(now);
  };
  return (
    <Sheet
      open
      isText
      onClose={() => props.onClose()}
      title={words.day(props.day.day, props.day.date)}
      description={words.closed(props.day.by)}
    >
      <Problem text={problem()} />
      <Show when={view()} fallback={<p class="min-h-96 text-ink-soft">{problem() || words.looking}</p>}>
        {(day) => (
          <>
            <Books day={day()} />
            <Closing day={day()} />
          </>
        )}
      </Show>
    </Sheet>
  );
};
