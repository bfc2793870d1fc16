import { expect, test } from "vitest";
import { digitsOf, minorOf } from "./amount";
import { UNUSUAL_DIGITS } from "./digits";
import { formatMoney } from "./money";

const show = (minor: number, currency: string) => formatMoney({ minor, currency }, "bare");
const LOCALES = ["en-US", "de-CH", "fr-FR", "ja-JP", "ar-KW", "hu-HU"];
// Those that the hub lists, and all that the browser has heard of.
const CURRENCIES = [...new Set([...Object.keys(UNUSUAL_DIGITS), ...Intl.supportedValuesOf("currency")])];
const MINORS = [0, 1, 7, 99, 100, 1250, 123_456, 99_999_999_999];

/** The digits that a person sees, and how many of them stand after the mark. */
function seen(shown: string): { digits: string; after: number } {
  const latin = shown.replaceAll(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - "٠".charCodeAt(0)));
  const after = /[.,٫](\d+)\D*$/.exec(latin)?.[1] ?? "";
  return { digits: latin.replaceAll(/\D/g, ""), after: after.length };
}

test("an amount is shown with the digits of its currency", () => {
  expect(show(1250, "EUR")).toMatch(/^12[.,]50$/);
  expect(show(7, "EUR")).toMatch(/^0[.,]07$/);
  expect(show(980, "JPY")).toBe("980");
  expect(show(1250, "KWD")).toMatch(/^1[.,]250$/);
});

// Browsers leave out the cents of these (CLDR), which made of 12.50 forints 1,250 of them.
test("a currency has the hub's digits, whatever the browser thinks of it", () => {
  for (const currency of ["HUF", "IDR", "COP", "PKR", "ALL", "LBP", "MGA"]) {
    expect(digitsOf(currency)).toBe(2);
    expect(formatMoney({ minor: 125_050, currency }, "bare", "en-US")).toBe("1,250.50");
    expect(minorOf("1250.50", currency)).toBe(125_050);
  }
  expect(formatMoney({ minor: 1_250_500, currency: "IQD" }, "bare", "en-US")).toBe("1,250.500");
  expect(minorOf("1250.500", "IQD")).toBe(1_250_500);
});

test("in every language every amount of every currency is shown to its last digit", () => {
  for (const locale of LOCALES) {
    for (const currency of CURRENCIES) {
      for (const minor of MINORS) {
        const digits = digitsOf(currency);
        const { digits: all, after } = seen(formatMoney({ minor, currency }, "bare", locale));
        expect([locale, currency, Number(all), all.length > digits]).toEqual([locale, currency, minor, true]);
        if (digits > 0) expect([locale, currency, after]).toEqual([locale, currency, digits]);
      }
    }
  }
});

test("what is shown without thousands can be typed as it is", () => {
  for (const locale of LOCALES) {
    for (const currency of CURRENCIES) {
      for (const minor of [0, 7, 250, 987]) {
        const shown = formatMoney({ minor, currency }, "bare", locale);
        expect([locale, shown, minorOf(shown, currency)]).toEqual([locale, shown, minor]);
      }
    }
  }
});

test("no amount is rounded on its way, however large", () => {
  expect(formatMoney({ minor: 9_007_199_254_740_991, currency: "EUR" }, "bare", "en-US")).toBe(
    "90,071,992,547,409.91",
  );
});

test("what is given back is negative", () => {
  expect(show(-350, "EUR")).toMatch(/^[-−]3[.,]50$/);
  expect(formatMoney({ minor: -5, currency: "EUR" }, "bare", "en-US")).toBe("-0.05");
});

test("a full amount names its currency", () => {
  expect(formatMoney({ minor: 4650, currency: "EUR" })).toContain("€");
  expect(formatMoney({ minor: 465_000, currency: "HUF" }, "full", "hu-HU")).toMatch(/4650,00\sFt/);
});
