import { createSignal, For, Show, type Component } from "solid-js";
import { Button, IconButton } from "../../components/Button";
import { Minus, Plus } from "../../components/icons";
import { Problem } from "../../components/TextField";
import { staffCalls, type PinAnswer, type SessionMode } from "../../platform/staff-calls";
import { seat as words } from "../../text-staff";
import { createCommand } from "./command";
import { ModeChoice } from "./ModeChoice";
import { COVERS_AT_HAND, coversWithin, type Table } from "./tables";

type Props = { table: Table; isCutOff: boolean; onSeated: (pin: PinAnswer) => void };

/** Counts the party with one tap and seats it with a second. */
export const SeatForm: Component<Props> = (props) => {
  const [covers, setCovers] = createSignal<number>();
  const [mode, setMode] = createSignal<SessionMode>("family");
  const command = createCommand({
    send: (key) => staffCalls.seat(props.table.table, covers() ?? 1, mode(), key),
    onDone: props.onSeated,
  });
  const choose = (count: number) => {
    setCovers(coversWithin(count));
    command.renew();
  };
  const share = (mode: SessionMode) => {
    setMode(mode);
    command.renew();
  };
  const isLarge = () => (covers() ?? 0) > COVERS_AT_HAND;

  return (
    <div>
      <fieldset>
        <legend class="text-lg font-semibold">{words.howMany}</legend>
        <div class="mt-3 grid grid-cols-4 gap-2">
          <For each={Array.from({ length: COVERS_AT_HAND }, (_, i) => i + 1)}>
            {(count) => (
              <button
                type="button"
                aria-pressed={covers() === count}
                onClick={() => choose(count)}
                class="figures min-h-16 rounded-card border border-edge text-2xl font-semibold transition-colors hover:bg-sunken aria-pressed:border-ink aria-pressed:bg-ink aria-pressed:text-paper"
              >
                {count}
              </button>
            )}
          </For>
        </div>
        <Show
          when={isLarge()}
          fallback={
            <Button class="mt-2" wide onClick={() => choose(COVERS_AT_HAND + 1)}>
              {words.more}
            </Button>
          }
        >
          <div class="mt-2 flex min-h-16 items-center justify-between rounded-card border border-ink px-2">
            <IconButton label={words.less} class="size-14" onClick={() => choose((covers() ?? 1) - 1)}>
              <Minus size={24} />
            </IconButton>
            <output class="figures text-3xl font-bold">{covers()}</output>
            <IconButton label={words.plus} class="size-14" onClick={() => choose((covers() ?? 1) + 1)}>
              <Plus size={24} />
            </IconButton>
          </div>
        </Show>
      </fieldset>
      <Show when={(covers() ?? 0) > props.table.seats}>
        <p class="mt-2 text-sm text-wait">{words.seatsOnly(props.table.seats)}</p>
      </Show>
      <ModeChoice value={mode()} onChoose={share} />
      <Button
        kind="primary"
        wide
        class="mt-4 min-h-14 text-lg"
        disabled={covers() === undefined || props.isCutOff}
        busy={command.isBusy()}
        onClick={command.run}
      >
        {command.isBusy()
          ? words.busy
          : covers() === undefined
            ? words.goFirst
            : words.go(covers() ?? 1, props.table.name)}
      </Button>
      <Problem text={command.problem()} />
    </div>
  );
};
