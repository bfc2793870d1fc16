/**
 * What a staff screen sends: taps go out through the outbox, show at once, are marked once the hub takes its
 * time, and one that the hub refuses leaves a notice. Kitchen and floor differ only in what a tap is.
 */
import { createSignal, type Accessor } from "solid-js";
import { openOutbox, type Outbox, type OutboxOptions, type Queued } from "./outbox";
import { newCommandKey, type Problem } from "./staff-calls";

/** A tap that the hub answers sooner than this is not marked as waiting. */
export const SLOW_MS = 800;
export const NOTICES_MAX = 3;

export type Notice = { id: string; text: string };

export type TapsOptions<Tap> = Pick<
  OutboxOptions<Tap>,
  "start" | "send" | "keep" | "forget" | "onDone" | "onSignedOut"
> & {
  /** Refusals that mean that what was wanted is so already: nobody needs to hear of those. */
  soAlready: readonly string[];
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

export function createTaps<Tap>({ soAlready, refusedText, ...options }: TapsOptions<Tap>): Taps<Tap> {
  const [queue, setQueue] = createSignal<readonly Queued<Tap>[]>(options.start);
  // What an earlier page has left behind has waited long enough.
  const [isSlow, setIsSlow] = createSignal(options.start.length > 0);
  const [notices, setNotices] = createSignal<Notice[]>([]);
  let slow: ReturnType<typeof setTimeout> | undefined;

  const outbox = openOutbox<Tap>({
    ...options,
    onChange: (next) => {
      setQueue(next);
      clearTimeout(slow);
      if (next.length === 0) setIsSlow(false);
      else slow = setTimeout(() => setIsSlow(true), SLOW_MS);
    },
    onRefused: ({ key, tap }, problem) => {
      if (soAlready.includes(problem.code)) return;
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
      return key;
    },
    takeBack: outbox.takeBack,
    hurry: outbox.hurry,
    close: () => {
      clearTimeout(slow);
      outbox.close();
    },
  };
}
