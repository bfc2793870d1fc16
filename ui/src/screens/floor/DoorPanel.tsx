import { createSignal, For, Match, Show, Switch, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { InviteCard } from "../../components/InviteCard";
import { Check, UserPlus } from "../../components/icons";
import { Problem } from "../../components/TextField";
import { staffCalls, type InviteAnswer, type KnockReply } from "../../platform/staff-calls";
import { door as words } from "../../text-staff";
import { createCommand } from "./command";
import { knocksAt, type Knock, type TableSession } from "./tables";

type Props = { session: TableSession; hubNowMs: number; viewMs: number; isCutOff: boolean };

/** Who waits to be let in at this table, and an invite for somebody who has not even knocked. */
export const DoorPanel: Component<Props> = (props) => (
  <section class="grid grid-cols-1 gap-3">
    <For each={knocksAt(props.session, props.viewMs, props.hubNowMs)}>
      {(knock) => <KnockRow session={props.session} knock={knock} isCutOff={props.isCutOff} />}
    </For>
    <InvitePanel {...props} />
  </section>
);

const KnockRow: Component<{ session: TableSession; knock: Knock; isCutOff: boolean }> = (props) => {
  const [reply, setReply] = createSignal<KnockReply>("let_in");
  const answer = createCommand({
    send: (key) => staffCalls.answerKnock(props.session.session, props.knock.knock, reply(), key),
    onDone: () => undefined,
  });
  const give = (wanted: KnockReply) => {
    if (wanted !== reply()) answer.renew();
    setReply(wanted);
    answer.run();
  };
  const claimed = () => props.session.people?.find(({ diner }) => diner === props.knock.claims)?.name;
  const label = (what: string) => words.labelled(what, props.knock.name);
  return (
    <div class="rounded-card border border-edge bg-wait-soft px-4 py-3">
      <p class="font-semibold">
        {claimed() ? words.claims(props.knock.name, claimed() ?? "") : words.knocks(props.knock.name)}
      </p>
      <div class="mt-2 flex flex-wrap gap-2">
        <Show when={claimed()}>
          {(who) => (
            <Button
              kind="primary"
              class="max-w-full flex-1"
              aria-label={label(words.confirm(who()))}
              disabled={props.isCutOff}
              busy={answer.isBusy()}
              onClick={() => give("confirm")}
            >
              <span class="min-w-0">{words.confirm(who())}</span>
            </Button>
          )}
        </Show>
        <Button
          kind={claimed() ? "outline" : "primary"}
          class="flex-1"
          aria-label={label(claimed() ? words.asNew : words.letIn)}
          disabled={props.isCutOff}
          busy={answer.isBusy()}
          onClick={() => give("let_in")}
        >
          {claimed() ? words.asNew : words.letIn}
        </Button>
        <Button
          class="flex-1"
          aria-label={label(words.notNow)}
          disabled={props.isCutOff}
          busy={answer.isBusy()}
          onClick={() => give("refuse")}
        >
          {words.notNow}
        </Button>
      </div>
      <Problem text={answer.problem()} />
    </div>
  );
};

type Shown = InviteAnswer & { endsAtMs: number };

const InvitePanel: Component<Props> = (props) => {
  const [shown, setShown] = createSignal<Shown>();
  const open = createCommand({
    send: (key) => staffCalls.invite(props.session.session, key),
    onDone: (invite) => setShown({ ...invite, endsAtMs: Date.now() + invite.expires_in_ms }),
  });
  const cancel = createCommand({
    send: (key) => staffCalls.cancelInvite(props.session.session, shown()?.invite ?? "", key),
    onDone: () => setShown(undefined),
    // Used or over meanwhile, which comes to the same.
    onRefused: (code) => {
      if (code === "invite_unknown") setShown(undefined);
      return code === "invite_unknown";
    },
  });
  const usedBy = () =>
    props.session.door?.invites?.find(({ invite }) => invite === shown()?.invite)?.used_by ?? undefined;
  const another = () => {
    setShown(undefined);
    open.run();
  };
  return (
    <div class="grid grid-cols-1 gap-3">
      <Switch>
        <Match when={usedBy()}>
          {(name) => (
            <>
              <p role="status" class="flex items-center gap-2 font-semibold text-ready">
                <Check size={20} class="shrink-0" /> <span class="min-w-0">{words.used(name())}</span>
              </p>
              <Button wide onClick={() => setShown(undefined)}>
                {words.done}
              </Button>
            </>
          )}
        </Match>
        <Match when={shown()}>
          {(invite) => (
            <>
              <p class="text-sm text-ink-soft">{words.inviteMore}</p>
              <InviteCard
                code={invite().code}
                svg={invite().svg}
                endsAtMs={invite().endsAtMs}
                whenOver={
                  <>
                    <p>{words.over}</p>
                    <Button wide onClick={another}>
                      {words.another}
                    </Button>
                  </>
                }
              />
              <Button wide busy={cancel.isBusy()} onClick={cancel.run}>
                {words.hide}
              </Button>
            </>
          )}
        </Match>
        <Match when={true}>
          <Button wide disabled={props.isCutOff} busy={open.isBusy()} onClick={open.run}>
            <UserPlus size={20} class="shrink-0" /> {words.invite}
          </Button>
        </Match>
      </Switch>
      <Problem text={open.problem() || cancel.problem()} />
    </div>
  );
};
