/** Files that the hub writes after it has put on record that they leave it. */
import type { components } from "../api/types";
import type { Outcome } from "./staff-calls";

/** A file may have much to write. */
const WRITTEN_WITHIN_MS = 60_000;

/** Asks for a file and saves it under a name. Not JSON, unlike every other answer. */
export async function saveFile(path: string, body: object, name: string): Promise<Outcome<null>> {
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      cache: "no-store",
      credentials: "same-origin",
      signal: AbortSignal.timeout(WRITTEN_WITHIN_MS),
    });
    if (!answer.ok) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every refusal of the hub is one
      return { type: "refused", problem: (await answer.json()) as components["schemas"]["Problem"] };
    }
    save(await answer.blob(), name);
    return { type: "done", value: null };
  } catch {
    return { type: "unreachable" };
  }
}

function save(file: Blob, name: string) {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
