/**
 * The kitchen screen's one model: what the hub told, with every tap that the hub has not answered on
 * top; taps go out through the outbox; a bump can be undone for three seconds.
 */
import {
  batch,
  createEffect,
  createMemo,
  createSignal,
  on,
  onCleanup,
  untrack,
  type Accessor,
} from "solid-js";
import { staffCalls, type Outcome } from "../../platform/staff-calls";
import { servingCalls } from "../../platform/serving-calls";
import type { Queued } from "../../platform/outbox";
import { kitchenTaps } from "../../platform/staff-storage";
import { createTaps, type Notice, type Taps } from "../../platform/taps";
import { kitchen as words, tapRefused } from "../../text-staff";
import { goToSignIn } from "../staff/who";
import { changesOf, type Changes, type News } from "./changes";
import { indexesOf, type Dish } from "./dishes";
import {
  fired,
  findTicket,
  isVoid,
  numberOf,
  oldestFirst,
  stationName,
  type Board,
  type StockMode,
  type StockOf,
  type Ticket,
} from "./tickets";
import { readTaps } from "./kept";
import { createLive, type Link } from "./live";
import { tapTargets } from "./marks";
import { isPass, onFrom } from "./pass";
import { fireTap, nextStatus, putBackTap, recallTap, seenTaps, serveTaps, withTap, type Tap } from "./taps";

export const UNDO_MS = 3_000;
/** How long a ticket shows that it has changed, unless somebody touches it before. */
const NEWS_MS = 20_000;
/** Refusals that mean that what was wanted is so already: after an outage two displays send the same bumps. */
const SO_ALREADY = ["ticket_already_bumped", "dish_further_on", "nothing_served"];

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
  /** What has come about a ticket since somebody last touched it. */
  newsOf: (ticket: string) => News | undefined;
  noteShown: (tickets: string[]) => void;
  tapDish: (ticket: Ticket, row: Dish) => void;
  bump: (ticket: Ticket) => void;
  undo: (ticket: Ticket) => void;
  recall: (ticket: Ticket) => void;
  serve: (ticket: Ticket) => void;
  /** What was marked as served was not: it waits to be brought again. */
  putBack: (ticket: Ticket) => void;
  setStock: (of: StockOf, mode: StockMode, seen: StockMode) => void;
  fire: (ticket: Ticket, course: number) => void;
  moveToCourse: (ticket: Ticket, index: number, course: number) => void;
};

/** `onChanges` hears of what the hub has told that is new. */
export function createKitchen(onChanges: (changes: Changes, board: Board) => void): Kitchen {
  const [bumped, setBumped] = createSignal<{ ticket: Ticket; key: string }[]>([]);
  const live = createLive((isBack) => taps.hurry(isBack));
  const taps: Taps<Tap> = createTaps({
    start: readTaps(),
    send,
    keep: ({ key, tap }) => kitchenTaps.keep(key, tap),
    forget: kitchenTaps.forget,
    onDone: ({ tap }) => live.change((board) => withTap(board, tap, untrack(live.hubNowMs))),
    // A pass has nothing left of what it was asked to let go; what was to be brought is ready no more.
    isSoAlready: (tap, code) =>
      SO_ALREADY.includes(code) || (tap.type === "pass" && code === "nothing_ready"),
    refusedText: (tap, { code, title }) => tapRefused(described(tap, untrack(board)), code, title),
    onSignedOut: goToSignIn,
  });
  const { queue, act } = taps;
  taps.hurry();
  onCleanup(taps.close);

  const board = createMemo(() =>
    queue().reduce<Board | undefined>(
      (so_far, { tap }) => so_far && withTap(so_far, tap, untrack(live.hubNowMs)),
      live.board(),
    ),
  );
  const unsent = createMemo(() => {
    const isMarked = taps.isSlow() || live.link().type === "cut_off";
    return new Set(isMarked ? queue().flatMap(({ tap }) => tapTargets(tap)) : []);
  });

  const [news, setNews] = createSignal<ReadonlyMap<string, News>>(new Map());
  const forgetNews = (tickets: Iterable<string>) => {
    const gone = new Set(tickets);
    setNews((all) => new Map([...all].filter(([ticket]) => !gone.has(ticket))));
  };
  // What this page was opened with is not news; what came while it was cut off is.
  createEffect(
    on(live.board, (after, before) => {
      if (!before || !after) return;
      const changes = changesOf(before, after);
      const told = [...changes.tickets].filter(([, what]) => what !== "new");
      if (told.length > 0) {
        setNews((all) => new Map([...all, ...told]));
        setTimeout(() => forgetNews(told.map(([ticket]) => ticket)), NEWS_MS);
      }
      if (changes.tickets.size > 0 || changes.ready.length > 0) onChanges(changes, after);
    }),
  );

  const [passed, setPassed] = createSignal<Ticket[]>([]);
  /** Orders that are about to leave the pass: sent once it is too late to undo. */
  const leaving = new Map<string, { tap: Tap; timer: ReturnType<typeof setTimeout> }>();
  const leaveNow = (ticket: string) => {
    const one = leaving.get(ticket);
    if (!one) return;
    clearTimeout(one.timer);
    leaving.delete(ticket);
    batch(() => {
      setPassed((all) => all.filter((passed) => passed.ticket !== ticket));
      act(one.tap);
    });
  };
  const leaveAll = () => [...leaving.keys()].forEach(leaveNow);
  window.addEventListener("pagehide", leaveAll);
  onCleanup(() => {
    window.removeEventListener("pagehide", leaveAll);
    leaveAll();
  });

  const justBumped = createMemo(() => {
    const isOpen = new Set(board()?.tickets.map(({ ticket }) => ticket));
    return bumped().flatMap(({ ticket }) => (isOpen.has(ticket.ticket) ? [] : [ticket]));
  });

  const forgetBump = (key: string) => setBumped((all) => all.filter((one) => one.key !== key));

  return {
    board,
    link: live.link,
    hubNowMs: live.hubNowMs,
    onBoard: createMemo(() => oldestFirst([...fired(board()?.tickets ?? []), ...justBumped()])),
    justBumped: createMemo(() => [...justBumped(), ...passed()]),
    newsOf: (ticket) => news().get(ticket),
    noteShown: live.noteShown,
    waiting: () => queue().length,
    isUnsent: (target) => unsent().has(target),
    notices: taps.notices,
    dismiss: taps.dismiss,
    tapDish: (on, row) => {
      const { ticket, order, revision: seen = 0 } = on;
      if (isPass(on)) return;
      forgetNews([ticket]);
      if ((row.voided ?? 0) > 0 && row.is_void_seen !== true) {
        act({ type: "void_seen", ticket, order, index: row.index });
        return;
      }
      const status = isVoid(row) ? undefined : nextStatus(row.status);
      if (status) {
        for (const index of indexesOf(row)) act({ type: "dish", ticket, order, index, status, seen });
      }
    },
    // In one step, so that the ticket is never missing from the board in between.
    bump: (ticket) =>
      batch(() => {
        forgetNews([ticket.ticket]);
        if (isPass(ticket)) {
          const timer = setTimeout(() => leaveNow(ticket.ticket), UNDO_MS);
          leaving.set(ticket.ticket, { tap: onFrom(ticket), timer });
          setPassed((all) => [...all, ticket]);
          return;
        }
        // Whoever bumps it has read what is struck off; the hub takes no bump that leaves it unseen.
        seenTaps(ticket).forEach(act);
        const key = act({ type: "bump", ticket: ticket.ticket, seen: ticket.revision ?? 0 });
        setBumped((all) => [...all, { ticket, key }]);
        setTimeout(() => forgetBump(key), UNDO_MS);
      }),
    undo: (ticket) =>
      batch(() => {
        const isLeaving = leaving.get(ticket.ticket);
        if (isLeaving) {
          clearTimeout(isLeaving.timer);
          leaving.delete(ticket.ticket);
          setPassed((all) => all.filter((one) => one.ticket !== ticket.ticket));
          return;
        }
        const bump = bumped().find((one) => one.ticket.ticket === ticket.ticket);
        if (!bump) return;
        if (!taps.takeBack(bump.key)) act(recallTap(bump.ticket));
        forgetBump(bump.key);
      }),
    recall: (ticket) => void act(recallTap(ticket)),
    serve: (ticket) => {
      const now = untrack(board);
      if (now) serveTaps(ticket, now).forEach(act);
    },
    putBack: (ticket) => {
      const tap = putBackTap(ticket);
      if (tap) act(tap);
    },
    setStock: (of, mode, seen) => void act({ type: "stock", of, mode, seen }),
    fire: (ticket, course) => void act(fireTap(ticket, course, untrack(board))),
    moveToCourse: ({ order }, index, course) => void act({ type: "course", order, index, course }),
  };
}

function send({ key, tap }: Queued<Tap>): Promise<Outcome<unknown>> {
  switch (tap.type) {
    case "dish":
      return staffCalls.setDishStatus(tap.order, tap.index, tap.status, tap.seen, key);
    case "bump":
      return staffCalls.bump(tap.ticket, tap.seen, key);
    case "recall":
      return staffCalls.recall(tap.ticket, tap.seen, key);
    case "stock":
      return servingCalls.setStock(tap.of, tap.mode, tap.seen, key);
    case "void_seen":
      return staffCalls.seeVoid(tap.order, tap.index, key);
    case "fire":
      return staffCalls.fireForOrder(tap.order, tap.course, tap.orders, key);
    case "course":
      return staffCalls.moveToCourse(tap.order, tap.index, tap.course, key);
    case "serve":
      return staffCalls.serveOrder(tap.order, tap.dishes, key);
    case "put_back":
      return staffCalls.putBack(tap.order, tap.dishes, key);
    case "pass":
      return staffCalls.passDishes(tap.order, tap.pass, tap.dishes, key);
  }
}

/** What a tap was about, for a person. */
function described(tap: Tap, board: Board | undefined): string {
  if (tap.type === "stock") return nameOf(tap.of, board);
  if (!("ticket" in tap)) {
    const known = [...(board?.tickets ?? []), ...(board?.done ?? [])];
    return words.order(numberOf(known.find(({ order }) => order === tap.order) ?? tap));
  }
  const ticket = board && findTicket(board, tap.ticket);
  if (!ticket) return tap.ticket;
  const line = tap.type === "dish" ? ticket.lines.find(({ index }) => index === tap.index) : undefined;
  const station = stationName(board.stations, ticket);
  return line ? words.dishOf(ticket.table, line.name) : words.ticket(ticket.table, numberOf(ticket), station);
}

function nameOf(of: StockOf, board: Board | undefined): string {
  if (of.type === "item") return board?.items.find(({ item }) => item === of.item)?.name ?? of.item;
  return board?.modifiers?.find(({ modifier }) => modifier === of.modifier)?.name ?? of.modifier;
}
