import { createSignal, For, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Sheet } from "../../components/Sheet";
import { Problem, TextField } from "../../components/TextField";
import { approval as words, declineReasons, type DeclineReason } from "../../text-approval";

const TEXT_CHARS_MAX = 140;

type Props = {
  title: string;
  onClose: () => void;
  onDecline: (reason: DeclineReason, text: string) => void;
};

/** Why an order is not taken, in words that its guests read. */
export const DeclineSheet: Component<Props> = (props) => {
  const [reason, setReason] = createSignal<DeclineReason>();
  const [text, setText] = createSignal("");
  const [problem, setProblem] = createSignal("");
  const send = () => {
    const why = reason();
    if (why === undefined) return;
    if (why === "other" && text().trim() === "") setProblem(words.wordless);
    else props.onDecline(why, text().trim());
  };
  return (
    <Sheet
      open
      onClose={props.onClose}
      title={props.title}
      description={words.whyMore}
      footer={
        <>
          <Problem text={problem()} />
          <Button
            kind="primary"
            size="large"
            wide
            class="mt-2"
            disabled={reason() === undefined}
            onClick={send}
          >
            {words.send}
          </Button>
        </>
      }
    >
      <fieldset>
        <legend class="font-semibold">{words.why}</legend>
        <For each={declineReasons}>
          {([code, label]) => (
            <label class="flex min-h-12 items-center gap-3 border-t py-2 first:border-t-0">
              <input
                type="radio"
                name="decline-reason"
                class="size-5.5 shrink-0 accent-accent"
                checked={reason() === code}
                onChange={() => setReason(code)}
              />
              {label}
            </label>
          )}
        </For>
      </fieldset>
      <div class="mt-4">
        <TextField
          label={reason() === "other" ? words.needed : words.more}
          autocomplete="off"
          maxLength={TEXT_CHARS_MAX}
          value={text()}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setProblem("");
          }}
        />
      </div>
    </Sheet>
  );
};
