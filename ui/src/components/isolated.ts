/** Letters of scripts that are written from right to left. */
const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/**
 * A text that somebody typed, to stand in a sentence beside others: isolated (UAX 9, FSI and PDI) when it
 * is written from right to left, so that it cannot turn round the numbers and names beside it. The hub
 * refuses marks of direction in what people type, so these are the only ones there are.
 */
export function isolated(typed: string): string {
  return RIGHT_TO_LEFT.test(typed) ? `\u2068${typed}\u2069` : typed;
}
