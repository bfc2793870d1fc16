/** What carries frames to the hub and back. One is made for each conversation and used for no other. */
export type CarrierEvents = {
  onOpen: () => void;
  /** It has ended by itself; nothing comes after. */
  onClose: () => void;
  onFrame: (bytes: Uint8Array) => void;
};

export type Carrier = {
  send: (bytes: Uint8Array<ArrayBuffer>) => void;
  close: () => void;
};
