import { For, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { DinerDot } from "../../components/DinerDot";
import { Check, Clock } from "../../components/icons";
import { together as text } from "../../text-together";
import { useGuest, useParty } from "../guest/context";
import { ordersWith } from "./together";

/** Who of the table is ready, and the way to wait for nobody any more. */
export const WaitsForOthers: Component<{ ready: string[] }> = (props) => {
  const { guest } = useGuest();
  const party = useParty();
  const all = () => [...(guest.view.me ? [guest.view.me] : []), ...ordersWith(guest.view)];
  const isReady = (diner: string) => props.ready.includes(diner);
  return (
    <div class="bg-wait-soft px-5 py-3">
      <p class="text-sm font-medium text-wait text-pretty">{text.more}</p>
      <ul class="mt-2 flex flex-wrap gap-x-5 gap-y-2">
        <For each={all()}>
          {(diner) => (
            <li class="flex items-center gap-2 text-sm">
              <DinerDot diner={party.find(diner)} size="sm" />
              <span class="font-semibold">{party.name(diner)}</span>
              <span
                class={`inline-flex items-center gap-1 ${isReady(diner) ? "font-semibold text-ready" : "text-ink-soft"}`}
              >
                {isReady(diner) ? <Check size={16} /> : <Clock size={16} />}
                {isReady(diner) ? text.ready : text.notYet}
              </span>
            </li>
          )}
        </For>
      </ul>
      <Button
        size="small"
        class="mt-3 bg-raised"
        busy={guest.view.is_sending_together}
        disabled={guest.view.connection.type === "away"}
        onClick={() => guest.act({ type: "send_together" })}
      >
        {guest.view.is_sending_together
          ? text.sending
          : text.send(all().filter(isReady).length, all().length)}
      </Button>
    </div>
  );
};
