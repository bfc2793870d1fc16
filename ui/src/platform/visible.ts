/** Whether anybody can see the page: a tab behind another, or a screen that is off, shows nothing. */
import { createSignal, onCleanup, type Accessor } from "solid-js";

export function createVisible(page: Document = document): Accessor<boolean> {
  const [isVisible, setIsVisible] = createSignal(page.visibilityState === "visible");
  const look = () => setIsVisible(page.visibilityState === "visible");
  page.addEventListener("visibilitychange", look);
  onCleanup(() => page.removeEventListener("visibilitychange", look));
  return isVisible;
}
