/** Kinds of devices that take certificates in ways of their own. */
export type DeviceKind = "android" | "apple" | "windows" | "mac" | "linux" | "firefox";

/** All of them, in the order in which they are shown. */
export const KINDS: DeviceKind[] = ["android", "apple", "windows", "mac", "linux", "firefox"];

/** Which kind a browser says it runs on. An iPad calls itself a Mac, but has a touch screen. */
export function deviceKind(userAgent: string, touchPoints: number): DeviceKind {
  if (/Android/.test(userAgent)) return "android";
  if (/iPhone|iPad|iPod/.test(userAgent)) return "apple";
  if (/Macintosh/.test(userAgent) && touchPoints > 1) return "apple";
  if (/Firefox/.test(userAgent)) return "firefox";
  if (/Windows/.test(userAgent)) return "windows";
  if (/Macintosh/.test(userAgent)) return "mac";
  return "linux";
}

/** A fingerprint in lines of so many bytes, so that two people can read it to each other. */
export function linesOf(fingerprint: string, bytes: number): string[] {
  const all = fingerprint.split(":");
  const lines = [];
  for (let from = 0; from < all.length; from += bytes) lines.push(all.slice(from, from + bytes).join(" "));
  return lines;
}
