/** With whom a guest can order at the same moment: only where everyone has a cart of their own. */
import type { View } from "../../bridge/names";

type Table = Pick<View, "mode" | "me"> & { diners: Pick<View["diners"][number], "diner" | "has_left">[] };

/** The others of the table, as long as they sit there. */
export function ordersWith({ mode, me, diners }: Table): string[] {
  if (mode !== "individual") return [];
  return diners.filter(({ diner, has_left }) => diner !== me && !has_left).map(({ diner }) => diner);
}
