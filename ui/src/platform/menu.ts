/**
 * The text of the menu: from the hub, or from the last visit while the hub does not answer. The
 * first fetch begins with the page, before any screen is loaded.
 */
import { call } from "./calls";
import { keepMenu } from "./kept";

let underWay: Promise<string | undefined> | undefined;

async function fetchBody(): Promise<string | undefined> {
  const answer = await call({ method: "GET", path: "/api/menu", body: "" });
  if (answer?.status !== 200) return undefined;
  keepMenu(answer.body);
  return answer.body;
}

export function beginMenu(): void {
  underWay ??= fetchBody();
}

/** The menu of now, or nothing when the hub does not answer. */
export function fetchMenu(): Promise<string | undefined> {
  const early = underWay;
  underWay = undefined;
  return early ?? fetchBody();
}
