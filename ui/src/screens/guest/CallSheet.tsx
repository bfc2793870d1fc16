import { For, Show, type Component } from "solid-js";
import { Dynamic } from "solid-js/web";
import type { Call, CallKind } from "../../bridge/names";
import { Button } from "../../components/Button";
import { Check, Clock, HandHelping, Receipt, Utensils, Water } from "../../components/icons";
import { Sheet } from "../../components/Sheet";
import { calls as words } from "../../text";
import { useGuest } from "./context";

const KINDS: CallKind[] = ["waiter", "water", "cutlery", "bill"];

const icons = { waiter: HandHelping, water: Water, cutlery: Utensils, bill: Receipt } as const;

/** What a waiter can be called for, and how each call stands: on this phone, with the house, on the way. */
export const CallSheet: Component = () => {
  const { guest, places } = useGuest();
  const callOf = (kind: CallKind) => guest.view.calls.find((call) => call.kind === kind);
  return (
    <Sheet open onClose={places.back} title={words.title} description={words.lead(guest.view.table_name)}>
      <ul class="grid gap-2">
        <For each={KINDS}>
          {(kind) => (
            <li>
              <Show
                when={callOf(kind)}
                fallback={
                  <Button
                    wide
                    size="large"
                    kind={kind === "bill" ? "primary" : "outline"}
                    onClick={() => guest.act({ type: "call_waiter", kind })}
                  >
                    <Dynamic component={icons[kind]} size={22} class="shrink-0" /> {words.kinds[kind]}
                  </Button>
                }
              >
                {(call) => <Waiting call={call()} />}
              </Show>
            </li>
          )}
        </For>
      </ul>
    </Sheet>
  );
};

const Waiting: Component<{ call: Call }> = (props) => {
  const { guest } = useGuest();
  const kind = () => props.call.kind;
  return (
    <div
      class={`flex min-h-14 items-center gap-3 rounded-card border border-edge py-1.5 pr-1.5 pl-4 ${props.call.taken_by ? "bg-ready-soft" : "bg-wait-soft"}`}
    >
      <Dynamic
        component={props.call.taken_by ? Check : Clock}
        size={22}
        class={`shrink-0 ${props.call.taken_by ? "text-ready" : "text-wait"}`}
      />
      <p class="min-w-0 flex-1" role="status">
        <span class="block font-semibold">{words.kinds[kind()]}</span>
        <span class="block text-sm">{callState(props.call)}</span>
      </p>
      <Button
        size="small"
        kind="quiet"
        aria-label={words.takeBackOf(words.kinds[kind()])}
        onClick={() => guest.act({ type: "withdraw_call", kind: kind() })}
      >
        {words.takeBack}
      </Button>
    </div>
  );
};

/** How a call stands, in a sentence. */
export function callState(call: Call): string {
  if (call.taken_by) return words.onTheWay(call.taken_by);
  return typeof call.call === "number" ? words.told : words.notSent;
}
