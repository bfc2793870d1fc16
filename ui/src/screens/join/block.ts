/** How long no PIN of this guest is looked at, for the screen: a block counts down by itself. */
import { createEffect, createSignal, onCleanup, type Accessor } from "solid-js";
import type { JoinRefusal } from "../../bridge/names";
import { isBlocked } from "./words";

export type Block = {
  /** Seconds that are left; none where there is nothing to wait for. */
  left: Accessor<number | undefined>;
  /** Is there nothing to do but wait, or type another PIN than the one that is blocked? */
  isOn: Accessor<boolean>;
  /** Is the time over? */
  isOver: Accessor<boolean>;
  /** The guest has a new PIN, which no block is for. */
  lift: () => void;
};

export function createBlock(refusal: Accessor<JoinRefusal | undefined>): Block {
  const [left, setLeft] = createSignal<number>();
  const [isLifted, setLifted] = createSignal(false);
  createEffect(() => {
    const said = refusal();
    const seconds = said && isBlocked(said) ? said.retry_after_s : undefined;
    setLifted(false);
    const end = seconds ? Date.now() + seconds * 1000 : undefined;
    if (end === undefined) {
      setLeft(undefined);
      return;
    }
    const tick = () => setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 500);
    onCleanup(() => clearInterval(timer));
  });
  return {
    left,
    isOn: () => (left() ?? 0) > 0 && !isLifted(),
    isOver: () => left() === 0,
    lift: () => setLifted(true),
  };
}
