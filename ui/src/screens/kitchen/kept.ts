/** What an earlier page of this device kept, judged before it is used: it may be of another version. */
import type { Queued } from "../../platform/outbox";
import { keptBoard, kitchenTaps } from "../../platform/staff-storage";
import type { Board } from "./tickets";
import type { Tap } from "./taps";

/** A board, and the two clocks at the moment it was kept. */
export type KeptBoard = { board: Board; hubMs: number; wallMs: number };

export function readBoard(): KeptBoard | undefined {
  const kept = keptBoard();
  return isKeptBoard(kept) ? kept : undefined;
}

export function readTaps(): Queued<Tap>[] {
  return asTaps(kitchenTaps.kept());
}

/** Taps as they are today; an earlier page took a dish off, or put it back, by a kind of its own. */
export function asTaps(kept: unknown[]): Queued<Tap>[] {
  return kept.filter(isQueued).map(({ key, tap }) => ({ key, tap: isOldSwitch(tap) ? asStock(tap) : tap }));
}

type OldSwitch = { type: "eighty_six"; item: string; isEightySixed: boolean };

function isOldSwitch(tap: unknown): tap is OldSwitch {
  return has(tap, "type") && tap.type === "eighty_six";
}

function asStock({ item, isEightySixed }: OldSwitch): Tap {
  return { type: "stock", of: { type: "item", item }, mode: { type: isEightySixed ? "off" : "plenty" } };
}

function isKeptBoard(kept: unknown): kept is KeptBoard {
  if (!has(kept, "board") || !has(kept, "hubMs") || !has(kept, "wallMs")) return false;
  const { board, hubMs, wallMs } = kept;
  const lists = ["stations", "tickets", "done", "items"];
  return (
    typeof hubMs === "number" &&
    typeof wallMs === "number" &&
    lists.every((list) => has(board, list) && Array.isArray(board[list]))
  );
}

function isQueued(kept: unknown): kept is Queued<Tap> {
  return has(kept, "key") && typeof kept.key === "string" && has(kept, "tap") && has(kept.tap, "type");
}

function has<Name extends string>(value: unknown, name: Name): value is Record<Name, unknown> {
  return typeof value === "object" && value !== null && name in value;
}
