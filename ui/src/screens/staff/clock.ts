const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });

/** A time of day as this device writes it. */
export function timeText(wallMs: number): string {
  return clock.format(wallMs);
}
