/** Listens for the keys of a bump bar while they are wanted and nobody types or answers a sheet. */
import { onCleanup, onMount, type Accessor } from "solid-js";
import { actOf, type KeyAct } from "./keys";

export function onKeys(isOn: Accessor<boolean>, act: (what: KeyAct) => void) {
  const pressed = (event: KeyboardEvent) => {
    const isElsewhere = document.querySelector("[role=dialog]") !== null || isTyping(event.target);
    const wanted = isOn() && !isElsewhere ? actOf(event) : undefined;
    if (!wanted) return;
    event.preventDefault();
    act(wanted);
  };
  onMount(() => window.addEventListener("keydown", pressed));
  onCleanup(() => window.removeEventListener("keydown", pressed));
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches("input, textarea, select");
}
