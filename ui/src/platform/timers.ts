/** Timers by name: at most one of each kind runs. */
export type Timers<Name extends string> = {
  start: (name: Name, afterMs: number) => void;
  stop: (name: Name) => void;
  stopAll: () => void;
};

export function createTimers<Name extends string>(onFire: (name: Name) => void): Timers<Name> {
  const running = new Map<Name, ReturnType<typeof setTimeout>>();
  function stop(name: Name) {
    clearTimeout(running.get(name));
    running.delete(name);
  }
  return {
    start: (name, afterMs) => {
      stop(name);
      const fire = () => {
        running.delete(name);
        onFire(name);
      };
      running.set(name, setTimeout(fire, afterMs));
    },
    stop,
    stopAll: () => [...running.keys()].forEach(stop),
  };
}
