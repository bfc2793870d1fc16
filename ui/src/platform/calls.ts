/** HTTP calls to the hub, with a bound on how long an answer is awaited. */
const ANSWER_MS_MAX = 15_000;

export type Call = { method: string; path: string; token?: string | null; body: string };
export type Answer = { status: number; body: string };

/** The answer, or nothing when there was none. */
export async function call({ method, path, token, body }: Call): Promise<Answer | undefined> {
  const headers = new Headers({ Accept: "application/json" });
  if (body) headers.set("Content-Type", "application/json");
  if (token) headers.set("Authorization", `Bearer ${token}`);
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), ANSWER_MS_MAX);
  try {
    const response = await fetch(path, {
      method,
      headers,
      body: body || null,
      signal: patience.signal,
      cache: "no-store",
    });
    return { status: response.status, body: await response.text() };
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
