import { createSignal, For, Show, type Component } from "solid-js";
import { EVERYONE, type CartLine } from "../../bridge/names";
import { DinerDot } from "../../components/DinerDot";
import { Sheet } from "../../components/Sheet";
import { cart as text } from "../../text";
import { useGuest, useParty } from "../guest/context";

type Given = { line: CartLine; from: string };

/** Which portion is being given away, if any. */
export function createGiving() {
  const [given, setGiven] = createSignal<Given>();
  return {
    given,
    start: (line: CartLine, from: string) => setGiven({ line, from }),
    stop: () => setGiven(undefined),
  };
}

export type Giving = ReturnType<typeof createGiving>;

/** Gives one portion to somebody else: they eat it and pay it. */
export const GiveSheet: Component<{ giving: Giving }> = (props) => {
  const { guest, announce } = useGuest();
  const party = useParty();
  const seated = () => guest.view.diners.filter(({ has_left }) => !has_left);
  const people = (from: string) =>
    [EVERYONE, ...seated().map(({ diner }) => diner)].filter((id) => id !== from);

  function give({ line }: Given, diner: string) {
    const unit = line.units[0]?.unit;
    if (unit) {
      guest.act({ type: "give", line: line.line, unit, diner });
      announce(text.given(line.name, party.name(diner)));
    }
    props.giving.stop();
  }

  return (
    <Show when={props.giving.given()}>
      {(given) => (
        <Sheet
          open
          onClose={props.giving.stop}
          title={text.giveTitle(given().line.name)}
          description={text.giveLead}
        >
          <ul class="flex flex-col gap-2">
            <For each={people(given().from)}>
              {(id) => (
                <li>
                  <button
                    type="button"
                    onClick={() => give(given(), id)}
                    class="flex min-h-14 w-full items-center gap-3 rounded-card border border-edge px-4 text-left font-medium hover:bg-sunken active:bg-sunken"
                  >
                    <DinerDot diner={party.find(id)} />
                    <span class="min-w-0">{party.name(id)}</span>
                  </button>
                </li>
              )}
            </For>
          </ul>
        </Sheet>
      )}
    </Show>
  );
};
