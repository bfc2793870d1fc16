/** Reads what somebody counted or typed. Whole minor units only: no fraction of a cent ever exists. */

/** Digits after the decimal mark of a currency. */
export function digitsOf(currency: string): number {
  const format = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions();
  return format.maximumFractionDigits ?? 2;
}

/** `120.50` or `120,5` in minor units; nothing for what is no amount. */
export function parseAmount(text: string, currency: string): number | undefined {
  const digits = digitsOf(currency);
  const match = /^(\d{1,9})(?:[.,](\d{1,3}))?$/.exec(text.trim());
  const [, whole, fraction = ""] = match ?? [];
  if (whole === undefined || fraction.length > digits) return undefined;
  return Number(whole + fraction.padEnd(digits, "0"));
}

/** How many pieces; an empty field is none. Nothing for what is no count. */
export function parsePieces(text: string): number | undefined {
  const typed = text.trim();
  if (typed === "") return 0;
  return /^\d{1,6}$/.test(typed) ? Number(typed) : undefined;
}

/** What so many of each coin come to; nothing while a count is no number. */
export function countedIn(coins: readonly number[], pieces: readonly string[]): number | undefined {
  let sum = 0;
  for (const [index, coin] of coins.entries()) {
    const count = parsePieces(pieces[index] ?? "");
    if (count === undefined) return undefined;
    sum += coin * count;
  }
  return sum;
}
