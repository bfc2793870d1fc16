import { expect, test } from "vitest";
import { deviceKind, KINDS, linesOf } from "./device";

test("a browser's words tell which steps are shown first", () => {
  const seen = [
    deviceKind("Mozilla/5.0 (Linux; Android 14; Pixel 7) Chrome/126.0 Mobile Safari/537.36", 5),
    deviceKind("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Safari/604.1", 5),
    deviceKind("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0", 0),
    deviceKind("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1", 0),
    deviceKind("Mozilla/5.0 (X11; Linux x86_64) Chrome/126.0", 0),
    deviceKind("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", 0),
  ];
  expect(seen).toEqual(KINDS);
  expect(deviceKind("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1", 5)).toBe("apple");
});

test("a fingerprint is shown whole, in lines of equal length", () => {
  const bytes = Array.from({ length: 32 }, (_, n) => n.toString(16).padStart(2, "0").toUpperCase());
  const lines = linesOf(bytes.join(":"), 8);
  expect(lines).toHaveLength(4);
  expect(lines.join(" ")).toBe(bytes.join(" "));
});
