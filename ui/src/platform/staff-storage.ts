/**
 * What a staff device remembers by itself: the board it last saw, taps that the hub has not answered,
 * and small choices. A device without storage, or with a full one, works on without.
 */

const BOARD = "plato-kitchen-board-1";
const TAP = "plato-kitchen-tap-1:";
const CHOICE = "plato-kitchen-choice-1:";
const PAYMENT = "plato-payment-1:";

/** Somebody has signed out: this page keeps nothing any more, not even on its way out. */
let isForgotten = false;

export function keepBoard(board: unknown) {
  if (!isForgotten) write(BOARD, JSON.stringify(board));
}

/** The board as it was kept; whoever asks judges its form. */
export function keptBoard(): unknown {
  return parsed(read(BOARD));
}

export function forgetBoard() {
  isForgotten = true;
  remove(BOARD);
}

/** Each tap is a record of its own, so that two open pages never overwrite each other's. */
export function keepTap(key: string, tap: unknown) {
  const last = tapNames().at(-1)?.slice(TAP.length) ?? "0";
  const place = String(Number.parseInt(last, 10) + 1).padStart(9, "0");
  write(`${TAP}${place}:${key}`, JSON.stringify({ key, tap }));
}

export function forgetTap(key: string) {
  for (const name of tapNames()) if (name.endsWith(`:${key}`)) remove(name);
}

/** Taps that were never answered, oldest first. */
export function keptTaps(): unknown[] {
  return tapNames().map((name) => parsed(read(name)));
}

export function choice(name: string): string | undefined {
  return read(CHOICE + name) ?? undefined;
}

export function keepChoice(name: string, value: string) {
  write(CHOICE + name, value);
}

/** A payment that the hub was asked to take and has not answered for, of a visit. */
export function keepPayment(session: string, payment: unknown) {
  write(PAYMENT + session, JSON.stringify(payment));
}

export function forgetPayment(session: string) {
  remove(PAYMENT + session);
}

/** Whoever asks judges its form. */
export function keptPayment(session: string): unknown {
  return parsed(read(PAYMENT + session));
}

function tapNames(): string[] {
  try {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(TAP))
      .toSorted();
  } catch {
    return [];
  }
}

function read(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function write(name: string, value: string) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Full or forbidden: what is in memory goes on.
  }
}

function remove(name: string) {
  try {
    localStorage.removeItem(name);
  } catch {
    // As above.
  }
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
