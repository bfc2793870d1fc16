import { expect, test, vi } from "vitest";
import { createEffects, type Services } from "./effects";
import type { Effect } from "./names";

function services(change: () => Promise<void>) {
  const said: string[] = [];
  const say = (word: string) => () => void said.push(word);
  const given: Services = {
    link: { open: say("open"), send: say("send"), close: say("close") },
    timers: { start: say("start"), stop: say("stop"), stopAll: say("stop all") },
    tabs: { tell: say("tell"), close: say("close tabs") },
    kept: {
      key: () => "",
      login: () => undefined,
      keepLogin: say("login"),
      invite: () => undefined,
      knock: () => undefined,
      keepKnock: say("knock"),
      actor: () => undefined,
      keepActor: say("actor"),
    },
    storage: {
      isDurable: true,
      load: () => Promise.resolve({ keys: [], records: [] }),
      change,
      forget: () => Promise.resolve(),
    },
    onInput: say("input"),
    onMenu: say("menu"),
    onRender: say("render"),
    onStorageFailed: say("failed"),
  };
  return { said, given };
}

const store: Effect = { type: "store", put: [{ key: "a", bytes: "00" }], delete: [] };
const send: Effect = { type: "send", frame: "00" };

test("nothing is sent before what was to be stored is stored", async () => {
  let finish: (() => void) | undefined;
  const { said, given } = services(() => new Promise((resolve) => (finish = resolve)));
  const effects = createEffects(given);
  effects.run([store, send, { type: "tell", message: "00" }, { type: "render" }]);
  effects.run([send]);
  await vi.waitFor(() => expect(finish).toBeDefined());
  expect(said).toEqual(["render"]);
  finish?.();
  await effects.settled();
  expect(said).toEqual(["render", "send", "tell", "send"]);
});

test("with nothing to store a frame goes out at once", () => {
  const { said, given } = services(() => Promise.resolve());
  createEffects(given).run([send]);
  expect(said).toEqual(["send"]);
});

test("a store that fails is told and does not hold up the rest", async () => {
  const { said, given } = services(() => Promise.reject(new Error("full")));
  const effects = createEffects(given);
  effects.run([store, send]);
  await effects.settled();
  expect(said).toEqual(["failed", "send"]);
});
