import { For, Show, type Component } from "solid-js";
import { Dynamic } from "solid-js/web";
import { DinerDot } from "../../components/DinerDot";
import { Check, CloudOff, Eye } from "../../components/icons";
import { Sheet } from "../../components/Sheet";
import { party as text } from "../../text";
import { presenceWords, type Companion } from "./presence";

const looks = {
  here: { icon: Check, colour: "text-ready" },
  confirming: { icon: Eye, colour: "text-wait" },
  away: { icon: CloudOff, colour: "text-ink-soft" },
} as const;

type Props = { isOpen: boolean; companions: Companion[]; isTold: boolean; onClose: () => void };

/** Everyone who has joined, and how their phones stand. */
export const PartySheet: Component<Props> = (props) => (
  <Show when={props.isOpen}>
    <Sheet
      open
      isText
      onClose={props.onClose}
      title={text.title}
      description={props.isTold ? text.lead : text.untold}
    >
      <ul>
        <For each={props.companions}>
          {(one) => (
            <li class="flex min-h-16 items-center gap-3 border-t py-2 first:border-t-0">
              <DinerDot diner={one.diner} size="lg" isAway={one.presence.type === "away"} />
              <div class="min-w-0 flex-1">
                <p class="font-semibold">
                  {one.diner.name}
                  <Show when={one.isMe}>
                    <span class="font-normal text-ink-soft"> {text.thatIsYou}</span>
                  </Show>
                </p>
                <Show when={props.isTold}>
                  <p
                    class={`flex items-center gap-1.5 text-sm font-medium ${looks[one.presence.type].colour}`}
                  >
                    <Dynamic component={looks[one.presence.type].icon} size={16} class="shrink-0" />
                    {presenceWords(one.presence)}
                  </p>
                </Show>
              </div>
            </li>
          )}
        </For>
      </ul>
    </Sheet>
  </Show>
);
