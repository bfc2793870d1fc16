/**
 * Everything that the guest's screens have: one view to read, one way to act, one way to ask for a
 * price. Brings the brain to life beside the menu, and back to life when it has trapped.
 */
import { batch, createSignal, onCleanup, type Accessor } from "solid-js";
import { randomHex } from "../platform/hex";
import { keptFor } from "../platform/kept";
import { createLink } from "../platform/link";
import { lookAt, type Look } from "../platform/look";
import { openStorage } from "../platform/storage";
import { openTabs } from "../platform/tabs";
import { createTimers } from "../platform/timers";
import { onWake } from "../platform/wake";
import { createBrain, isTrap, loadWasm, replaceInstance, type Brain } from "./brain";
import { createEffects, type Effects } from "./effects";
import { createMenu } from "./menu";
import type { Action, Effect, Input, LineConfig, Menu, Quote, Timer, View } from "./names";
import { createViewStore } from "./view-store";

/** The brain is being loaded, works, or could not be brought to life. */
export type Readiness = "loading" | "ready" | "failed";
/** What the guest should know that the brain cannot tell. */
export type Trouble = "recovered" | "not_stored";

export type Guest = {
  view: View;
  menu: Accessor<Menu | undefined>;
  readiness: Accessor<Readiness>;
  trouble: Accessor<Trouble | undefined>;
  dismissTrouble: () => void;
  /** Was the page opened with the table's key, now or earlier? */
  hasKey: boolean;
  /** What the table takes, asked before anything is typed. */
  look: () => Promise<Look | undefined>;
  /** The secret of an invite that the page was opened with. */
  invite: string | undefined;
  /** Has this phone joined a party at this table before? */
  hasLogin: boolean;
  act: (action: Action) => void;
  quote: (item: string, config: LineConfig, portions: number) => Quote | undefined;
  /** Tries again to load what could not be loaded. */
  retry: () => void;
};

const RESTARTS_MAX = 3;
const RESTARTS_WITHIN_MS = 60_000;

export function createGuest(table: string): Guest {
  const kept = keptFor(table);
  const { view, show } = createViewStore(table);
  const [readiness, setReadiness] = createSignal<Readiness>("loading");
  const [trouble, setTrouble] = createSignal<Trouble>();

  let brain: Brain | undefined;
  let effects: Effects | undefined;
  let restarts: number[] = [];
  const waiting: Action[] = [];
  const stored = openStorage(table);

  const tell = (input: Input) => work((it) => it.update(input));
  const link = createLink("/api/sync", {
    onOpen: () => tell({ type: "socket_opened" }),
    onClose: () => tell({ type: "socket_closed" }),
    onFrame: (bytes) => work((it) => it.frame(bytes)),
  });
  const timers = createTimers<Timer>((timer) => tell({ type: "timer_fired", timer }));
  const menu = createMenu((body) => tell({ type: "menu", body }));
  const tabs = openTabs(table, (bytes) => work((it) => it.tabMessage(bytes)));
  onCleanup(onWake(() => (readiness() === "failed" ? retry() : tell({ type: "woken" }))));

  /** Asks the brain. A trap is the end of it; a question it does not understand is a mistake of ours. */
  function ask<T>(question: (brain: Brain) => T): T | undefined {
    if (!brain) return undefined;
    try {
      return question(brain);
    } catch (cause) {
      if (isTrap(cause)) recover();
      else reportError(cause);
      return undefined;
    }
  }

  function work(step: (brain: Brain) => Effect[]): void {
    const wanted = ask(step);
    if (wanted) batch(() => effects?.run(wanted));
  }

  function render() {
    const next = ask((it) => it.view());
    if (next) show(next);
  }

  function recover() {
    brain = undefined;
    link.close();
    timers.stopAll();
    const now = Date.now();
    restarts = [...restarts.filter((at) => now - at < RESTARTS_WITHIN_MS), now];
    if (restarts.length > RESTARTS_MAX) {
      setReadiness("failed");
      return;
    }
    setTrouble("recovered");
    setReadiness("loading");
    replaceInstance();
    void begin();
  }

  async function begin(): Promise<void> {
    try {
      const [storage] = await Promise.all([stored, loadWasm()]);
      effects ??= createEffects({
        link,
        timers,
        tabs,
        kept,
        storage,
        onInput: tell,
        onMenu: menu.take,
        onRender: render,
        onStorageFailed: () => setTrouble("not_stored"),
      });
      await effects.settled();
      const records = await storage.load();
      brain = createBrain({
        table,
        key: kept.key(),
        seed: randomHex(32),
        now_ms: Date.now(),
        login: kept.login() ?? null,
        knock: kept.knock() ?? null,
        actor: kept.actor() ?? null,
        is_storage_durable: storage.isDurable,
      });
      work((it) => it.restore(records));
    } catch {
      setReadiness("failed");
      return;
    }
    const body = menu.body();
    if (body !== undefined) tell({ type: "menu", body });
    render();
    // It may have trapped already: then another is on its way.
    if (!brain) return;
    setReadiness("ready");
    for (const action of waiting.splice(0)) tell({ type: "do", action });
  }

  function retry() {
    setReadiness("loading");
    void begin();
  }

  void begin();

  return {
    view,
    menu: menu.menu,
    readiness,
    trouble,
    dismissTrouble: () => setTrouble(undefined),
    hasKey: kept.key() !== "",
    look: () => lookAt(table, kept.key()),
    invite: kept.invite(),
    hasLogin: kept.login() !== undefined,
    act: (action) => void (brain ? tell({ type: "do", action }) : waiting.push(action)),
    quote: (item, config, portions) => {
      // Read for their own sake: a price is asked anew when the menu or the brain is a new one.
      if (!menu.menu()?.revision || readiness() !== "ready") return undefined;
      return ask((it) => it.quote(item, config, portions));
    },
    retry,
  };
}
