/** Other tabs of the same table in this browser. Where there is no channel, there are no others. */
export type Tabs = { tell: (bytes: Uint8Array) => void; close: () => void };

export function openTabs(table: string, onMessage: (bytes: Uint8Array) => void): Tabs {
  if (typeof BroadcastChannel === "undefined") return { tell: () => undefined, close: () => undefined };
  const channel = new BroadcastChannel(`plato-${table}`);
  channel.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (data instanceof Uint8Array) onMessage(data);
  });
  return { tell: (bytes) => channel.postMessage(bytes), close: () => channel.close() };
}
