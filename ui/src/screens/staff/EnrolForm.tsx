import { createSignal, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { TextField } from "../../components/TextField";
import { teamCalls } from "../../platform/team-calls";
import { door as words } from "../../text-team";
import { Tablet } from "./icons";
import { stopOf, StopLine, type Stop } from "./Wait";

/** Makes this browser a device of the house with a code that an owner or manager was shown. */
export const EnrolForm: Component<{ onDone: () => void }> = (props) => {
  const [isOpen, setIsOpen] = createSignal(false);
  const [code, setCode] = createSignal("");
  const [isTried, setIsTried] = createSignal(false);
  const [isBusy, setIsBusy] = createSignal(false);
  const [stop, setStop] = createSignal<Stop>();

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setIsTried(true);
    setStop(undefined);
    if (isBusy() || code().trim() === "") return;
    setIsBusy(true);
    const answer = await teamCalls.enrol(code());
    setIsBusy(false);
    if (answer.type === "done") props.onDone();
    else setStop(stopOf(answer));
  };

  return (
    <Show
      when={isOpen()}
      fallback={
        <Button kind="quiet" onClick={() => setIsOpen(true)}>
          <Tablet size={20} /> {words.enrol}
        </Button>
      }
    >
      <form class="grid gap-3" novalidate onSubmit={(event) => void submit(event)}>
        <h2 class="text-lg font-semibold">{words.enrol}</h2>
        <p class="text-sm text-pretty text-ink-soft">{words.enrolMore}</p>
        <TextField
          label={words.code}
          hint={words.codeHint}
          name="device-code"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          maxLength={32}
          value={code()}
          onInput={(event) => setCode(event.currentTarget.value)}
          problem={isTried() && code().trim() === "" ? words.codeMissing : undefined}
        />
        <div>
          <Button type="submit" wide busy={isBusy()}>
            {isBusy() ? words.enrolBusy : words.enrolSubmit}
          </Button>
          <StopLine stop={stop()} />
        </div>
      </form>
    </Show>
  );
};
