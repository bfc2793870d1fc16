import { createMemo, For, Show } from "solid-js";
import { Button } from "../../components/Button";
import { closed } from "../../text";
import { useGuest } from "../guest/context";
import { VenueHead } from "../guest/VenueHead";
import { SentRound } from "../orders/SentRound";
import { farewell } from "./link";
import { Farewell } from "./Farewell";

type Code = keyof typeof closed;

const isKnown = (code: string): code is Code => code in closed;

/** The visit is over on this phone: goodbye, or the way back in. */
export function Closed() {
  const { guest, places } = useGuest();
  // The words stay while the stage moves on beneath them.
  const code = createMemo<Code>((before) => {
    const { stage } = guest.view;
    if (stage.type !== "closed") return before;
    return isKnown(stage.code) ? stage.code : "token_unknown";
  }, "session_closed");
  const words = () => closed[code()];
  const next = () => {
    if (code() === "protocol_version") return location.reload();
    guest.act({ type: "leave" });
    places.go("join");
  };
  return (
    <main class="mx-auto min-h-dvh max-w-md px-5 pt-[max(28px,env(safe-area-inset-top))] pb-10">
      <VenueHead size="large" />
      <section class="mt-8 rounded-[22px] border bg-raised p-6 text-center">
        <h1 class="dish-name text-2xl font-semibold text-balance">{words().title}</h1>
        <p class="mt-2 mb-6 text-ink-soft text-pretty">{words().words}</p>
        <Button kind="primary" wide size="large" onClick={next}>
          {words().button}
        </Button>
      </section>
      <Show when={code() === "session_closed"}>
        <Show when={farewell()}>{(link) => <Farewell link={link()} />}</Show>
        <For each={guest.view.orders}>{(order) => <SentRound order={order} isOver />}</For>
      </Show>
    </main>
  );
}
