/** What a table takes: asked with the key of its code, so it tells strangers nothing. */
import type { components } from "../api/types";
import { call } from "./calls";

export type Look = components["schemas"]["LookAnswer"];

/** The answer, or nothing when there was none. */
export async function lookAt(table: string, key: string): Promise<Look | undefined> {
  if (!key) return undefined;
  const body = JSON.stringify({ table, key });
  const answer = await call({ method: "POST", path: "/api/tables/look", body });
  if (answer?.status !== 200) return undefined;
  try {
    return JSON.parse(answer.body) as Look;
  } catch {
    return undefined;
  }
}
