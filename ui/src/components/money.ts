/**
 * Shows amounts. Nothing here works a price out: amounts arrive in whole minor units, and the only
 * step is to put the decimal mark where the currency has it, in letters (`amount.ts`), so that no
 * amount is ever a fraction. How it looks is the browser's language, how many digits the hub's word.
 */
import { digitsOf, typedOf } from "./amount";

export type Money = { minor: number; currency: string };

/** `full` names the currency; `bare` leaves it out where many prices stand together. */
export type MoneyStyle = "full" | "bare";

const formats = new Map<string, Intl.NumberFormat>();

function format(currency: string, style: MoneyStyle, locale: string | undefined): Intl.NumberFormat {
  const key = `${currency} ${style} ${locale}`;
  let found = formats.get(key);
  if (!found) {
    const digits = digitsOf(currency);
    found = new Intl.NumberFormat(locale, {
      ...(style === "full" ? { style: "currency", currency } : {}),
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formats.set(key, found);
  }
  return found;
}

/** An amount in the language of the browser, or in another. */
export function formatMoney({ minor, currency }: Money, style: MoneyStyle = "full", locale?: string): string {
  // A decimal in letters is taken as it is; the type cannot tell that these letters are one.
  return format(currency, style, locale).format(typedOf(minor, currency) as `${number}`);
}
