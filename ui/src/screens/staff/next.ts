/** Where to go after signing in: a path of this hub, never another site. */
export function nextPath(search: string, fallback: string): string {
  const next = new URLSearchParams(search).get("next") ?? "";
  const isPath = /^(\/[a-z0-9-]+)+$/.test(next);
  return isPath && next !== "/staff" ? next : fallback;
}
