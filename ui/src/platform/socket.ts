/**
 * The socket to the hub: at most one, binary, told apart from its predecessors. How long it may take
 * to open, and when to try again, is for whoever opens it to say.
 */
export type SocketEvents = {
  onOpen: () => void;
  onClose: () => void;
  onFrame: (bytes: Uint8Array) => void;
};

export type Socket = {
  open: () => void;
  send: (bytes: Uint8Array<ArrayBuffer>) => void;
  close: () => void;
};

export function createSocket(path: string, events: SocketEvents): Socket {
  let current: WebSocket | undefined;

  /** Lets go of the socket without a word to anyone. */
  function drop() {
    const old = current;
    current = undefined;
    old?.close();
  }

  function open() {
    drop();
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}${path}`);
    socket.binaryType = "arraybuffer";
    current = socket;
    const lose = () => {
      if (current !== socket) return;
      drop();
      events.onClose();
    };
    socket.addEventListener("open", () => {
      if (current === socket) events.onOpen();
    });
    socket.addEventListener("close", lose);
    socket.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      if (current === socket && data instanceof ArrayBuffer) events.onFrame(new Uint8Array(data));
    });
  }

  return {
    open,
    close: drop,
    send: (bytes) => {
      if (current?.readyState === WebSocket.OPEN) current.send(bytes);
    },
  };
}
