/**
 * Whether a screen makes sounds, as somebody has chosen on this device, and the sounds. A browser plays
 * nothing before somebody has touched the page or a key once: each wakes it, also after a reload.
 */
import { createSignal, onCleanup, type Accessor } from "solid-js";
import { createSounds, type Signal } from "./sounds";
import { choice, keepChoice } from "./staff-storage";

export type Audible = {
  isOn: Accessor<boolean>;
  toggle: () => void;
  play: (signal: Signal) => void;
};

/** `name` is what the choice is kept by; `sample` is heard when it is turned on. */
export function createAudible(name: string, sample: Signal): Audible {
  const sounds = createSounds();
  const [isOn, setIsOn] = createSignal(choice(name) === "on");
  const touched = () => {
    if (isOn()) sounds.wake();
  };
  window.addEventListener("pointerdown", touched);
  window.addEventListener("keydown", touched);
  onCleanup(() => {
    window.removeEventListener("pointerdown", touched);
    window.removeEventListener("keydown", touched);
    sounds.close();
  });
  return {
    isOn,
    toggle: () => {
      setIsOn((on) => !on);
      keepChoice(name, isOn() ? "on" : "off");
      if (!isOn()) return;
      sounds.wake();
      sounds.play(sample);
    },
    play: (signal) => {
      if (isOn()) sounds.play(signal);
    },
  };
}
