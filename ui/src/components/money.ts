/**
 * Shows amounts. Nothing here works a price out: amounts arrive in whole minor units, and the only
 * step is to put the decimal mark where the currency has it.
 */
export type Money = { minor: number; currency: string };

/** `full` names the currency; `bare` leaves it out where many prices stand together. */
export type MoneyStyle = "full" | "bare";

const formats = new Map<string, Intl.NumberFormat>();

function format(currency: string, style: MoneyStyle): Intl.NumberFormat {
  const key = `${currency} ${style}`;
  let found = formats.get(key);
  if (!found) {
    const digits = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions();
    found = new Intl.NumberFormat(undefined, {
      ...(style === "full" ? { style: "currency", currency } : {}),
      minimumFractionDigits: digits.minimumFractionDigits ?? 2,
      maximumFractionDigits: digits.maximumFractionDigits ?? 2,
    });
    formats.set(key, found);
  }
  return found;
}

export function formatMoney({ minor, currency }: Money, style: MoneyStyle = "full"): string {
  const form = format(currency, style);
  return form.format(minor / 10 ** (form.resolvedOptions().maximumFractionDigits ?? 2));
}
