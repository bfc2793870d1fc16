/**
 * What a staff screen sends: taps go out through the outbox, show at once, are marked once the hub takes its
 * time, and one that the hub refuses leaves a notice. Kitchen and floor differ only in what a tap is.
 */
import { batch, createSignal, type Accessor } from "solid-js";
import { createBurst } from "./burst";
import { openOutbox, type Outbox, type OutboxOptions, type Queued } from "./outbox";
import { abandon, newCommandKey, type Problem } from "./staff-calls";

/** A tap that the hub answers sooner than this is not marked as waiting. */
export const SLOW_MS = 800;
export const NOTICES_MAX = 3;

export type Notice = { id: string; text: string };

export type TapsOptions<Tap> = Pick<
  OutboxOptions<Tap>,
  "start" | "send" | "keep" | "forget" | "onDone" | "onSignedOut"
> & {
  /** Does the code of a refusal mean that what a tap wanted is so already? Nobody needs to hear of those. */
  isSoAlready: (tap: Tap, code: string) => boolean;
  /** A refusal in words. */
  refusedText: (tap: Tap, problem: Problem) => string;
};

export type Taps<Tap> = {
  /** What the hub has not answered. */
  queue: Accessor<readonly Queued<Tap>[]>;
  /** Does the hub take its time? */
  isSlow: Accessor<boolean>;
  notices: Accessor<Notice[]>;
  dismiss: (id: string) => void;
  /** Gives the key that the tap goes by. */
  act: (tap: Tap) => string;
  takeBack: Outbox<Tap>["takeBack"];
  hurry: Outbox<Tap>["hurry"];
  close: () => void;
};

export function createTaps<Tap>({ isSoAlready, refusedText, ...options }: TapsOptions<Tap>): Taps<Tap> {
  const [queue, setQueue] = createSignal<readonly Queued<Tap>[]>(options.start);
  // What an earlier page has left behind has waited long enough.
  const [isSlow, setIsSlow] = createSignal(options.start.length > 0);
  const [notices, setNotices] = createSignal<Notice[]>([]);
  let slow: ReturnType<typeof setTimeout> | undefined;
  let left: readonly Queued<Tap>[] = options.start;
  const done: Queued<Tap>[] = [];
  // After an outage answers come by the dozen, and for each the whole screen would be worked out anew.
  const showing = createBurst(() =>
    batch(() => {
      for (const queued of done.splice(0)) options.onDone(queued);
      setQueue(left);
    }),
  );

  const outbox = openOutbox<Tap>({
    ...options,
    about: orderOf,
    abandon,
    onDone: (queued) => done.push(queued),
    onChange: (next) => {
      left = next;
      showing.soon();
      clearTimeout(slow);
      if (next.length === 0) setIsSlow(false);
      else slow = setTimeout(() => setIsSlow(true), SLOW_MS);
    },
    onRefused: ({ key, tap }, problem) => {
      if (isSoAlready(tap, problem.code)) return;
      const notice = { id: key, text: refusedText(tap, problem) };
      setNotices((all) => [...all.slice(1 - NOTICES_MAX), notice]);
    },
  });

  return {
    queue,
    isSlow,
    notices,
    dismiss: (id) => setNotices((all) => all.filter((notice) => notice.id !== id)),
    act: (tap) => {
      const key = newCommandKey();
      outbox.add({ key, tap });
      // What somebody does shows at once.
      showing.now();
      return key;
    },
    takeBack: (key) => {
      const isTakenBack = outbox.takeBack(key);
      showing.now();
      return isTakenBack;
    },
    hurry: outbox.hurry,
    close: () => {
      clearTimeout(slow);
      showing.close();
      outbox.close();
    },
  };
}

/** Taps of these types change nothing but one order. */
const OF_ONE_ORDER = ["dish", "bump", "recall", "void_seen", "serve", "put_back", "pass"];

/**
 * Which order a kitchen's tap is about. Whatever reaches further goes in its turn: a course of a whole party,
 * the 86 list, and all that a waiter does, for parties move and join.
 */
export function orderOf(tap: unknown): string | undefined {
  if (!has(tap, "type") || !OF_ONE_ORDER.includes(String(tap.type)) || has(tap, "session")) return undefined;
  if (has(tap, "order")) return String(tap.order);
  // `12-grill`, and `12.2-grill` for what was held for its second course.
  return has(tap, "ticket") ? /^\d+/.exec(String(tap.ticket))?.[0] : undefined;
}

function has<Name extends string>(value: unknown, name: Name): value is Record<Name, unknown> {
  return typeof value === "object" && value !== null && name in value;
}
