/**
 * What a key asks for. A bump bar is a keyboard: its digits bump the ticket in that place of the page,
 * arrows turn pages. The keys work only where somebody has turned them on, so that nobody who speaks
 * or scans bumps by mistake.
 */
export type KeyAct =
  { type: "bump"; place: number } | { type: "turn"; by: 1 | -1 } | { type: "recall" } | { type: "all_day" };

const ACTS: Record<string, KeyAct> = {
  ArrowRight: { type: "turn", by: 1 },
  PageDown: { type: "turn", by: 1 },
  ArrowLeft: { type: "turn", by: -1 },
  PageUp: { type: "turn", by: -1 },
  r: { type: "recall" },
  a: { type: "all_day" },
};

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "repeat">;

export function actOf(event: Pressed): KeyAct | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return undefined;
  if (/^[0-9]$/.test(event.key)) return { type: "bump", place: (Number(event.key) + 9) % 10 };
  return ACTS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
}

/** The key of a place on the page; the eleventh ticket has none. */
export function keyOf(place: number): string | undefined {
  return place < 0 || place > 9 ? undefined : String((place + 1) % 10);
}
