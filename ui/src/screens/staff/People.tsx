import { createSignal, For, Match, Show, Switch, type Component } from "solid-js";
import { Button } from "../../components/Button";
import type { StaffAnswer } from "../../platform/staff-calls";
import { teamCalls, type PersonTile } from "../../platform/team-calls";
import { roles } from "../../text-staff";
import { door as words } from "../../text-team";
import { PinPad } from "./PinPad";
import { stopOf, StopLine, type Stop } from "./Wait";

type Props = { people: PersonTile[]; onDone: (who: StaffAnswer) => void };

/** On a device of the house: who works here as big tiles, then the PIN. */
export const People: Component<Props> = (props) => {
  const [chosen, choose] = createSignal<PersonTile>();
  const [isBusy, setIsBusy] = createSignal(false);
  const [stop, setStop] = createSignal<Stop>();

  const back = () => {
    setStop(undefined);
    choose(undefined);
  };
  const send = async (person: PersonTile, pin: string) => {
    setStop(undefined);
    setIsBusy(true);
    const answer = await teamCalls.signInWithPin(person.staff, pin);
    setIsBusy(false);
    if (answer.type === "done") props.onDone(answer.value);
    else if (answer.type === "refused" && answer.problem.code === "sign_in_wrong")
      setStop({ text: words.wrongPin });
    else setStop(stopOf(answer));
  };

  return (
    <Show
      when={chosen()}
      keyed
      fallback={
        <ul class="mt-6 grid grid-cols-2 gap-3 sm:grid-cols-3">
          <For each={props.people}>{(person) => <Tile person={person} onChoose={choose} />}</For>
        </ul>
      }
    >
      {(person) => (
        <section class="mt-6">
          <h2 class="text-center text-xl font-semibold">{person.name}</h2>
          <Switch>
            <Match when={person.has_pin}>
              <PinPad
                label={words.pinOf(person.name)}
                isBusy={isBusy()}
                onPin={(pin) => void send(person, pin)}
              />
            </Match>
            <Match when={true}>
              <p class="mt-3 text-center text-pretty text-ink-soft">{words.noPinMore(person.name)}</p>
            </Match>
          </Switch>
          <div class="mt-4 flex flex-col items-center gap-2">
            <StopLine stop={stop()} />
            <Button kind="quiet" onClick={back}>
              {words.back}
            </Button>
          </div>
        </section>
      )}
    </Show>
  );
};

const Tile: Component<{ person: PersonTile; onChoose: (person: PersonTile) => void }> = (props) => (
  <li>
    <button
      type="button"
      onClick={() => props.onChoose(props.person)}
      class="flex min-h-24 w-full flex-col items-start justify-center rounded-card border bg-raised px-4 py-3 text-left transition-colors hover:bg-sunken"
    >
      <span class="w-full text-lg font-semibold break-words">{props.person.name}</span>
      <span class="text-sm text-ink-soft">
        {roles[props.person.role]}
        <Show when={!props.person.has_pin}> · {words.noPin}</Show>
      </span>
    </button>
  </li>
);
