/** How long before it is signed out a phone says so. */
const WARN_BEFORE_MS = 2 * 60_000;

/** Is a sign-in about to end, and has not yet? */
export function endsSoon(endsAtMs: number, nowMs: number): boolean {
  return endsAtMs > nowMs && endsAtMs - nowMs <= WARN_BEFORE_MS;
}
