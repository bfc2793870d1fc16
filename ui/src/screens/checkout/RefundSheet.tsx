import { createSignal, For, Show, type Component } from "solid-js";
import { minorOf, typedOf } from "../../components/amount";
import { Button } from "../../components/Button";
import { Chip } from "../../components/Chip";
import { formatMoney } from "../../components/money";
import { Sheet } from "../../components/Sheet";
import { Problem, TextField } from "../../components/TextField";
import { billCalls, newShortId, type Payment, type TenderOffer } from "../../platform/bill-calls";
import { checkout as text } from "../../text-bill";
import { StepUp } from "../staff/StepUp";
import { inCoins } from "./cash";
import { createAct } from "../staff/act";
import { useTill } from "./context";
import type { TenderKind } from "./PayForm";
import { TenderFields } from "./TenderFields";

const KINDS: TenderKind[] = ["cash", "card", "voucher", "account"];

/** Gives a payment back, or notes what it was really paid with. Both are new entries; nothing is edited. */
export const RefundSheet: Component<{ payment: Payment; onClose: () => void }> = (props) => {
  const till = useTill();
  const act = createAct();
  const [refund, replacement] = [newShortId(), newShortId()];
  const currency = props.payment.currency;
  const money = (minor: number) => formatMoney({ minor, currency });
  const [isRefund, setIsRefund] = createSignal(true);
  const [amountTyped, setAmountTyped] = createSignal(typedOf(props.payment.refundable, currency));
  const [tipTyped, setTipTyped] = createSignal(typedOf(0, currency));
  const [kind, setKind] = createSignal<TenderKind>(props.payment.tender);
  const [reference, setReference] = createSignal(referenceOf(props.payment));
  const isOnline = () => props.payment.tender === "online";
  const [reason, setReason] = createSignal("");
  const [isTried, setIsTried] = createSignal(false);
  const amount = () => minorOf(amountTyped(), currency);
  const tip = () => minorOf(tipTyped(), currency);
  /** What is handed over: coins cannot make every amount. */
  const handed = () => {
    const minor = amount() ?? 0;
    return (kind() === "cash" ? inCoins(minor, till.checkout().cash_step) : minor) + (tip() ?? 0);
  };
  const fits = (minor: number | undefined, most: number) => minor !== undefined && minor <= most;
  const offer = (): TenderOffer | undefined => {
    const words = reference().trim();
    const whole = props.payment.refundable + props.payment.refundable_tip;
    switch (kind()) {
      case "cash":
        // Whoever paid in cash after all gave what was owed, up to the next coin.
        return { tender: "cash", given: whole + till.checkout().cash_step };
      case "card":
        return words ? { tender: "card", reference: words } : undefined;
      case "voucher":
        return words ? { tender: "voucher", number: words } : undefined;
      case "account":
        return words ? { tender: "account", name: words } : undefined;
      case "online":
        return words ? { tender: "online", reference: words } : undefined;
    }
  };
  const done = () => {
    till.refresh();
    props.onClose();
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setIsTried(true);
    const [minor, tipMinor, tender, why] = [amount(), tip(), offer(), reason().trim()];
    if (!tender || why === "") return;
    if (!isRefund()) {
      const correction = { refund, replacement, with: tender, reason: why };
      act.run((key) => billCalls.correct(props.payment.payment, correction, key), done);
      return;
    }
    if (minor === undefined || tipMinor === undefined || minor + tipMinor === 0) return;
    if (minor > props.payment.refundable || tipMinor > props.payment.refundable_tip) return;
    const wanted = { refund, amount: minor, tip: tipMinor, with: tender, reason: why };
    act.run((key) => billCalls.refund(props.payment.payment, wanted, key), done);
  };
  return (
    <Sheet open onClose={props.onClose} title={text.refundTitle(props.payment.receipt)}>
      <form class="grid gap-4" novalidate onSubmit={submit}>
        <fieldset>
          <legend class="text-sm font-semibold">{text.refundWhat}</legend>
          <div class="mt-1.5 flex flex-wrap gap-2">
            <Chip pressed={isRefund()} onClick={() => setIsRefund(true)}>
              {text.refundKinds.refund}
            </Chip>
            <Show when={!isOnline()}>
              <Chip pressed={!isRefund()} onClick={() => setIsRefund(false)}>
                {text.refundKinds.correct}
              </Chip>
            </Show>
          </div>
        </fieldset>
        <Show when={isRefund()}>
          <div class="grid grid-cols-2 gap-3">
            <TextField
              label={text.refundAmount}
              inputmode="decimal"
              autocomplete="off"
              value={amountTyped()}
              problem={
                fits(amount(), props.payment.refundable)
                  ? undefined
                  : text.amountProblem(money(props.payment.refundable))
              }
              onInput={(event) => setAmountTyped(event.currentTarget.value)}
            />
            <TextField
              label={text.refundTip}
              inputmode="decimal"
              autocomplete="off"
              value={tipTyped()}
              problem={
                fits(tip(), props.payment.refundable_tip)
                  ? undefined
                  : text.amountProblem(money(props.payment.refundable_tip))
              }
              onInput={(event) => setTipTyped(event.currentTarget.value)}
            />
          </div>
        </Show>
        <fieldset>
          <legend class="text-sm font-semibold">{isRefund() ? text.refundAs : text.tender}</legend>
          <div class="mt-1.5 flex flex-wrap gap-2">
            <For each={isOnline() ? ["online" as const, ...KINDS] : KINDS}>
              {(one) => (
                <Chip pressed={kind() === one} onClick={() => setKind(one)}>
                  {text.tenders[one]}
                </Chip>
              )}
            </For>
          </div>
        </fieldset>
        <Show when={kind() === "online"}>
          <p class="text-sm text-ink-soft text-pretty">{text.onlineHint}</p>
        </Show>
        <Show when={kind() !== "cash"}>
          <TenderFields
            kind={kind()}
            value={reference()}
            onInput={setReference}
            problem={isTried() && reference().trim() === "" ? text.referenceProblem : undefined}
          />
        </Show>
        <TextField
          label={text.reason}
          maxlength={140}
          autocomplete="off"
          value={reason()}
          problem={isTried() && reason().trim() === "" ? text.reasonProblem : undefined}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        <Button type="submit" kind="primary" wide busy={act.isBusy()}>
          {isRefund() ? text.refundDo(money(handed())) : text.correctDo}
        </Button>
        <Problem text={act.problem()} />
      </form>
      <Show when={act.isProving()}>
        <StepUp onDone={act.proved} onClose={act.giveUp} />
      </Show>
    </Sheet>
  );
};

function referenceOf(payment: Payment): string {
  switch (payment.tender) {
    case "cash":
      return "";
    case "card":
      return payment.reference;
    case "voucher":
      return payment.number;
    case "account":
      return payment.name;
    // The refund has a reference of its own.
    case "online":
      return "";
  }
}
