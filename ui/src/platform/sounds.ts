/**
 * Short signals for a loud kitchen and a waiter's apron, made on the spot: no file to load, and each has a shape of its own.
 * A browser plays nothing before somebody has touched the page once.
 */
export type Signal = "new" | "changed" | "void" | "ready" | "call" | "approval" | "alarm";

/** Tones of a signal: pitch in Hz, start and length in s. */
const SIGNALS: Record<Signal, readonly (readonly [number, number, number])[]> = {
  new: [
    [880, 0, 0.16],
    [1320, 0.18, 0.26],
  ],
  changed: [
    [660, 0, 0.12],
    [660, 0.18, 0.12],
    [660, 0.36, 0.12],
  ],
  void: [
    [520, 0, 0.25],
    [300, 0.28, 0.45],
  ],
  ready: [
    [784, 0, 0.12],
    [988, 0.13, 0.12],
    [1175, 0.26, 0.35],
  ],
  call: [
    [1568, 0, 0.1],
    [1568, 0.2, 0.3],
  ],
  approval: [
    [587, 0, 0.18],
    [740, 0.2, 0.18],
    [587, 0.4, 0.18],
    [740, 0.6, 0.3],
  ],
  alarm: [
    [440, 0, 0.22],
    [932, 0.24, 0.22],
    [440, 0.48, 0.22],
    [932, 0.72, 0.22],
    [440, 0.96, 0.22],
    [932, 1.2, 0.4],
  ],
};
const LOUDNESS = 0.5;

export type Sounds = {
  /** To be called from a touch or a key. */
  wake: () => void;
  play: (signal: Signal) => void;
  close: () => void;
};

export function createSounds(): Sounds {
  let context: AudioContext | undefined;
  return {
    wake: () => {
      context ??= new AudioContext();
      // A browser that still refuses is asked again with the next touch.
      if (context.state === "suspended") context.resume().catch(() => undefined);
    },
    play: (signal) => {
      if (!context || context.state !== "running") return;
      for (const [pitch, start, length] of SIGNALS[signal]) tone(context, pitch, start, length);
    },
    close: () => void context?.close(),
  };
}

function tone(context: AudioContext, pitch: number, start: number, length: number) {
  const [from, until] = [context.currentTime + start, context.currentTime + start + length];
  const wave = new OscillatorNode(context, { type: "triangle", frequency: pitch });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.setValueAtTime(0, from);
  gain.gain.linearRampToValueAtTime(LOUDNESS, from + 0.015);
  gain.gain.exponentialRampToValueAtTime(0.001, until);
  wave.connect(gain).connect(context.destination);
  wave.start(from);
  wave.stop(until);
}
