/** Leads to the question that has no answer yet. */
import { prefersStillness } from "../../platform/media";

export const questionId = (group: string) => `question-${group}`;

export function showMissing(group: string): void {
  const question = document.getElementById(questionId(group));
  question?.scrollIntoView({ behavior: prefersStillness() ? "instant" : "smooth", block: "center" });
  question?.querySelector("input")?.focus({ preventScroll: true });
}
