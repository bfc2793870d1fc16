import { createSignal, createUniqueId, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Ban, Check } from "../../components/icons";
import { TextField } from "../../components/TextField";
import { kitchen as words } from "../../text-staff";
import { isOff } from "./taps";
import type { StockMode } from "./tickets";
import { Unsent } from "./Unsent";

/** As in `sync-protocol/src/limits.rs`. */
const STOCK_MAX = 999;

type Props = {
  name: string;
  /** The question that it answers, for a choice. */
  more: string;
  mode: StockMode;
  isUnsent: boolean;
  onSwitch: () => void;
  onMode: (mode: StockMode) => void;
};

/** A dish or a choice: a switch for now, and behind a button until tomorrow and a count. */
export const StockRow: Component<Props> = (props) => {
  const [isOpen, setIsOpen] = createSignal(false);
  const [typed, setTyped] = createSignal("");
  const panel = createUniqueId();
  const off = () => isOff(props.mode);
  const wanted = () => Number.parseInt(typed(), 10);
  const isNumber = () => wanted() >= 0 && wanted() <= STOCK_MAX;
  const set = (mode: StockMode) => {
    setIsOpen(false);
    setTyped("");
    props.onMode(mode);
  };
  const state = () => {
    if (props.mode.type === "off_today") return words.stockToday;
    return props.mode.type === "counted" ? words.stockLeft(props.mode.left) : "";
  };
  return (
    <li class="border-b last:border-b-0">
      <div class="flex flex-wrap items-center gap-x-2 max-sm:pb-2">
        <button
          type="button"
          role="switch"
          aria-checked={!off()}
          onClick={() => props.onSwitch()}
          class="flex min-h-15 min-w-0 flex-1 basis-60 items-center gap-3 py-2 text-left"
        >
          <span class="min-w-0 flex-1">
            <span class={`text-lg font-semibold ${off() ? "text-ink-soft line-through" : ""}`}>
              {props.name}
            </span>{" "}
            <Show when={props.isUnsent}>
              <Unsent />
            </Show>
            <Show when={state() || props.more}>
              <span class="block text-sm text-ink-soft">
                {[state(), props.more].filter(Boolean).join(" · ")}
              </span>
            </Show>
          </span>
          <span
            class={`inline-flex min-h-15 shrink-0 items-center gap-2 rounded-chip border px-4 text-sm font-semibold ${off() ? "border-late bg-late-soft text-late" : "border-edge text-ready"}`}
          >
            <Show when={off()} fallback={<Check size="1.2em" />}>
              <Ban size="1.2em" />
            </Show>
            {off() ? words.isOff : words.isOn}
          </span>
        </button>
        <Button
          size="small"
          class="ml-auto min-h-15 shrink-0"
          aria-expanded={isOpen()}
          aria-controls={panel}
          onClick={() => setIsOpen((open) => !open)}
        >
          {words.stock}
          <span class="sr-only">: {props.name}</span>
        </Button>
      </div>
      <div id={panel} hidden={!isOpen()} class="pb-3">
        <Show when={isOpen()}>
          <div class="flex flex-wrap items-end gap-2">
            <div class="w-32">
              <TextField
                label={words.stockCount}
                inputmode="numeric"
                autocomplete="off"
                maxlength="3"
                value={typed()}
                onInput={(event) => setTyped(event.currentTarget.value.replace(/\D/g, ""))}
              />
            </div>
            <Button disabled={!isNumber()} onClick={() => set({ type: "counted", left: wanted() })}>
              {words.stockSet}
            </Button>
            <Show when={props.mode.type === "counted"}>
              <Button onClick={() => set({ type: "plenty" })}>{words.stockClear}</Button>
            </Show>
            <Button onClick={() => set({ type: "off_today" })}>{words.stockUntilTomorrow}</Button>
          </div>
        </Show>
      </div>
    </li>
  );
};
