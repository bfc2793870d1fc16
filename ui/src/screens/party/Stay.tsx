import { Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { formatCountdown } from "../../components/clock";
import { createSecondsLeft } from "../../components/countdown";
import { createNow } from "../../components/now";
import { Problem } from "../../components/TextField";
import { door as words } from "../../text";
import { useGuest } from "../guest/context";
import { endsSoon } from "./ends-soon";

/** Is this phone about to be signed out? */
export function useEndsSoon(): () => number | undefined {
  const { view } = useGuest().guest;
  const now = createNow();
  return () => {
    const end = view.stay?.ends_at_ms;
    return end !== undefined && view.stage.type === "seated" && endsSoon(end, now()) ? end : undefined;
  };
}

/** Says so, and what helps. */
export const Stay: Component<{ endsAtMs: number }> = (props) => {
  const { guest } = useGuest();
  const left = createSecondsLeft(() => props.endsAtMs);
  const isBusy = () => guest.view.stay?.is_busy === true;
  return (
    <div class="mb-2 rounded-card border border-edge bg-wait-soft px-4 py-3 text-sm">
      <p class="figures font-semibold text-wait">{words.stay(formatCountdown(left()))}</p>
      <p class="text-ink">{words.stayMore}</p>
      <Problem text={guest.view.stay?.problem ?? undefined} />
      <Show when={!guest.view.stay?.problem}>
        <Button
          kind="primary"
          size="small"
          class="mt-2"
          busy={isBusy()}
          onClick={() => guest.act({ type: "stay" })}
        >
          {isBusy() ? words.staying : words.stayButton}
        </Button>
      </Show>
    </div>
  );
};
