import { createEffect, Match, on, Switch } from "solid-js";
import { Button } from "../../components/Button";
import { InviteCard } from "../../components/InviteCard";
import { Check } from "../../components/icons";
import { Sheet } from "../../components/Sheet";
import { Problem } from "../../components/TextField";
import { door as words } from "../../text";
import { useGuest } from "../guest/context";

/** An invite that this phone holds out: code, picture, time left, and who came in with it. */
export function InviteSheet() {
  const { guest, announce } = useGuest();
  const invite = () => guest.view.invite ?? undefined;
  const open = () => {
    const now = invite();
    return now?.type === "open" ? now : undefined;
  };
  const used = () => {
    const now = invite();
    return now?.type === "used" ? now : undefined;
  };
  const refused = () => {
    const now = invite();
    return now?.type === "refused" ? now : undefined;
  };
  const putAway = () => guest.act({ type: "put_invite_away" });
  const another = () => {
    putAway();
    guest.act({ type: "show_invite" });
  };
  const Another = () => (
    <Button kind="primary" wide size="large" onClick={another}>
      {words.another}
    </Button>
  );
  createEffect(
    on(used, (now) => {
      if (now) announce(words.used(now.by));
    }),
  );
  return (
    <Sheet open onClose={putAway} title={words.inviteTitle} description={words.inviteLead}>
      <div class="grid min-h-90 grid-cols-1 content-center gap-4">
        <Switch fallback={<p class="text-center text-ink-soft">{words.making}</p>}>
          <Match when={open()}>
            {(now) => (
              <>
                <InviteCard
                  code={now().code}
                  svg={now().svg}
                  endsAtMs={now().ends_at_ms}
                  whenOver={
                    <div class="grid gap-4 text-center">
                      <p class="font-semibold">{words.over}</p>
                      <Another />
                    </div>
                  }
                />
                <Button wide onClick={putAway}>
                  {words.takeBack}
                </Button>
              </>
            )}
          </Match>
          <Match when={used()}>
            {(now) => (
              <>
                <p class="flex items-center justify-center gap-2 text-xl font-semibold text-ready">
                  <Check size={24} class="shrink-0" /> <span class="min-w-0">{words.used(now().by)}</span>
                </p>
                <Button kind="primary" wide size="large" onClick={putAway}>
                  {words.done}
                </Button>
                <Button wide onClick={another}>
                  {words.another}
                </Button>
              </>
            )}
          </Match>
          <Match when={refused()}>
            {(now) => (
              <>
                <Problem text={now().message} />
                <Another />
              </>
            )}
          </Match>
        </Switch>
      </div>
    </Sheet>
  );
}
