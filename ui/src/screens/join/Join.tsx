import { createResource, createSignal, Show } from "solid-js";
import { Button } from "../../components/Button";
import { Empty } from "../../components/Empty";
import { Utensils } from "../../components/icons";
import { common, join } from "../../text";
import { useGuest } from "../guest/context";
import { VenueHead } from "../guest/VenueHead";
import { JoinForm, type Way } from "./JoinForm";

/** Digits of most PINs: shown until the hub has said how many this table's has. */
const DIGITS_USUAL = 4;

const heads: Record<Way, { title: string; lead: string }> = {
  pin: { title: join.title, lead: join.lead },
  code: { title: join.haveInvite, lead: join.codeLead },
  link: { title: join.inviteTitle, lead: join.inviteLead },
  knock: { title: join.knockTitle, lead: join.knockLead },
};

/** The first screen: whose table this is, the way in, a name. The menu may be read before. */
export function Join() {
  const { guest, places } = useGuest();
  const [look] = createResource(guest.look);
  const [way, setWay] = createSignal<Way>(guest.invite ? "link" : "pin");
  const table = () => look()?.table ?? (guest.view.table_name || guest.view.table.toUpperCase());
  const lookFirst = (
    <Button kind="quiet" wide onClick={() => places.go("menu")}>
      {join.lookFirst}
    </Button>
  );
  return (
    <main class="mx-auto flex min-h-dvh max-w-md flex-col px-5 pt-[max(20px,env(safe-area-inset-top))] pb-6 sm:justify-center">
      <VenueHead size="large" />
      <Show
        when={guest.hasKey}
        fallback={
          <Empty isPage icon={<Utensils size={30} />} title={join.noKeyTitle} action={lookFirst}>
            {join.noKey}
          </Empty>
        }
      >
        <section class="mt-5 rounded-[22px] border bg-raised p-5 sm:p-7">
          <p class="text-sm font-semibold text-accent">{common.table(table())}</p>
          <h1 class="dish-name mt-0.5 text-2xl font-semibold">{heads[way()].title}</h1>
          <p class="mt-1.5 mb-4 text-sm text-ink-soft text-pretty">{heads[way()].lead}</p>
          <JoinForm way={way()} digits={look()?.pin_digits ?? DIGITS_USUAL} onKnock={() => setWay("knock")} />
        </section>
        <div class="mt-2 grid gap-1">
          <Show when={way() !== "pin"}>
            <Button kind="quiet" wide onClick={() => setWay("pin")}>
              {join.havePin}
            </Button>
          </Show>
          <Show when={way() !== "code"}>
            <Button kind="quiet" wide onClick={() => setWay("code")}>
              {join.haveInvite}
            </Button>
          </Show>
          <Show when={way() !== "knock"}>
            <Button kind="quiet" wide onClick={() => setWay("knock")}>
              {join.noPin}
            </Button>
          </Show>
          {lookFirst}
        </div>
      </Show>
    </main>
  );
}
