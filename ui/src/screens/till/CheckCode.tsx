import { createSignal, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { formatMoney } from "../../components/money";
import { Problem, TextField } from "../../components/TextField";
import { tillCalls, type ReceiptAnswer } from "../../platform/till-calls";
import { till as words } from "../../text-till";
import { reasonOf } from "../staff/reason";
import { Part } from "./Part";

/** Says whether a receipt that somebody shows is the house's own, and what it was for. */
export const CheckCode: Component = () => {
  const [code, setCode] = createSignal("");
  const [problem, setProblem] = createSignal("");
  const [refusal, setRefusal] = createSignal("");
  const [known, setKnown] = createSignal<ReceiptAnswer>();
  const [isBusy, setIsBusy] = createSignal(false);
  let asked = 0;
  const forget = () => {
    asked += 1;
    setIsBusy(false);
    setProblem("");
    setRefusal("");
    setKnown();
  };
  const check = async (event: SubmitEvent) => {
    event.preventDefault();
    forget();
    const typed = code().trim();
    if (typed === "") {
      setProblem(words.checkEmpty);
      return;
    }
    const own = asked;
    setIsBusy(true);
    const answer = await tillCalls.checkCode(typed);
    // Somebody has typed on meanwhile.
    if (own !== asked) return;
    setIsBusy(false);
    if (answer.type === "done") setKnown(answer.value);
    else setRefusal(reasonOf(answer));
  };
  return (
    <Part title={words.checkTitle}>
      <form class="mt-3 grid gap-3" novalidate onSubmit={(event) => void check(event)}>
        <TextField
          label={words.checkCode}
          hint={words.checkHint}
          maxlength={40}
          autocomplete="off"
          autocapitalize="characters"
          value={code()}
          problem={problem()}
          onInput={(event) => {
            forget();
            setCode(event.currentTarget.value);
          }}
        />
        <Button type="submit" busy={isBusy()}>
          {words.check}
        </Button>
        <Problem text={refusal()} />
        <div role="status">
          <Show when={known()}>{(answer) => <Ours answer={answer()} />}</Show>
        </div>
      </form>
    </Part>
  );
};

const Ours: Component<{ answer: ReceiptAnswer }> = (props) => {
  const receipt = () => props.answer.receipt;
  const what = () => {
    const say = receipt().kind === "refund" ? words.checkBack : words.checkPaid;
    return say(formatMoney(receipt().total), receipt().issued, receipt().table);
  };
  return (
    <>
      <p class="font-semibold text-ready">{words.checkOurs(receipt().number)}</p>
      <p class="text-sm text-ink-soft">{what()}</p>
      <a class="mt-1 inline-block py-2 font-medium underline" href={props.answer.path}>
        {words.checkOpen}
      </a>
    </>
  );
};
