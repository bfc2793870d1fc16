/** Reads what somebody counted in the drawer. Whole minor units only: no fraction of a cent ever exists. */

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
