/**
 * Amounts that a person types, as whole minor units. Never by way of a float: what is typed is
 * letters, and letters are what is read. How many digits a currency has is what the hub says
 * (`digits.ts`), not what the browser thinks: to many browsers a forint has no fillér.
 */
import { UNUSUAL_DIGITS, USUAL_DIGITS } from "./digits";

/** Digits after the mark that a currency has. */
export function digitsOf(currency: string): number {
  return UNUSUAL_DIGITS[currency] ?? USUAL_DIGITS;
}

/** `12.5`, `12,50` and `١٢٫٥` are 1250 minor units of a euro; nothing when it is no amount. */
export function minorOf(typed: string, currency: string): number | undefined {
  const digits = digitsOf(currency);
  const match = /^(\d{1,9})(?:[.,](\d*))?$/.exec(plain(typed).trim());
  const [, whole, fraction = ""] = match ?? [];
  if (whole === undefined || fraction.length > digits) return undefined;
  return Number(whole + fraction.padEnd(digits, "0"));
}

/** As it is typed: `1250` minor units of a euro are `12.50`. */
export function typedOf(minor: number, currency: string): string {
  const digits = digitsOf(currency);
  const text = String(Math.abs(minor)).padStart(digits + 1, "0");
  const size = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  return minor < 0 ? `-${size}` : size;
}

/** Zeros of the digits that keyboards in Arabic, Persian and Japanese type. */
const ZEROS = ["\u0660", "\u06f0", "\uff10"];

/** The same with the digits and the decimal mark of every other keyboard. */
function plain(typed: string): string {
  const digits = typed.replaceAll(/[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g, (digit) => {
    const values = ZEROS.map((zero) => digit.charCodeAt(0) - zero.charCodeAt(0));
    return String(values.find((value) => value >= 0 && value <= 9));
  });
  return digits.replaceAll(/[\u066b\uff0c\uff0e]/g, ".");
}
