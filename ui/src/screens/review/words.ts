/** Where a review stands, in a few words and in a sentence. */
import type { ReviewState } from "../../bridge/names";
import { review as text } from "../../text";

export function titleOf(state: ReviewState): string {
  switch (state.type) {
    case "open":
      return text.title;
    case "sending":
      return text.sendingTitle;
    case "unknown":
      return text.unknownTitle;
    case "changed":
      return text.changedTitle;
    case "refused":
      return text.refusedTitle;
    case "placed":
      return text.placedTitle;
  }
}

export function leadOf(state: ReviewState, numberOf: (order: number) => number): string {
  switch (state.type) {
    case "open":
      return text.lead;
    case "sending":
      return text.sending;
    case "unknown":
      return text.unknown;
    case "changed":
      return text.changedLead;
    case "refused":
      return text.refusedLead;
    case "placed":
      return text.placed(numberOf(state.order));
  }
}
