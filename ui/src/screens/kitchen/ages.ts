/** How old a ticket is, as a clock and a word, and the hub's clock as this screen knows it. */
import type { Station, Ticket } from "./tickets";

export type AgeWord = "new" | "waiting" | "late";

export type Age = { clock: string; word: AgeWord };

export function ageOf(ticket: Ticket, stations: Station[], hubNowMs: number): Age {
  const age = Math.max(0, hubNowMs - ticket.fired_at_ms);
  return { clock: clockText(age), word: ageWord(age, stationOf(ticket, stations)) };
}

export function ageWord(ageMs: number, station: Station | undefined): AgeWord {
  if (!station || ageMs < station.warn_after_ms) return "new";
  return ageMs < station.late_after_ms ? "waiting" : "late";
}

/** `m:ss`, and `h:mm:ss` from an hour on. */
export function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

function two(n: number): string {
  return String(n).padStart(2, "0");
}

function stationOf(ticket: Ticket, stations: Station[]): Station | undefined {
  return stations.find((station) => station.station === (ticket.pace ?? ticket.station));
}

/** The hub's time at one moment of this page's own steady clock. */
export type HubClock = { hubMs: number; pageMs: number };

export function hubNow(clock: HubClock, pageNowMs: number): number {
  return clock.hubMs + Math.max(0, pageNowMs - clock.pageMs);
}
