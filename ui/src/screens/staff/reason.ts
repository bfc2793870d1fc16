import type { Outcome } from "../../platform/staff-calls";
import { faulted, refused, unreachable } from "../../text-staff";

/** Why a call came to nothing, in words for the person who made it. */
export function reasonOf(outcome: Exclude<Outcome<unknown>, { type: "done" }>): string {
  switch (outcome.type) {
    case "refused":
    case "busy":
      return refused(outcome.problem.code, outcome.problem.title, outcome.problem.retry_after_s);
    case "fault":
      return faulted;
    case "unreachable":
      return unreachable;
  }
}
