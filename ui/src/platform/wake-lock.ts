/**
 * Keeps the screen awake while the page is looked at, where the browser can: on plain http it cannot.
 * Gives how to stop.
 */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | undefined;
  const stop = new AbortController();

  async function ask() {
    if (!("wakeLock" in navigator) || document.visibilityState !== "visible") return;
    try {
      const given = await navigator.wakeLock.request("screen");
      if (stop.signal.aborted) await given.release();
      else lock = given;
    } catch {
      // Refused, for example with an empty battery; asked again when the page is next looked at.
    }
  }

  // A browser takes the lock back whenever the page is hidden.
  document.addEventListener("visibilitychange", () => void ask(), { signal: stop.signal });
  void ask();
  return () => {
    stop.abort();
    void lock?.release();
  };
}
