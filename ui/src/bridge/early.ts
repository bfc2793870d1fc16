/** Starts to fetch the wasm as soon as the page knows that it is a guest's, before any screen. */
import wasmUrl from "./pkg/plato_client_wasm_bg.wasm?url";

let underWay: Promise<Response> | undefined;

export function beginWasm(): void {
  underWay ??= fetch(wasmUrl);
  // Whoever waits for it hears of a failure; here it must only not count as unheard.
  underWay.catch(() => undefined);
}

/** The answer that is under way, once; a further try fetches anew. */
export function earlyWasm(): Promise<Response> {
  beginWasm();
  const response = underWay ?? fetch(wasmUrl);
  underWay = undefined;
  return response;
}
