/**
 * The wasm, with types instead of JSON texts. Nothing else knows that there is wasm.
 *
 * A trap inside it leaves the instance unusable, so it is the end of a brain: the caller makes a new
 * one from what the browser has kept.
 */
import init, * as wasm from "./pkg/plato_client_wasm.js";
import { earlyWasm } from "./early";
import type { Effect, Input, LineConfig, Quote, Start, View } from "./names";

export type Records = { keys: string[]; records: Uint8Array[] };

export type Brain = {
  restore: (kept: Records) => Effect[];
  update: (input: Input) => Effect[];
  frame: (bytes: Uint8Array) => Effect[];
  tabMessage: (bytes: Uint8Array) => Effect[];
  view: () => View;
  quote: (item: string, config: LineConfig, portions: number) => Quote;
};

/** Waits until the wasm is compiled; rejects when it could not be fetched. */
export async function loadWasm(): Promise<void> {
  await init({ module_or_path: earlyWasm() });
}

/** Did the wasm itself break, or only refuse what it was given? A stack that overflows breaks it too. */
export function isTrap(cause: unknown): boolean {
  return cause instanceof WebAssembly.RuntimeError || cause instanceof RangeError;
}

/** Puts a fresh instance in the place of one that has trapped, from the module already compiled. */
export function replaceInstance(): void {
  const { __wbg_reset_state } = wasm as { __wbg_reset_state?: () => void };
  __wbg_reset_state?.();
}

export function createBrain(start: Start): Brain {
  const brain = new wasm.Brain(JSON.stringify(start));
  return {
    restore: ({ keys, records }) => JSON.parse(brain.restore(keys, records)) as Effect[],
    update: (input) => JSON.parse(brain.update(JSON.stringify(input), Date.now())) as Effect[],
    frame: (bytes) => JSON.parse(brain.frame(bytes, Date.now())) as Effect[],
    tabMessage: (bytes) => JSON.parse(brain.tab_message(bytes, Date.now())) as Effect[],
    view: () => JSON.parse(brain.view()) as View,
    quote: (item, config, portions) =>
      JSON.parse(brain.quote(item, JSON.stringify(config), portions)) as Quote,
  };
}
