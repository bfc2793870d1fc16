/** Notes that people hand over, and what the smallest coin makes of an amount. The hub has the last word. */

/** The nearest amount that coins can make, a half up. */
export function inCoins(amount: number, step: number): number {
  const over = amount % step;
  return 2 * over >= step ? amount - over + step : amount - over;
}

/** Notes and coins of a currency, in its whole units, as far as guests hand them over. */
const NOTES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];

/** What guests are likely to hand over for an amount: itself, then the next round sums. */
export function likelyCash(due: number, digits: number): number[] {
  const whole = 10 ** digits;
  const rounded = NOTES.map((note) => {
    const over = due % (note * whole);
    return over === 0 ? due : due - over + note * whole;
  });
  return [...new Set([due, ...rounded])].toSorted((one, other) => one - other).slice(0, 5);
}
