import { Match, Show, Switch, type ParentComponent } from "solid-js";
import { Button } from "../../components/Button";
import { join, notices, orders } from "../../text";
import { KnockCard, useKnocks } from "../party/Knocks";
import { Stay, useEndsSoon } from "../party/Stay";
import { noticeWords } from "./notice-words";
import { useGuest, useParty } from "./context";

/** What the guest should know, one thing at a time, the oldest first. */
export function Notices() {
  const { guest, readySignal } = useGuest();
  const party = useParty();
  const knocks = useKnocks();
  const endsSoon = useEndsSoon();
  const oldest = () => guest.view.notices[0];
  return (
    <div role="status" class="mx-auto max-w-3xl px-3">
      <Switch>
        <Match when={guest.readiness() === "failed" && guest.view.stage.type === "seated"}>
          <Note action={join.tryAgain} onPress={guest.retry}>
            {notices.brainFailed}
          </Note>
        </Match>
        <Match when={guest.trouble()}>
          {(trouble) => (
            <Note onPress={guest.dismissTrouble}>
              {trouble() === "recovered" ? notices.recovered : notices.notStored}
            </Note>
          )}
        </Match>
        <Match when={endsSoon()}>{(endsAtMs) => <Stay endsAtMs={endsAtMs()} />}</Match>
        <Match when={knocks()[0]}>
          {(knock) => (
            <div class="mb-2 animate-rise rounded-card border border-edge bg-wait-soft px-4 py-3 text-sm">
              <KnockCard knock={knock()} />
            </div>
          )}
        </Match>
        <Match when={oldest()}>
          {(notice) => (
            <Note onPress={() => guest.act({ type: "dismiss", id: notice().id })}>
              {noticeWords(notice().what, party.name)}
              <Show when={guest.view.notices.length > 1}>
                <span class="text-ink-soft"> (1/{guest.view.notices.length})</span>
              </Show>
            </Note>
          )}
        </Match>
        <Match when={readySignal.news().length > 0}>
          <Note onPress={readySignal.dismiss}>{orders.readyNow([...new Set(readySignal.news())])}</Note>
        </Match>
      </Switch>
    </div>
  );
}

const Note: ParentComponent<{ action?: string; onPress: () => void }> = (props) => (
  <div class="mb-2 flex animate-rise items-center gap-2 rounded-card border border-edge bg-raised py-2 pr-2 pl-4">
    <p class="min-w-0 flex-1 text-sm">{props.children}</p>
    <Button kind="quiet" size="small" class="shrink-0" onClick={() => props.onPress()}>
      {props.action ?? notices.dismiss}
    </Button>
  </div>
);
