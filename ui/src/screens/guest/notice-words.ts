/** What happened, as a sentence. */
import type { Notice } from "../../bridge/names";
import { notices } from "../../text";

export function noticeWords(notice: Notice, nameOf: (diner: string) => string): string {
  switch (notice.type) {
    case "changed_meanwhile": {
      const { added, removed } = notice;
      const what = [added > 0 && notices.added(added), removed > 0 && notices.removed(removed)];
      return notices.changedMeanwhile(what.filter((words) => words !== false));
    }
    case "ordered_by_other":
      return notices.orderedByOther(nameOf(notice.diner));
    case "edit_dropped":
      return notices.editDropped(notice.dish || notices.someDish, notice.message);
    case "not_kept":
      return notices.notKept;
  }
}
