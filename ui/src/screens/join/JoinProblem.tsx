import { Show, type Component } from "solid-js";
import type { JoinRefusal } from "../../bridge/names";
import { Button } from "../../components/Button";
import { formatCountdown } from "../../components/clock";
import { AlertTriangle, Clock } from "../../components/icons";
import { join } from "../../text";
import { useGuest } from "../guest/context";
import type { Block } from "./block";
import type { Way } from "./JoinForm";
import { isBlocked, refusalWords } from "./words";

/** Why the guest is not in, when it is not about one field. A block counts down by itself. */
type Props = { refusal: JoinRefusal | undefined; block: Block; way: Way; onKnock: () => void };

export const JoinProblem: Component<Props> = (props) => {
  const { guest } = useGuest();
  const said = () => {
    if (guest.readiness() === "failed") return join.brainFailed;
    if (!props.refusal) return undefined;
    if (props.block.isOver()) return join.blockedOver;
    if (isBlocked(props.refusal)) return refusalWords(props.refusal);
    const isOfField =
      (props.way === "pin" && props.refusal.code === "pin_wrong") ||
      (props.way === "code" && props.refusal.code === "invite_wrong");
    return isOfField ? undefined : refusalWords(props.refusal);
  };
  return (
    <div role="alert">
      <Show when={said()}>
        {(words) => (
          <div class="rounded-card bg-late-soft px-4 py-3 text-sm text-ink">
            <p class="flex items-start gap-2 font-medium text-late">
              <AlertTriangle size={18} class="mt-0.5 shrink-0" />
              {words()}
            </p>
            <Show when={props.refusal && isBlocked(props.refusal) && !props.block.isOver()}>
              <p class="mt-1 pl-6.5">{join.blockedNext}</p>
              <Countdown left={props.block.left() ?? 0} />
              <Show when={props.way !== "knock"}>
                <Button wide class="mt-2 border-late" onClick={() => props.onKnock()}>
                  {join.knockButton}
                </Button>
              </Show>
              <Show when={props.way === "pin" && props.block.isOn()}>
                <Button kind="quiet" wide class="mt-2" onClick={() => props.block.lift()}>
                  {join.haveNewPin}
                </Button>
              </Show>
            </Show>
          </div>
        )}
      </Show>
    </div>
  );
};

const Countdown: Component<{ left: number }> = (props) => (
  <Show when={props.left > 0}>
    <p role="timer" aria-live="off" class="figures mt-1 flex items-center gap-2 font-semibold">
      <Clock size={18} />
      {join.blockedFor(formatCountdown(props.left))}
    </p>
  </Show>
);
