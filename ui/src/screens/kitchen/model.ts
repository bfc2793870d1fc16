/**
 * The kitchen screen's one model: what the hub told, with every tap that the hub has not answered on
 * top; taps go out through the outbox; a bump can be undone for three seconds.
 */
import { batch, createMemo, createSignal, onCleanup, untrack, type Accessor } from "solid-js";
import { newCommandKey, staffCalls, type Outcome } from "../../platform/staff-calls";
import { forgetTap, keepTap } from "../../platform/staff-storage";
import { kitchen as words, tapRefused } from "../../text-staff";
import { goToSignIn } from "../staff/who";
import { findTicket, oldestFirst, stationName, type Board, type Ticket, type TicketLine } from "./tickets";
import { readTaps } from "./kept";
import { createLive, type Link } from "./live";
import { openOutbox, type Queued } from "./outbox";
import { nextStatus, serveTaps, tapTarget, withTap, type Tap } from "./taps";

export const UNDO_MS = 3_000;
/** A tap that the hub answers sooner than this is not marked as waiting. */
const SLOW_MS = 800;
const NOTICES_MAX = 3;

export type Notice = { id: string; text: string };

export type Kitchen = {
  /** With all taps; nothing before the hub has answered for the first time. */
  board: Accessor<Board | undefined>;
  link: Accessor<Link>;
  hubNowMs: Accessor<number>;
  /** Tickets to show: the open ones, and those bumped here just now, which can still be undone. */
  onBoard: Accessor<Ticket[]>;
  justBumped: Accessor<Ticket[]>;
  /** Taps that the hub has not answered. */
  waiting: Accessor<number>;
  isUnsent: (target: string) => boolean;
  notices: Accessor<Notice[]>;
  dismiss: (id: string) => void;
  tapDish: (ticket: Ticket, line: TicketLine) => void;
  bump: (ticket: Ticket) => void;
  undo: (ticket: Ticket) => void;
  recall: (ticket: Ticket) => void;
  serve: (ticket: Ticket) => void;
  eightySix: (item: string, isEightySixed: boolean) => void;
};

export function createKitchen(): Kitchen {
  const start = readTaps();
  const [queue, setQueue] = createSignal<readonly Queued[]>(start);
  const [isSlow, setIsSlow] = createSignal(start.length > 0);
  const [bumped, setBumped] = createSignal<{ ticket: Ticket; key: string }[]>([]);
  const [notices, setNotices] = createSignal<Notice[]>([]);
  const live = createLive(() => outbox.hurry());
  let slow: ReturnType<typeof setTimeout> | undefined;

  const outbox = openOutbox({
    start,
    send,
    keep: ({ key, tap }) => keepTap(key, tap),
    forget: forgetTap,
    onChange: (next) => {
      setQueue(next);
      clearTimeout(slow);
      if (next.length === 0) setIsSlow(false);
      else slow = setTimeout(() => setIsSlow(true), SLOW_MS);
    },
    onDone: ({ tap }) => live.change((board) => withTap(board, tap, untrack(live.hubNowMs))),
    onRefused: ({ key, tap }, problem) =>
      setNotices((all) => [
        ...all.slice(1 - NOTICES_MAX),
        { id: key, text: tapRefused(described(tap, untrack(board)), problem.code, problem.title) },
      ]),
    onSignedOut: goToSignIn,
  });
  outbox.hurry();
  onCleanup(() => outbox.close());

  const board = createMemo(() =>
    queue().reduce<Board | undefined>(
      (so_far, { tap }) => so_far && withTap(so_far, tap, untrack(live.hubNowMs)),
      live.board(),
    ),
  );
  const unsent = createMemo(() => {
    const isMarked = isSlow() || live.link().type === "cut_off";
    return new Set(isMarked ? queue().map(({ tap }) => tapTarget(tap)) : []);
  });

  const justBumped = createMemo(() => {
    const isOpen = new Set(board()?.tickets.map(({ ticket }) => ticket));
    return bumped().flatMap(({ ticket }) => (isOpen.has(ticket.ticket) ? [] : [ticket]));
  });

  function act(tap: Tap): string {
    const key = newCommandKey();
    outbox.add({ key, tap });
    return key;
  }
  const forgetBump = (key: string) => setBumped((all) => all.filter((one) => one.key !== key));

  return {
    board,
    link: live.link,
    hubNowMs: live.hubNowMs,
    onBoard: createMemo(() => oldestFirst([...(board()?.tickets ?? []), ...justBumped()])),
    justBumped,
    waiting: () => queue().length,
    isUnsent: (target) => unsent().has(target),
    notices,
    dismiss: (id) => setNotices((all) => all.filter((notice) => notice.id !== id)),
    tapDish: ({ ticket, order }, { index, status }) => {
      const next = nextStatus(status);
      if (next) act({ type: "dish", ticket, order, index, status: next });
    },
    // In one step, so that the ticket is never missing from the board in between.
    bump: (ticket) =>
      batch(() => {
        const key = act({ type: "bump", ticket: ticket.ticket });
        setBumped((all) => [...all, { ticket, key }]);
        setTimeout(() => forgetBump(key), UNDO_MS);
      }),
    undo: (ticket) =>
      batch(() => {
        const bump = bumped().find((one) => one.ticket.ticket === ticket.ticket);
        if (!bump) return;
        if (!outbox.takeBack(bump.key)) act({ type: "recall", ticket: ticket.ticket });
        forgetBump(bump.key);
      }),
    recall: (ticket) => void act({ type: "recall", ticket: ticket.ticket }),
    serve: (ticket) => serveTaps(ticket).forEach(act),
    eightySix: (item, isEightySixed) => void act({ type: "eighty_six", item, isEightySixed }),
  };
}

function send({ key, tap }: Queued): Promise<Outcome<unknown>> {
  switch (tap.type) {
    case "dish":
      return staffCalls.setDishStatus(tap.order, tap.index, tap.status, key);
    case "bump":
      return staffCalls.bump(tap.ticket, key);
    case "recall":
      return staffCalls.recall(tap.ticket, key);
    case "eighty_six":
      return staffCalls.eightySix(tap.item, tap.isEightySixed, key);
  }
}

/** What a tap was about, for a person. */
function described(tap: Tap, board: Board | undefined): string {
  if (tap.type === "eighty_six") return board?.items.find(({ item }) => item === tap.item)?.name ?? tap.item;
  const ticket = board && findTicket(board, tap.ticket);
  if (!ticket) return tap.ticket;
  const line = tap.type === "dish" ? ticket.lines.find(({ index }) => index === tap.index) : undefined;
  const station = stationName(board.stations, ticket);
  return line ? words.dishOf(ticket.table, line.name) : words.ticket(ticket.table, ticket.order, station);
}
