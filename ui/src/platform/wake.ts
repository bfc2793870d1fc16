/** Tells when the page is looked at again or the phone has a network again. Gives how to stop. */
export function onWake(wake: () => void): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const whenVisible = () => {
    if (document.visibilityState === "visible") wake();
  };
  document.addEventListener("visibilitychange", whenVisible, { signal });
  window.addEventListener("online", wake, { signal });
  window.addEventListener("pageshow", (event) => event.persisted && wake(), { signal });
  return () => stop.abort();
}
