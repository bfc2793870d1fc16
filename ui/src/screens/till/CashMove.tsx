import { createSignal, type Component } from "solid-js";
import { minorOf } from "../../components/amount";
import { Button } from "../../components/Button";
import { Problem, TextField } from "../../components/TextField";
import { newPaymentId, tillCalls } from "../../platform/till-calls";
import { till as words } from "../../text-till";
import { createCommand } from "../floor/command";
import { Part } from "./Part";

/** Cash that goes into the drawer or out of it, but for payments: change from the bank, flowers. */
export const CashMove: Component<{ currency: string; onMoved: () => void }> = (props) => {
  const [amount, setAmount] = createSignal("");
  const [reason, setReason] = createSignal("");
  const [problem, setProblem] = createSignal("");
  let id = newPaymentId();
  let sign = 1;
  const command = createCommand({
    send: (key) => tillCalls.moveCash(id, sign * (minorOf(amount(), props.currency) ?? 0), reason(), key),
    onDone: () => {
      id = newPaymentId();
      setAmount("");
      setReason("");
      props.onMoved();
    },
  });
  const renew = () => {
    id = newPaymentId();
    command.renew();
  };
  const move = (way: number) => {
    if (way !== sign) renew();
    sign = way;
    const isRead = minorOf(amount(), props.currency) !== undefined;
    setProblem(isRead ? "" : words.amountProblem);
    if (isRead) command.run();
  };
  return (
    <Part title={words.cash}>
      <div class="mt-3 grid gap-3">
        <TextField
          label={words.cashAmount}
          inputmode="decimal"
          value={amount()}
          problem={problem()}
          onInput={(event) => {
            renew();
            setAmount(event.currentTarget.value);
          }}
        />
        <TextField
          label={words.cashWhy}
          maxlength={140}
          value={reason()}
          onInput={(event) => {
            renew();
            setReason(event.currentTarget.value);
          }}
        />
        <div class="grid grid-cols-2 gap-2">
          <Button busy={command.isBusy()} onClick={() => move(1)}>
            {words.cashIn}
          </Button>
          <Button busy={command.isBusy()} onClick={() => move(-1)}>
            {words.cashOut}
          </Button>
        </div>
        <Problem text={command.problem()} />
      </div>
    </Part>
  );
};
