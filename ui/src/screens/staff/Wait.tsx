import { createEffect, createSignal, onCleanup, Show, type Component } from "solid-js";
import { formatCountdown } from "../../components/clock";
import { Clock } from "../../components/icons";
import { Problem } from "../../components/TextField";
import type { Outcome } from "../../platform/staff-calls";
import { door as words } from "../../text-team";
import { reasonOf } from "./reason";

/** Why something came to nothing, and how long to wait where the hub said so. */
export type Stop = { text: string; waitS?: number | undefined };

export function stopOf(outcome: Exclude<Outcome<unknown>, { type: "done" }>): Stop {
  const wait = outcome.type === "refused" ? outcome.problem.retry_after_s : undefined;
  return { text: reasonOf(outcome), waitS: wait ?? undefined };
}

/** The sentence, and a clock that runs down. */
export const StopLine: Component<{ stop: Stop | undefined }> = (props) => (
  <div>
    <Problem text={props.stop?.text} />
    <Show when={props.stop?.waitS}>{(seconds) => <Countdown seconds={seconds()} stop={props.stop} />}</Show>
  </div>
);

const Countdown: Component<{ seconds: number; stop: Stop | undefined }> = (props) => {
  const [left, setLeft] = createSignal(0);
  createEffect(() => {
    // Begins anew with each answer, also when it says the same number.
    const end = props.stop ? performance.now() + props.seconds * 1000 : 0;
    const tick = () => setLeft(Math.max(0, (end - performance.now()) / 1000));
    tick();
    const timer = setInterval(tick, 500);
    onCleanup(() => clearInterval(timer));
  });
  return (
    <Show when={left() > 0}>
      <p role="timer" aria-live="off" class="figures mt-1.5 flex items-center gap-2 font-semibold">
        <Clock size={18} /> {words.waitFor(formatCountdown(left()))}
      </p>
    </Show>
  );
};
