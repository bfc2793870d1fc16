/** A WebSocket to the hub, binary. */
import type { Carrier, CarrierEvents } from "./carrier";

export function openSocket(path: string, events: CarrierEvents): Carrier {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(`${scheme}//${location.host}${path}`);
  socket.binaryType = "arraybuffer";
  socket.addEventListener("open", () => events.onOpen());
  socket.addEventListener("close", () => events.onClose());
  socket.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (data instanceof ArrayBuffer) events.onFrame(new Uint8Array(data));
  });
  return {
    close: () => socket.close(),
    send: (bytes) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(bytes);
    },
  };
}
