import { For, type Component } from "solid-js";
import type { SessionMode } from "../../platform/staff-calls";
import { sharing as words } from "../../text-staff";

type Props = {
  value: SessionMode;
  isDisabled?: boolean;
  onChoose: (mode: SessionMode) => void;
};

const MODES: SessionMode[] = ["family", "individual"];

/** One cart for the whole party, or one for each guest. */
export const ModeChoice: Component<Props> = (props) => (
  <fieldset class="mt-4" disabled={props.isDisabled}>
    <legend class="text-lg font-semibold">{words.how}</legend>
    <div class="mt-3 grid grid-cols-2 gap-2">
      <For each={MODES}>
        {(mode) => (
          <button
            type="button"
            aria-pressed={props.value === mode}
            onClick={() => props.onChoose(mode)}
            class="min-h-14 rounded-card border border-edge px-3 py-2 font-semibold transition-colors hover:bg-sunken disabled:opacity-60 aria-pressed:border-ink aria-pressed:bg-ink aria-pressed:text-paper"
          >
            {words.modes[mode]}
          </button>
        )}
      </For>
    </div>
  </fieldset>
);
