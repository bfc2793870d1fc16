const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });

/** A time of day as this device writes it. */
export function timeText(wallMs: number): string {
  return clock.format(wallMs);
}

const day = new Intl.DateTimeFormat(undefined, { dateStyle: "long" });

/** A day as this device writes it. */
export function dayText(wallMs: number): string {
  return day.format(wallMs);
}

const dayAndClock = new Intl.DateTimeFormat(undefined, {
  day: "numeric",
  month: "short",
  hour: "numeric",
  minute: "2-digit",
});

/** A day and time as this device writes them. */
export function dayTimeText(wallMs: number): string {
  return dayAndClock.format(wallMs);
}
