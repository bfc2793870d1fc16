import { Show, type Component } from "solid-js";
import { useGuest } from "./context";

/** The venue as on the front of a printed menu: its name between two rules. */
export const VenueHead: Component<{ size: "large" | "small" }> = (props) => {
  const { guest } = useGuest();
  return (
    <div class="text-center">
      <div class="mx-auto mb-3 h-[5px] w-14 border-y border-accent" aria-hidden="true" />
      <p
        class={`dish-name font-semibold text-balance ${props.size === "large" ? "min-h-9 text-2xl sm:text-3xl" : "min-h-9 text-2xl sm:text-3xl"}`}
      >
        {guest.menu()?.venue}
      </p>
      <p class="mt-1 min-h-6 text-sm text-ink-soft text-balance">
        <Show when={guest.menu()}>{(menu) => menu().tagline}</Show>
      </p>
    </div>
  );
};
