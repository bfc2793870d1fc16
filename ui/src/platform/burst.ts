/**
 * Puts work together that comes in bursts, as after an outage: the first is done at once, and all that
 * follows within a moment in one go, so that a screen is laid out once for it and not for each.
 */
export type Burst = {
  /** There is something to do: now, or at the end of a moment that has begun. */
  soon: () => void;
  /** Does at once what waits. */
  now: () => void;
  close: () => void;
};

/** Too short to be noticed. */
export const BURST_MS = 100;

export function createBurst(work: () => void): Burst {
  let isWaiting = false;
  let moment: ReturnType<typeof setTimeout> | undefined;

  function over() {
    moment = undefined;
    if (isWaiting) begin();
  }

  function begin() {
    isWaiting = false;
    moment = setTimeout(over, BURST_MS);
    work();
  }

  const close = () => {
    clearTimeout(moment);
    moment = undefined;
    isWaiting = false;
  };

  return {
    soon: () => {
      if (moment === undefined) begin();
      else isWaiting = true;
    },
    now: () => {
      close();
      work();
    },
    close,
  };
}
