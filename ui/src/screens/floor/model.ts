/**
 * The floor screen's one model: what the hub told, with every press that the hub has not answered on top.
 * Presses go out through the outbox, so a waiter works on while the hub cannot be heard.
 */
import { createMemo, createSignal, onCleanup, type Accessor } from "solid-js";
import { openOutbox, type Queued } from "../../platform/outbox";
import { servingCalls } from "../../platform/serving-calls";
import { newCommandKey, staffCalls, type Outcome, type StaffAnswer } from "../../platform/staff-calls";
import { floorTaps } from "../../platform/staff-storage";
import { actRefused, floor as words } from "../../text-staff";
import { goToSignIn } from "../staff/who";
import type { FollowCart } from "../waiter/follow";
import { actTarget, withAct, type Act } from "./acts";
import { readActs } from "./kept";
import { createLive, type Link } from "./live";
import type { FloorView } from "./tables";

/** A press that the hub answers sooner than this is not marked as waiting. */
const SLOW_MS = 800;
const NOTICES_MAX = 3;
/** Refusals that mean that what was wanted is so already. */
const SO_ALREADY = ["call_over", "nothing_ready", "course_not_held"];

export type Notice = { id: string; text: string };

export type FloorModel = {
  /** With all presses; nothing before the hub has answered for the first time. */
  view: Accessor<FloorView | undefined>;
  link: Accessor<Link>;
  hubNowMs: Accessor<number>;
  act: (act: Act) => void;
  /** Has the hub not heard of what was done to this? */
  isUnsent: (target: string) => boolean;
  waiting: Accessor<number>;
  notices: Accessor<Notice[]>;
  dismiss: (id: string) => void;
  /** For the sheet in which a waiter orders. */
  followCart: FollowCart;
};

export function createFloor(who: Accessor<StaffAnswer | undefined>): FloorModel {
  const start = readActs();
  const [queue, setQueue] = createSignal<readonly Queued<Act>[]>(start);
  const [isSlow, setIsSlow] = createSignal(start.length > 0);
  const [notices, setNotices] = createSignal<Notice[]>([]);
  const live = createLive(() => outbox.hurry());
  const me = () => who()?.name ?? words.me;
  let slow: ReturnType<typeof setTimeout> | undefined;

  const outbox = openOutbox<Act>({
    start,
    send,
    keep: ({ key, tap }) => floorTaps.keep(key, tap),
    forget: floorTaps.forget,
    onChange: (next) => {
      setQueue(next);
      clearTimeout(slow);
      if (next.length === 0) setIsSlow(false);
      else slow = setTimeout(() => setIsSlow(true), SLOW_MS);
    },
    onDone: ({ tap }) => live.change((view) => withAct(view, tap, me())),
    onRefused: ({ key, tap }, problem) => {
      if (SO_ALREADY.includes(problem.code)) return;
      const text = actRefused(words.acts[tap.type](tableOf(tap)), problem.code, problem.title);
      setNotices((all) => [...all.slice(1 - NOTICES_MAX), { id: key, text }]);
    },
    onSignedOut: goToSignIn,
  });
  outbox.hurry();
  onCleanup(() => {
    clearTimeout(slow);
    outbox.close();
  });

  const view = createMemo(() =>
    queue().reduce<FloorView | undefined>(
      (so_far, { tap }) => so_far && withAct(so_far, tap, me()),
      live.view(),
    ),
  );
  const unsent = createMemo(() => {
    const isMarked = isSlow() || live.link().type === "cut_off";
    return new Set(isMarked ? queue().map(({ tap }) => actTarget(tap)) : []);
  });

  return {
    view,
    link: live.link,
    hubNowMs: live.hubNowMs,
    act: (act) => outbox.add({ key: newCommandKey(), tap: act }),
    isUnsent: (target) => unsent().has(target),
    followCart: live.followCart,
    waiting: () => queue().length,
    notices,
    dismiss: (id) => setNotices((all) => all.filter((notice) => notice.id !== id)),
  };
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
      return staffCalls.serveOrder(act.order, key);
    case "fire":
      return staffCalls.fire(act.session, act.course, key);
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
    case "approve":
      return servingCalls.approve(act.order, key);
    case "decline":
      return servingCalls.decline(act.order, act.reason, act.text, key);
  }
}
