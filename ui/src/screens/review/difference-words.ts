/** One difference as a sentence. */
import type { CartDifference } from "../../bridge/names";
import { formatMoney } from "../../components/money";
import { difference as text } from "../../text";

export function differenceWords({ dish: name, what }: CartDifference): string {
  const dish = name || text.aDish;
  switch (what.type) {
    case "unknown":
      return text.unknown(dish);
    case "gone":
      return text.gone(dish);
    case "already_sent":
      return text.alreadySent(dish, what.by);
    case "reconfigured":
      return text.reconfigured(dish);
    case "choices_conflict":
      return text.choicesConflict(dish);
    case "given_to":
      return text.givenTo(dish, what.diner);
    case "repriced":
      return text.repriced(dish, formatMoney(what.shown), formatMoney(what.now));
    case "eighty_sixed":
      return text.eightySixed(dish);
    case "not_on_menu":
      return text.notOnMenu(dish);
    case "choices":
      return text.choices(dish, what.message);
    case "too_few_left":
      return text.tooFewLeft(dish, what.left);
    case "digest":
      return text.digest;
  }
}
