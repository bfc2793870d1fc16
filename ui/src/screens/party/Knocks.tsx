import { For, Show, type Component } from "solid-js";
import type { Knocker } from "../../bridge/names";
import { Button } from "../../components/Button";
import { createNow } from "../../components/now";
import { door as words } from "../../text";
import { useGuest, useParty } from "../guest/context";

/** Those who knock, as long as they are waited for. */
export function useKnocks(): () => Knocker[] {
  const { view } = useGuest().guest;
  const now = createNow();
  return () =>
    view.connection.type === "live" ? view.knocks.filter(({ ends_at_ms }) => ends_at_ms > now()) : [];
}

/** Everyone who knocks, each with the two answers. */
export function Knocks() {
  const knocks = useKnocks();
  return (
    <ul class="grid grid-cols-1 gap-2 empty:hidden">
      <For each={knocks()}>
        {(knock) => (
          <li class="rounded-card border border-edge bg-wait-soft px-4 py-3">
            <KnockCard knock={knock} />
          </li>
        )}
      </For>
    </ul>
  );
}

/** Somebody who knocks: let in, or not now. */
export const KnockCard: Component<{ knock: Knocker }> = (props) => {
  const { guest } = useGuest();
  const party = useParty();
  const claims = () => props.knock.claims ?? undefined;
  const isMe = () => claims() !== undefined && party.isMe(claims() ?? "");
  const title = () => {
    const who = claims();
    if (who === undefined) return words.knocks(props.knock.name);
    return isMe() ? words.claimsMe : words.claims(party.name(who));
  };
  const answer = (reply: "let_in" | "confirm" | "refuse") =>
    guest.act({ type: "answer_knock", knock: props.knock.knock, reply });
  const label = (what: string) => words.labelled(what, props.knock.name);
  return (
    <>
      <p class="font-semibold text-ink">{title()}</p>
      <Show when={isMe()}>
        <p class="text-sm text-ink-soft">{words.claimsMeMore}</p>
      </Show>
      <div class="mt-2 flex flex-wrap gap-2">
        <Show
          when={claims()}
          fallback={
            <Button
              kind="primary"
              size="small"
              class="flex-1"
              aria-label={label(words.letIn)}
              busy={props.knock.is_busy}
              onClick={() => answer("let_in")}
            >
              {words.letIn}
            </Button>
          }
        >
          <Button
            kind="primary"
            size="small"
            class="flex-1"
            aria-label={label(words.yes)}
            busy={props.knock.is_busy}
            onClick={() => answer("confirm")}
          >
            {words.yes}
          </Button>
          <Button
            size="small"
            class="flex-1"
            aria-label={label(words.asNew)}
            busy={props.knock.is_busy}
            onClick={() => answer("let_in")}
          >
            {words.asNew}
          </Button>
        </Show>
        <Button
          size="small"
          class="flex-1"
          aria-label={label(words.notNow)}
          busy={props.knock.is_busy}
          onClick={() => answer("refuse")}
        >
          {words.notNow}
        </Button>
      </div>
    </>
  );
};
