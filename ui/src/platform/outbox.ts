/**
 * Taps on their way to the hub, each with the key it was born with, kept on this device until the hub has
 * answered. Several are under way at once, but of those about one thing only the oldest, so that nothing
 * overtakes what it builds upon. A tap that the hub refuses is dropped and explained; one that gets no answer
 * is sent again, and at once when the hub is heard again, with the same key: it is done once.
 */
import type { Outcome, Problem } from "./staff-calls";

export type Queued<Tap> = { key: string; tap: Tap };

export type OutboxOptions<Tap> = {
  /** What an earlier page of this device left behind, oldest first. */
  start: Queued<Tap>[];
  /** What a tap is about. One about nothing in particular goes alone: after all before it, before all after it. */
  about: (tap: Tap) => string | undefined;
  send: (queued: Queued<Tap>) => Promise<Outcome<unknown>>;
  /** Gives up on a call that hangs, by its key. */
  abandon: (key: string) => void;
  /** Remembers a tap on this device, and forgets it. */
  keep: (queued: Queued<Tap>) => void;
  forget: (key: string) => void;
  /** The queue has changed. */
  onChange: (queue: readonly Queued<Tap>[]) => void;
  onDone: (queued: Queued<Tap>) => void;
  onRefused: (queued: Queued<Tap>, problem: Problem) => void;
  /** The hub does not know who is asking; the queue waits. */
  onSignedOut: () => void;
};

export type Outbox<Tap> = {
  add: (queued: Queued<Tap>) => void;
  /** Takes back a tap that was never sent; false when the hub may have it already, whatever came of the answer. */
  takeBack: (key: string) => boolean;
  /**
   * The hub can be reached: sends what is waiting, and anew what hangs. When it is back from an outage that is
   * at once, however often it hung meanwhile.
   */
  hurry: (isBack?: boolean) => void;
  close: () => void;
};

/** More than a shift's worth of taps; the oldest give way. */
export const QUEUE_MAX = 500;
/** As many as a browser opens connections to one hub. */
export const AT_ONCE_MAX = 6;
/** A tap that makes the hub fail this often is dropped, so that it does not hold up the rest. */
const FAULTS_MAX = 5;
const AGAIN_MS = 3_000;
/** How long a call that was sent anew is left alone when the hub is heard once more; each further time twice as long. */
export const PATIENCE_MS = 2_000;

type Call = { untilMs: number; patienceMs: number };

export function openOutbox<Tap>(options: OutboxOptions<Tap>): Outbox<Tap> {
  let queue: Queued<Tap>[] = options.start.slice(-QUEUE_MAX);
  const underWay = new Map<string, Call>();
  const faults = new Map<string, number>();
  /** Sent at least once. What an earlier page left behind may have been. */
  const tried = new Set(queue.map(({ key }) => key));
  /** Nothing is sent for a while, or until the hub is heard. */
  let isPaused = false;
  let isClosed = false;
  let again: ReturnType<typeof setTimeout> | undefined;

  const changed = (next: Queued<Tap>[]) => {
    queue = next;
    options.onChange(queue);
  };

  const drop = ({ key }: Queued<Tap>) => {
    faults.delete(key);
    tried.delete(key);
    options.forget(key);
    changed(queue.filter((one) => one.key !== key));
  };

  function sendMore() {
    if (isPaused || isClosed) return;
    for (const queued of sendable(queue, options.about)) {
      if (underWay.size >= AT_ONCE_MAX) return;
      if (!underWay.has(queued.key)) void sendOne(queued);
    }
  }

  async function sendOne(queued: Queued<Tap>, patienceMs = 0) {
    const call: Call = { untilMs: performance.now() + patienceMs, patienceMs };
    underWay.set(queued.key, call);
    tried.add(queued.key);
    const outcome = await options.send(queued);
    // Another has taken its place, or the page is gone.
    if (isClosed || underWay.get(queued.key) !== call) return;
    underWay.delete(queued.key);
    settle(queued, outcome);
    sendMore();
  }

  function settle(queued: Queued<Tap>, outcome: Outcome<unknown>) {
    switch (outcome.type) {
      case "done":
        options.onDone(queued);
        return drop(queued);
      case "refused":
        if (outcome.problem.status === 401) return signedOut();
        if (outcome.problem.status === 429) return later();
        drop(queued);
        return options.onRefused(queued, outcome.problem);
      case "fault": {
        const count = (faults.get(queued.key) ?? 0) + 1;
        faults.set(queued.key, count);
        if (count < FAULTS_MAX) return later();
        drop(queued);
        return options.onRefused(queued, outcome.problem);
      }
      case "busy":
      case "unreachable":
        return later();
    }
  }

  function later() {
    if (isPaused) return;
    isPaused = true;
    again = setTimeout(goOn, AGAIN_MS);
  }

  function signedOut() {
    if (!isPaused) options.onSignedOut();
    clearTimeout(again);
    isPaused = true;
  }

  function goOn() {
    clearTimeout(again);
    isPaused = false;
    sendMore();
  }

  /** What was begun while the line was cut may hang for as long as an answer is waited for. */
  function sendAnew(isBack: boolean) {
    const nowMs = performance.now();
    for (const queued of queue) {
      const call = underWay.get(queued.key);
      if (!call || (!isBack && nowMs < call.untilMs)) continue;
      options.abandon(queued.key);
      void sendOne(queued, isBack ? PATIENCE_MS : call.patienceMs * 2 || PATIENCE_MS);
    }
  }

  const outbox: Outbox<Tap> = {
    add: (queued) => {
      const given = queue.slice(0, Math.max(0, queue.length + 1 - QUEUE_MAX));
      for (const old of given) {
        options.forget(old.key);
        tried.delete(old.key);
      }
      options.keep(queued);
      changed([...queue.slice(given.length), queued]);
      sendMore();
    },
    takeBack: (key) => {
      if (tried.has(key) || !queue.some((one) => one.key === key)) return false;
      options.forget(key);
      changed(queue.filter((one) => one.key !== key));
      return true;
    },
    hurry: (isBack = false) => {
      if (isClosed) return;
      sendAnew(isBack);
      goOn();
    },
    close: () => {
      isClosed = true;
      clearTimeout(again);
    },
  };
  return outbox;
}

/** Taps that need not wait for another, oldest first; those that are under way are among them. */
function sendable<Tap>(
  queue: readonly Queued<Tap>[],
  about: (tap: Tap) => string | undefined,
): Queued<Tap>[] {
  const busy = new Set<string>();
  const free: Queued<Tap>[] = [];
  for (const queued of queue) {
    const what = about(queued.tap);
    if (what === undefined) return busy.size === 0 ? [queued] : free;
    if (!busy.has(what)) free.push(queued);
    busy.add(what);
  }
  return free;
}
