/**
 * Taps on their way to the hub: in order, one at a time, each with the key it was born with, kept on
 * this device until the hub has answered. A tap that the hub refuses is dropped and explained; one
 * that gets no answer is sent again.
 */
import type { Outcome, Problem } from "./staff-calls";

export type Queued<Tap> = { key: string; tap: Tap };

export type OutboxOptions<Tap> = {
  /** What an earlier page of this device left behind, oldest first. */
  start: Queued<Tap>[];
  send: (queued: Queued<Tap>) => Promise<Outcome<unknown>>;
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
  /** Takes back a tap that was not sent yet; false when it is too late for that. */
  takeBack: (key: string) => boolean;
  /** The hub can be reached: sends what is waiting. */
  hurry: () => void;
  close: () => void;
};

/** More than a shift's worth of taps; the oldest give way. */
export const QUEUE_MAX = 500;
/** A tap that makes the hub fail this often is dropped, so that it does not hold up the rest. */
const FAULTS_MAX = 5;
const AGAIN_MS = 3_000;

export function openOutbox<Tap>(options: OutboxOptions<Tap>): Outbox<Tap> {
  let queue: Queued<Tap>[] = options.start.slice(-QUEUE_MAX);
  let sending: string | undefined;
  let faults = 0;
  let isClosed = false;
  let again: ReturnType<typeof setTimeout> | undefined;

  const changed = (next: Queued<Tap>[]) => {
    queue = next;
    options.onChange(queue);
  };

  const drop = (queued: Queued<Tap>) => {
    faults = 0;
    options.forget(queued.key);
    changed(queue.filter((one) => one.key !== queued.key));
  };

  async function sendNext() {
    clearTimeout(again);
    const head = queue[0];
    if (head === undefined || sending !== undefined || isClosed) return;
    sending = head.key;
    const outcome = await options.send(head);
    sending = undefined;
    if (!isClosed && settle(head, outcome)) void sendNext();
  }

  /** Whether the next one may be sent. */
  function settle(head: Queued<Tap>, outcome: Outcome<unknown>): boolean {
    switch (outcome.type) {
      case "done":
        options.onDone(head);
        drop(head);
        return true;
      case "refused":
        if (outcome.problem.status === 401) {
          options.onSignedOut();
          return false;
        }
        if (outcome.problem.status === 429) return later();
        drop(head);
        options.onRefused(head, outcome.problem);
        return true;
      case "fault":
        faults += 1;
        if (faults < FAULTS_MAX) return later();
        drop(head);
        options.onRefused(head, outcome.problem);
        return true;
      case "busy":
      case "unreachable":
        return later();
    }
  }

  function later(): false {
    again = setTimeout(() => void sendNext(), AGAIN_MS);
    return false;
  }

  const outbox: Outbox<Tap> = {
    add: (queued) => {
      const given = queue.slice(0, Math.max(0, queue.length + 1 - QUEUE_MAX));
      for (const old of given) options.forget(old.key);
      options.keep(queued);
      changed([...queue.slice(given.length), queued]);
      // A tap that waits for its second try must not be overtaken, nor tried more often.
      if (queue.length === 1) void sendNext();
    },
    takeBack: (key) => {
      if (sending === key || !queue.some((one) => one.key === key)) return false;
      options.forget(key);
      changed(queue.filter((one) => one.key !== key));
      return true;
    },
    hurry: () => void sendNext(),
    close: () => {
      isClosed = true;
      clearTimeout(again);
    },
  };
  return outbox;
}
