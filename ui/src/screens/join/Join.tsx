import { Show } from "solid-js";
import { Button } from "../../components/Button";
import { Empty } from "../../components/Empty";
import { Utensils } from "../../components/icons";
import { common, join } from "../../text";
import { useGuest } from "../guest/context";
import { VenueHead } from "../guest/VenueHead";
import { JoinForm } from "./JoinForm";

/** The first screen: whose table this is, the PIN, a name. The menu may be read before. */
export function Join() {
  const { guest, places } = useGuest();
  const table = () => guest.view.table_name || guest.view.table.toUpperCase();
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
          <h1 class="dish-name mt-0.5 text-2xl font-semibold">{join.title}</h1>
          <p class="mt-1.5 mb-4 text-sm text-ink-soft text-pretty">{join.lead}</p>
          <JoinForm />
        </section>
        <div class="mt-2">{lookFirst}</div>
      </Show>
    </main>
  );
}
