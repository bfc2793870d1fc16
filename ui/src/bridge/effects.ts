/**
 * Hands each effect of the brain to the browser service that it names.
 *
 * What leaves the page (frames, calls, words to other tabs) waits until what was to be stored before
 * it is stored: a page that is killed in between must not have promised more than it remembers.
 */
import { call } from "../platform/calls";
import { fromHex } from "../platform/hex";
import type { Kept } from "../platform/kept";
import { fetchMenu } from "../platform/menu";
import type { Link } from "../platform/link";
import type { Storage } from "../platform/storage";
import type { Tabs } from "../platform/tabs";
import type { Timers } from "../platform/timers";
import type { Effect, Input, Timer } from "./names";

export type Services = {
  link: Link;
  timers: Timers<Timer>;
  tabs: Tabs;
  kept: Kept;
  storage: Storage;
  /** Takes what happened back to the brain. */
  onInput: (input: Input) => void;
  onMenu: (body: string) => void;
  onRender: () => void;
  /** Records could not be stored. */
  onStorageFailed: () => void;
};

export type Effects = {
  run: (effects: Effect[]) => void;
  /** Resolves when everything that waits its turn is done. */
  settled: () => Promise<void>;
};

export function createEffects(services: Services): Effects {
  const { link, timers, tabs, kept, storage } = services;
  const inTurn = createTurns(services.onStorageFailed);

  async function answerCall(effect: Extract<Effect, { type: "call" }>) {
    const answer = await call(effect);
    const { id } = effect;
    services.onInput(answer ? { type: "answered", id, ...answer } : { type: "unanswered", id });
  }

  async function bringMenu() {
    const body = await fetchMenu();
    if (body !== undefined) services.onMenu(body);
  }

  function run(effect: Effect): void {
    switch (effect.type) {
      case "open_socket":
        return inTurn.send(() => link.open());
      case "send":
        return inTurn.send(() => link.send(fromHex(effect.frame)));
      case "close_socket":
        return inTurn.send(() => link.close());
      case "tell":
        return inTurn.send(() => tabs.tell(fromHex(effect.message)));
      case "call":
        return inTurn.send(() => void answerCall(effect));
      case "fetch_menu":
        return void bringMenu();
      case "start_timer":
        return timers.start(effect.timer, effect.after_ms);
      case "stop_timer":
        return timers.stop(effect.timer);
      case "keep_login":
        return kept.keepLogin(effect.login ?? undefined);
      case "keep_knock":
        return kept.keepKnock(effect.knock ?? undefined);
      case "keep_actor":
        return kept.keepActor(effect.actor);
      case "store":
        return inTurn.store(() => storage.change(effect.put, effect.delete));
      case "forget_records":
        return inTurn.store(() => storage.forget());
      case "render":
        return;
    }
  }

  return {
    run: (effects) => {
      effects.forEach(run);
      if (effects.some(({ type }) => type === "render")) services.onRender();
    },
    settled: inTurn.settled,
  };
}

/** Runs stores one after the other, and lets sends pass only when the stores before them are done. */
function createTurns(onStorageFailed: () => void) {
  let waiting = 0;
  let tail: Promise<void> = Promise.resolve();

  function queue(work: () => Promise<void> | void) {
    waiting += 1;
    tail = tail
      .then(work)
      .catch(onStorageFailed)
      .then(() => {
        waiting -= 1;
      });
  }

  return {
    settled: () => tail,
    store: (work: () => Promise<void>) => queue(work),
    send: (work: () => void) => (waiting === 0 ? work() : queue(work)),
  };
}
