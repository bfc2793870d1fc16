/** What is wrong with what was typed, and why the hub said no, in words for a guest. */
import type { JoinRefusal } from "../../bridge/names";
import { join } from "../../text";

/** As in `sync-protocol/src/limits.rs`. */
export const NAME_CHARS_MAX = 24;
/** As in `hub/src/auth/secrets.rs`. */
export const CODE_CHARS = 6;

export function pinProblem(pin: string, digits: number): string | undefined {
  return /^\d+$/.test(pin) && pin.length === digits ? undefined : join.pinProblem(digits);
}

/** A code as it counts: capital letters and digits, without what people type between them. */
export const bareCode = (typed: string) => typed.toUpperCase().replace(/[^A-Z0-9]/g, "");

export function codeProblem(typed: string): string | undefined {
  return bareCode(typed).length === CODE_CHARS ? undefined : join.codeProblem;
}

export function nameProblem(name: string): string | undefined {
  const length = Array.from(name.trim()).length;
  if (length === 0) return join.nameProblem;
  return length > NAME_CHARS_MAX ? join.nameTooLong(NAME_CHARS_MAX) : undefined;
}

const blocks = ["pin_blocked", "pins_paused", "pin_address_blocked", "invites_paused", "knocks_full"];

/** Is nothing more looked at for now? The last wrong PIN says so already. */
export function isBlocked(refusal: JoinRefusal): boolean {
  return blocks.includes(refusal.code) || (refusal.code === "pin_wrong" && refusal.attempts_left === 0);
}

export function refusalWords(refusal: JoinRefusal): string {
  const left = refusal.attempts_left;
  if (refusal.needs_new_pin) {
    return refusal.code === "pin_wrong" ? `${join.pinWrong} ${join.onlyNewPin}` : join.onlyNewPin;
  }
  switch (refusal.code) {
    case "pin_wrong":
      return typeof left === "number" ? `${join.pinWrong} ${join.attemptsLeft(left)}` : join.pinWrong;
    case "pin_blocked":
      return join.blocked;
    case "pins_paused":
      return join.paused;
    case "pin_address_blocked":
      return join.addressBlocked;
    case "table_key_wrong":
      return join.tableKeyWrong;
    case "hub_unreachable":
      return join.hubUnreachable;
    default:
      return refusal.message;
  }
}
