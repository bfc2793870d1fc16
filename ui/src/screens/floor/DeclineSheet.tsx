import { createSignal, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { RadioList } from "../../components/RadioList";
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
      <RadioList
        legend={words.why}
        name="decline-reason"
        options={declineReasons}
        value={reason()}
        onChoose={setReason}
      />
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
