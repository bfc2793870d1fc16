/**
 * Keeps the page, so that it opens and reloads while the hub is off. Works on https and localhost;
 * elsewhere browsers have no service workers and the page is kept in their own cache.
 *
 * The page comes from the hub while that answers. What a page is made of has names that change with
 * the content and comes from the cache. `/api` is never touched. Each build has a cache of its own,
 * complete before it is used; an open page has all that it needs and does not notice the change.
 */
declare const self: ServiceWorkerGlobalScope;
/** Written in front of this file by the build: what a page is made of, and a name for all of it. */
declare const PLATO_FILES: readonly string[];
declare const PLATO_BUILD: string;

const OWN = "plato-";
const CACHE = OWN + PLATO_BUILD;
/** The one page behind all addresses. */
const PAGE = "/index.html";
const ADDRESSES = /^\/((t\/[a-z0-9-]{1,32}|kitchen|floor|staff)\/?)?$/;
/** A hub that is there answers sooner. */
const ANSWER_MS_MAX = 3_000;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== self.location.origin) return;
  if (mode === "navigate" && ADDRESSES.test(pathname)) event.respondWith(page(url));
  else if (pathname.startsWith("/assets/")) event.respondWith(asset(event.request));
});

async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll([new Request(PAGE, { cache: "reload" }), ...PLATO_FILES]);
  await self.skipWaiting();
}

async function takeOver() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(OWN) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** The hub's page; the kept one when the hub is silent, or something before it answers in its place. */
async function page(url: string): Promise<Response> {
  const fresh = await ask(url);
  if (fresh?.ok) return fresh;
  const cache = await caches.open(CACHE);
  return (await cache.match(PAGE)) ?? fresh ?? Response.error();
}

async function ask(url: string): Promise<Response | undefined> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), ANSWER_MS_MAX);
  try {
    // Past the browser's own cache, which may hold the page for a week.
    return await fetch(url, { cache: "no-cache", signal: patience.signal });
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

async function asset(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request, { ignoreVary: true });
  if (kept) return kept;
  const fresh = await fetch(request);
  // Letters of a script that few need are not among the files of the build.
  if (fresh.ok) await cache.put(request, fresh.clone());
  return fresh;
}
