import { createEffect, on, Show } from "solid-js";
import { HandHelping } from "../../components/icons";
import { calls as words } from "../../text";
import { callState } from "./CallSheet";
import { useGuest } from "./context";

/** Calls the waiter from wherever the guest is, and says when somebody is on the way. */
export function CallButton() {
  const { guest, places, announce } = useGuest();
  const taken = () => guest.view.calls.find((call) => call.taken_by);
  const waiting = () => guest.view.calls.length;
  const label = () => (taken() ? words.coming : waiting() > 0 ? words.called : words.short);
  createEffect(
    on(
      () => taken()?.taken_by ?? undefined,
      (name, before) => {
        if (name && name !== before) announce(words.onTheWay(name));
      },
    ),
  );
  return (
    <button
      type="button"
      onClick={() => places.open({ call: true })}
      class="flex min-h-16 w-full flex-col items-center justify-center gap-0.5 border-t-2 border-transparent text-xs font-medium text-ink-soft"
    >
      <span class="relative flex h-7 items-center">
        <HandHelping size={23} />
        <Show when={waiting() > 0}>
          <span
            aria-hidden="true"
            class={`absolute -top-0.5 -right-1.5 size-3 rounded-chip border-2 border-raised ${taken() ? "bg-ready" : "bg-wait"}`}
          />
        </Show>
      </span>
      <span>
        {label()}
        <Show when={guest.view.calls[0]}>{(call) => <span class="sr-only">, {callState(call())}</span>}</Show>
      </span>
    </button>
  );
}
