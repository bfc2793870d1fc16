import { For, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Problem } from "../../components/TextField";
import { teamCalls, type SignInView } from "../../platform/team-calls";
import { team as words } from "../../text-team";
import { createCommand } from "../floor/command";
import { dayTimeText } from "../staff/clock";

type Props = { signIns: SignInView[]; onChanged: () => void };

/** Who is signed in where; each can be ended by whoever may. */
export const SignIns: Component<Props> = (props) => (
  <ul class="divide-y rounded-card border bg-raised">
    <For each={props.signIns}>{(signIn) => <Row signIn={signIn} onChanged={() => props.onChanged()} />}</For>
  </ul>
);

const Row: Component<{ signIn: SignInView; onChanged: () => void }> = (props) => {
  const revoke = createCommand({
    send: (key) => teamCalls.revokeSignIn(props.signIn.sign_in, key),
    onDone: () => props.onChanged(),
  });
  const where = () =>
    [props.signIn.device ?? words.elsewhere, props.signIn.address].filter(Boolean).join(" · ");
  const seen = () => props.signIn.last_seen_ms;
  return (
    <li class="flex flex-wrap items-center gap-3 px-4 py-2">
      <span class="min-w-0 flex-1">
        <span class="block font-semibold break-words">
          {props.signIn.name}
          <Show when={props.signIn.is_yours}>
            <span class="font-normal text-ready"> · {words.thisOne}</span>
          </Show>
        </span>
        <span class="block text-sm break-words text-ink-soft">{where()}</span>
        <span class="block text-sm text-ink-soft">
          {words.since(dayTimeText(props.signIn.since_ms))}
          <Show when={seen()}>{(ms) => <> · {words.seen(dayTimeText(ms()))}</>}</Show>
        </span>
      </span>
      <Show when={props.signIn.is_yours_to_end}>
        <Button
          size="small"
          kind="danger"
          aria-label={words.endOf(props.signIn.name)}
          busy={revoke.isBusy()}
          onClick={revoke.run}
        >
          {words.end}
        </Button>
      </Show>
      <Problem text={revoke.problem()} />
    </li>
  );
};
