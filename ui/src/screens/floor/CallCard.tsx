import { Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Check } from "../../components/icons";
import { isolated } from "../../components/isolated";
import { floor as words } from "../../text-staff";
import { Unsent } from "../kitchen/Unsent";
import { Footprints } from "../staff/icons";
import type { Act } from "./acts";
import { calledOf, type WaitingCall } from "./tables";
import { Waited } from "./Waited";

type Props = {
  call: WaitingCall;
  isUnsent: boolean;
  onAct: (act: Act) => void;
  /** Opens the table; none where it is open. */
  onChoose?: (table: string) => void;
};

/** A call: where, what for, how long it waits, and the two answers under the thumb. */
export const CallCard: Component<Props> = (props) => {
  const called = () => calledOf(props.call.table);
  const act = (type: "take_call" | "end_call") =>
    props.onAct({
      type,
      session: props.call.table.session?.session ?? "",
      call: props.call.call.call,
      table: called(),
    });
  const what = () => words.callKinds[props.call.call.kind];
  const taken = () => props.call.call.taken_by;
  return (
    <li
      class={`rounded-card border border-edge bg-wait-soft px-4 py-2.5 ${props.call.isLate ? "is-late" : ""}`}
    >
      <button
        type="button"
        disabled={!props.onChoose}
        onClick={() => props.onChoose?.(props.call.table.table)}
        class="flex min-h-11 w-full items-center gap-3 text-left"
      >
        <span class="sr-only">{words.callFrom}</span>
        <span class="figures text-2xl font-bold">{called()}</span>
        <span class="min-w-0 flex-1">
          <span class="block font-semibold">{what()}</span>
          <span class="block truncate text-sm text-ink-soft">
            {taken() ? words.onTheWay(isolated(taken() ?? "")) : isolated(props.call.call.by)}
          </span>
        </span>
        <Waited text={words.waits(props.call.waitsMs)} isLate={props.call.isLate} />
      </button>
      <div class="mt-1.5 flex items-center gap-2">
        <Show when={props.isUnsent}>
          <Unsent />
        </Show>
        <Show when={!taken()}>
          <Button
            size="small"
            class="flex-1 bg-raised"
            aria-label={words.actOn(words.goThere, called(), what())}
            onClick={() => act("take_call")}
          >
            <Footprints size={18} /> {words.goThere}
          </Button>
        </Show>
        <Button
          kind="primary"
          size="small"
          class="flex-1"
          aria-label={words.actOn(words.callDone, called(), what())}
          onClick={() => act("end_call")}
        >
          <Check size={18} /> {words.callDone}
        </Button>
      </div>
    </li>
  );
};
