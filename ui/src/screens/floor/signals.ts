/**
 * What a waiter's device lets them hear and feel: an order that no kitchen display shows, one that waits for
 * a yes, a guest's call, dishes to run. Each once as it comes up and once more when it has waited too long;
 * the alarm goes on until somebody has looked.
 */
import { createEffect, createMemo, on, type Accessor } from "solid-js";
import { createAudible } from "../../platform/audible";
import { buzz } from "../../platform/buzz";
import type { Signal } from "../../platform/sounds";
import { callKey, orderKey } from "./acts";
import { approvalsIn, callsIn, isMine, partiesOf, UNSHOWN_MS, type FloorView, type Table } from "./tables";

/** How often the alarm is repeated, in ms. */
const ALARM_EVERY_MS = 30_000;

/** What is worst is heard, whatever else has come with it. */
const LOUDEST = ["alarm", "approval", "call", "ready"] as const satisfies Signal[];
type FloorSignal = (typeof LOUDEST)[number];

const SHAKES: Record<FloorSignal, readonly number[]> = {
  alarm: [400, 120, 400, 120, 400],
  approval: [200, 100, 200],
  call: [120, 80, 120],
  ready: [250],
};

/** Everything that asks for a waiter right now, each by a name of its own; what goes on waiting gets another. */
export function pressing(
  view: FloorView,
  hubNowMs: number,
  isShown: (table: Table) => boolean,
): Map<string, FloorSignal> {
  const all = new Map<string, FloorSignal>();
  for (const table of partiesOf(view.rooms)) {
    // Whoever is nearest walks, whosever table it is.
    for (const { order, fired_at_ms } of table.session?.unshown ?? []) {
      const overMs = hubNowMs - fired_at_ms - UNSHOWN_MS;
      if (overMs >= 0) all.set(`alarm:${order}:${Math.floor(overMs / ALARM_EVERY_MS)}`, "alarm");
    }
    if (!isShown(table)) continue;
    for (const { order } of table.session?.ready ?? []) all.set(`ready:${orderKey(order)}`, "ready");
    // The last station of a round has finished: it can all go.
    const rounds = table.session?.rounds_ready ?? 0;
    if (rounds > 0) all.set(`rounds:${table.session?.session}:${rounds}`, "ready");
  }
  for (const { table, order, isLate } of approvalsIn(view, hubNowMs)) {
    if (!isShown(table)) continue;
    all.set(`approval:${order.order}`, "approval");
    if (isLate) all.set(`approval:${order.order}:late`, "approval");
  }
  for (const { table, call, isLate } of callsIn(view, hubNowMs)) {
    // Somebody is on the way.
    if (!isShown(table) || call.taken_by) continue;
    const key = callKey(table.session?.session ?? "", call.call);
    all.set(key, "call");
    if (isLate) all.set(`${key}:late`, "call");
  }
  return all;
}

/** Which sound what has come up is worth, if any. */
export function signalOf(
  now: Map<string, FloorSignal>,
  before: ReadonlySet<string>,
): FloorSignal | undefined {
  const fresh = new Set([...now].filter(([key]) => !before.has(key)).map(([, signal]) => signal));
  return LOUDEST.find((signal) => fresh.has(signal));
}

export type FloorSignals = { isOn: Accessor<boolean>; toggle: () => void };

export function createFloorSignals(
  view: Accessor<FloorView | undefined>,
  hubNowMs: Accessor<number>,
  mine: { me: Accessor<string | undefined>; isOnly: Accessor<boolean> },
): FloorSignals {
  const audible = createAudible("floor-sound", "call");
  const isShown = (table: Table) => !mine.isOnly() || isMine(table, mine.me());
  const asked = createMemo(() => {
    const there = view();
    const whose = `${mine.isOnly()}/${mine.me() ?? ""}`;
    return there && { whose, all: pressing(there, hubNowMs(), isShown) };
  });
  // What this page was opened with is not news, nor is what comes to be seen by choosing other tables; what
  // came while the device was cut off is.
  createEffect(
    on(asked, (now, before) => {
      if (!now || before?.whose !== now.whose) return;
      const signal = signalOf(now.all, new Set(before.all.keys()));
      if (!signal) return;
      audible.play(signal);
      buzz(SHAKES[signal]);
    }),
  );
  return { isOn: audible.isOn, toggle: audible.toggle };
}
