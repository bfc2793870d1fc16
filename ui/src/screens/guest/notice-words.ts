/** What happened, as a sentence. */
import { together } from "../../text-together";
import type { Notice } from "../../bridge/names";
import type { components } from "../../bridge/types";
import { formatMoney } from "../../components/money";
import { notices } from "../../text";
import { waitingOrder, whyDeclined } from "../../text-approval";
import { bill } from "../../text-bill";

export function noticeWords(notice: Notice, nameOf: (diner: string) => string): string {
  switch (notice.type) {
    case "changed_meanwhile":
      return notices.changedMeanwhile(changedWords(notice.dishes));
    case "with_others":
      return notices.withOthers(notice.table);
    case "guests_came":
      return notices.guestsCame(notice.diners.map(nameOf));
    case "ordered_by_other":
      return (notice.is_waiting ? notices.orderedByOtherWaits : notices.orderedByOther)(nameOf(notice.diner));
    case "edit_dropped":
      return notices.editDropped(notice.dish || notices.someDish, notice.message);
    case "not_let_in":
      return notices.notLetIn(notice.message);
    case "not_sent":
      return together.failed(notice.message);
    case "not_cancelled":
      return notices.notCancelled(notice.message);
    case "ordered_again":
      return notices.orderedAgain(notice.dish, notice.differences);
    case "not_again":
      return notices.notAgain(notice.dish, notice.message);
    case "not_called":
      return notices.notCalled(notice.message);
    case "order_declined":
      return waitingOrder.notice(
        notice.number,
        [
          whyDeclined(notice.reason, notice.text),
          notice.is_back ? waitingOrder.isBack : waitingOrder.notBack,
        ].join(" "),
      );
    case "not_kept":
      return notices.notKept;
    case "paid": {
      const amount = formatMoney(notice.amount);
      const who = notice.diners.map(nameOf);
      const paid = who.length > 0 ? bill.news(bill.names(who), amount) : bill.newsNobody(amount);
      return paid + (notice.left.minor > 0 ? bill.newsLeft(formatMoney(notice.left)) : bill.newsAll);
    }
  }
}

type ChangedDish = components["schemas"]["ChangedDish"];

/** More dishes than that are counted, not named. */
const NAMED_MAX = 3;

function changedWords(dishes: ChangedDish[]): string[] {
  const sum = (counts: number[]) => counts.reduce((all, one) => all + one, 0);
  if (dishes.length > NAMED_MAX) {
    return [
      { n: sum(dishes.map((one) => one.added)), words: notices.added },
      { n: sum(dishes.map((one) => one.removed)), words: notices.removed },
      { n: sum(dishes.map((one) => one.changed)), words: notices.changed },
    ].flatMap(({ n, words }) => (n > 0 ? [words(n)] : []));
  }
  return dishes.flatMap((one) => {
    const dish = one.dish || notices.someDish;
    return [
      ...(one.added > 0 ? [notices.dishAdded(one.added, dish)] : []),
      ...(one.removed > 0 ? [notices.dishRemoved(one.removed, dish)] : []),
      ...(one.changed > 0 ? [notices.dishChanged(one.changed, dish)] : []),
    ];
  });
}
