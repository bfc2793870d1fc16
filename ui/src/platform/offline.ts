/**
 * Keeps the page itself, so that it opens while the hub is off: by a service worker where there is
 * one, else in the browser's cache, which the hub lets have it for a week.
 */
const WORKER = "/service-worker.js";

/** Begins once the page has all it needs to be shown. */
export function keepPage(): void {
  if (!import.meta.env.PROD) return;
  if (document.readyState === "complete") keep();
  else window.addEventListener("load", keep, { once: true });
}

function keep() {
  // Without either the page works all the same, only not with the hub off.
  if ("serviceWorker" in navigator) navigator.serviceWorker.register(WORKER).catch(() => undefined);
  else renew().catch(() => undefined);
}

/** Asks whether the page has changed, so that the next one to be opened is of today. */
async function renew(): Promise<void> {
  await fetch(location.pathname, { cache: "no-cache" });
}
