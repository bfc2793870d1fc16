/**
 * The way back to the receipts once the visit is over. A token ends with its visit, so the phone asks
 * for the link while it has one, and keeps it beside the login of its table.
 */
import { createEffect, on } from "solid-js";
import { keptFarewell, keepFarewell, keptFor } from "../../platform/kept";
import { call } from "../../platform/calls";
import type { GoodbyeLink } from "../../platform/till-calls";
import { useGuest } from "../guest/context";

const table = () => location.pathname.split("/")[2] ?? "";

/** Asks whenever this phone comes to the table; a lost answer is asked for with the next connection. */
export function createFarewell(): void {
  const { guest } = useGuest();
  const isHere = () => guest.view.stage.type === "seated" && guest.view.connection.type === "live";
  createEffect(
    on(isHere, (is) => {
      if (is) void ask();
    }),
  );
}

async function ask(): Promise<void> {
  const token = tokenOf(keptFor(table()).login());
  if (token === undefined) return;
  const answer = await call({ method: "GET", path: "/api/customer/goodbye", token, body: "" });
  if (answer?.status === 200) keepFarewell(table(), answer.body);
}

/** The link that was kept; nothing for a phone that never got one. */
export function farewell(): GoodbyeLink | undefined {
  const link = parsed(keptFarewell(table()));
  if (typeof link !== "object" || link === null) return undefined;
  if (!("session" in link) || !("diner" in link) || !("key" in link)) return undefined;
  const { session, diner, key } = link;
  if (typeof session !== "string" || typeof diner !== "string" || typeof key !== "string") return undefined;
  return { session, diner, key };
}

function tokenOf(login: string | undefined): string | undefined {
  const kept = parsed(login);
  if (typeof kept !== "object" || kept === null || !("token" in kept)) return undefined;
  return typeof kept.token === "string" ? kept.token : undefined;
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
