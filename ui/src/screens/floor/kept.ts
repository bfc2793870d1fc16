/** What an earlier page of this device kept of the floor, judged before it is used. */
import type { Queued } from "../../platform/outbox";
import { floorTaps, keptFloor } from "../../platform/staff-storage";
import type { Act } from "./acts";
import type { FloorView } from "./tables";

/** The floor, and the two clocks at the moment it was kept. */
export type KeptFloor = { view: FloorView; hubMs: number; wallMs: number };

export function readFloor(): KeptFloor | undefined {
  const kept = keptFloor();
  return isKeptFloor(kept) ? kept : undefined;
}

export function readActs(): Queued<Act>[] {
  return floorTaps.kept().filter(isQueued);
}

function isKeptFloor(kept: unknown): kept is KeptFloor {
  if (!has(kept, "view") || !has(kept, "hubMs") || !has(kept, "wallMs")) return false;
  const { view, hubMs, wallMs } = kept;
  return (
    typeof hubMs === "number" && typeof wallMs === "number" && has(view, "rooms") && Array.isArray(view.rooms)
  );
}

function isQueued(kept: unknown): kept is Queued<Act> {
  return has(kept, "key") && typeof kept.key === "string" && has(kept, "tap") && has(kept.tap, "type");
}

function has<Name extends string>(value: unknown, name: Name): value is Record<Name, unknown> {
  return typeof value === "object" && value !== null && name in value;
}
