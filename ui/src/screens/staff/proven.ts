/** A command that the hub takes only from somebody who has just proved who they are. */
import { createSignal, type Accessor } from "solid-js";
import { createCommand, type Command, type CommandOptions } from "../floor/command";
import { STEP_UP_NEEDED } from "./StepUp";

export type Proven = Command & {
  /** Somebody has to prove who they are before it is sent again. */
  isProving: Accessor<boolean>;
  proved: () => void;
  giveUp: () => void;
};

export function createProven<T>(options: Omit<CommandOptions<T>, "onRefused">): Proven {
  const [isProving, setIsProving] = createSignal(false);
  const command = createCommand({
    ...options,
    onRefused: (code) => {
      if (code !== STEP_UP_NEEDED) return false;
      setIsProving(true);
      return true;
    },
  });
  return {
    ...command,
    isProving,
    proved: () => {
      setIsProving(false);
      command.run();
    },
    giveUp: () => setIsProving(false),
  };
}
