/**
 * The floor screen's one model: what the hub told, with every press that the hub has not answered on top.
 * Presses go out through the outbox, so a waiter works on while the hub cannot be heard.
 */
import { createMemo, createSignal, onCleanup, type Accessor } from "solid-js";
import type { Queued } from "../../platform/outbox";
import { servingCalls } from "../../platform/serving-calls";
import {
  staffCalls,
  type NamedDish,
  type Outcome,
  type PartGuests,
  type StaffAnswer,
} from "../../platform/staff-calls";
import { floorTaps } from "../../platform/staff-storage";
import { createTaps, type Notice } from "../../platform/taps";
import { actRefused, floor as words } from "../../text-staff";
import { named } from "../staff/named-dish";
import { goToSignIn } from "../staff/who";
import type { FollowCart } from "../waiter/follow";
import { actTargets, withAct, type Act } from "./acts";
import { broughtBefore, type Brought } from "./brought";
import { readActs } from "./kept";
import { createLive, type Link } from "./live";
import type { FloorView, Ready } from "./tables";

/** Refusals that mean that what was wanted is so already. */
const SO_ALREADY = ["call_over", "nothing_served", "party_same"];
/** How long what was brought can be taken back where it was pressed, once the hub has it. */
const BROUGHT_MS = 30_000;

export type FloorModel = {
  /** Nothing while the hub has not said. */
  who: Accessor<StaffAnswer | undefined>;
  /** With all presses; nothing before the hub has answered for the first time. */
  view: Accessor<FloorView | undefined>;
  link: Accessor<Link>;
  hubNowMs: Accessor<number>;
  act: (act: Act) => void;
  /** Marks a round as brought; for a while that can be taken back. */
  bring: (session: string, table: string, order: Ready) => void;
  justBrought: Accessor<Brought[]>;
  takeBack: (brought: Brought) => void;
  /** Has the hub not heard of what was done to this? */
  isUnsent: (target: string) => boolean;
  waiting: Accessor<number>;
  notices: Accessor<Notice[]>;
  dismiss: (id: string) => void;
  /** For the sheet in which a waiter orders. */
  followCart: FollowCart;
};

export function createFloor(who: Accessor<StaffAnswer | undefined>): FloorModel {
  const live = createLive((isBack) => taps.hurry(isBack));
  const start = readActs();
  const me = () => who()?.name ?? words.me;
  const taps = createTaps<Act>({
    start,
    send,
    keep: ({ key, tap }) => floorTaps.keep(key, tap),
    forget: floorTaps.forget,
    onDone: ({ tap }) => live.change((view) => withAct(view, tap, me())),
    isSoAlready: (_, code) => SO_ALREADY.includes(code),
    refusedText: (act, { code, title }) => actRefused(words.acts[act.type](tableOf(act)), code, title),
    onSignedOut: goToSignIn,
  });
  const { queue } = taps;
  taps.hurry();
  onCleanup(taps.close);

  const view = createMemo(() =>
    queue().reduce<FloorView | undefined>(
      (so_far, { tap }) => so_far && withAct(so_far, tap, me()),
      live.view(),
    ),
  );
  const unsent = createMemo(() => {
    const isMarked = taps.isSlow() || live.link().type === "cut_off";
    return new Set(isMarked ? queue().flatMap(({ tap }) => actTargets(tap)) : []);
  });

  const [justBrought, setJustBrought] = createSignal(broughtBefore(start, live.view()));
  const forget = (key: string) => setJustBrought((all) => all.filter((one) => one.key !== key));
  /** What waits to be sent stays until then, and is marked. */
  const forgetLater = (key: string) =>
    setTimeout(
      () => (queue().some((queued) => queued.key === key) ? forgetLater(key) : forget(key)),
      BROUGHT_MS,
    );

  for (const { key } of justBrought()) forgetLater(key);

  return {
    who,
    view,
    link: live.link,
    hubNowMs: live.hubNowMs,
    act: (act) => void taps.act(act),
    bring: (session, table, order) => {
      const key = taps.act({ type: "serve", session, order: order.order, ...shownOf(order), table });
      setJustBrought((all) => [...all, { key, session, table, order }]);
      forgetLater(key);
    },
    justBrought,
    takeBack: ({ key, session, table, order }) => {
      forget(key);
      // A hub that says no places of dishes takes back nothing: those of before had no such thing.
      const dishes = order.dishes.flatMap(({ index }) => index ?? []);
      if (!taps.takeBack(key)) taps.act({ type: "put_back", session, order: order.order, dishes, table });
    },
    isUnsent: (target) => unsent().has(target),
    followCart: live.followCart,
    waiting: () => queue().length,
    notices: taps.notices,
    dismiss: taps.dismiss,
  };
}

/** The dishes that a waiter was shown; a hub that says no places of dishes brings what is ready by then. */
function shownOf({ dishes }: Ready): { dishes?: NamedDish[] } {
  const shown = dishes.flatMap(({ index, remade }) =>
    typeof index === "number" ? named({ index, remade }) : [],
  );
  return shown.length > 0 ? { dishes: shown } : {};
}

/** Whoever takes no dishes along, and no guests without a phone, says no more than was said before. */
function partOf({ guests, dishes, covers, to, with: beside }: Extract<Act, { type: "part" }>): PartGuests {
  const isMore = (dishes ?? []).length > 0 || (covers ?? guests.length) !== guests.length;
  const more = isMore ? { dishes: dishes ?? [], covers: covers ?? guests.length } : {};
  return { guests, table: to, with: beside ?? null, ...more };
}

/** What people call the table that an act was about. */
const tableOf = (act: Act) => (act.type === "clean" ? act.name : act.table);

function send({ key, tap: act }: Queued<Act>): Promise<Outcome<unknown>> {
  switch (act.type) {
    case "take_call":
      return staffCalls.answerCall(act.session, act.call, "on_the_way", key);
    case "end_call":
      return staffCalls.answerCall(act.session, act.call, "done", key);
    case "serve":
      return staffCalls.serveOrder(act.order, act.dishes, key);
    case "put_back":
      return staffCalls.putBack(act.order, act.dishes, key);
    case "course":
      return staffCalls.moveToCourse(act.order, act.index, act.course, key);
    case "allergies":
      return servingCalls.noteAllergies(act.session, act.diner, act.noted, key);
    case "fire":
      return staffCalls.fire(act.session, act.course, act.orders, key);
    case "covers":
      return staffCalls.changeCovers(act.session, act.covers, key);
    case "waiter":
      return staffCalls.assignWaiter(act.session, act.waiter?.staff ?? null, key);
    case "clean":
      return staffCalls.cleanTable(act.table, key);
    case "move":
      return staffCalls.moveParty(act.session, act.to, key);
    case "add_table":
      return staffCalls.addTable(act.session, act.to, key);
    case "leave_table":
      return staffCalls.leaveTable(act.session, act.to, key);
    case "join":
      return staffCalls.joinParty(act.session, act.to, key);
    case "part":
      return staffCalls.partGuests(act.session, partOf(act), key);
    case "approve":
      return servingCalls.approve(act.order, key);
    case "decline":
      return servingCalls.decline(act.order, act.reason, act.text, key);
  }
}
