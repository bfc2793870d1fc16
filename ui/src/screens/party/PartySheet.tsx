import { For, Show, type Component } from "solid-js";
import { Dynamic } from "solid-js/web";
import { Button } from "../../components/Button";
import { DinerDot } from "../../components/DinerDot";
import { Check, CloudOff, Eye, UserPlus } from "../../components/icons";
import { Sheet } from "../../components/Sheet";
import { door, party as text } from "../../text";
import { useGuest } from "../guest/context";
import { Knocks } from "./Knocks";
import { presenceWords, type Companion } from "./presence";

const looks = {
  here: { icon: Check, colour: "text-ready" },
  confirming: { icon: Eye, colour: "text-wait" },
  away: { icon: CloudOff, colour: "text-ink-soft" },
} as const;

type Props = { isOpen: boolean; companions: Companion[]; isTold: boolean; onClose: () => void };

/** The invite takes the place of this sheet. */
const LetIn: Component<{ onPress: () => void }> = (props) => {
  const { guest } = useGuest();
  return (
    <div class="mt-3 border-t pt-4">
      <Button
        wide
        onClick={() => {
          props.onPress();
          guest.act({ type: "show_invite" });
        }}
      >
        <UserPlus size={20} class="shrink-0" /> {door.invite}
      </Button>
      <p class="mt-1.5 text-center text-sm text-ink-soft">{door.inviteMore}</p>
    </div>
  );
};

/** Everyone who has joined, and how their phones stand. */
export const PartySheet: Component<Props> = (props) => (
  <Show when={props.isOpen}>
    <Sheet
      open
      onClose={props.onClose}
      title={text.title}
      description={props.isTold ? text.lead : text.untold}
    >
      <Knocks />
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
      <Show when={props.isTold}>
        <LetIn onPress={props.onClose} />
      </Show>
    </Sheet>
  </Show>
);
