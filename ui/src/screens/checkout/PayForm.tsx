import { createSignal, For, Match, Show, Switch, type Component } from "solid-js";
import { digitsOf, minorOf, typedOf } from "../../components/amount";
import { Button } from "../../components/Button";
import { Chip } from "../../components/Chip";
import { formatMoney } from "../../components/money";
import { TextField } from "../../components/TextField";
import { newShortId, type Share, type TakePayment, type TenderOffer } from "../../platform/bill-calls";
import { checkout as text } from "../../text-bill";
import { inCoins, likelyCash } from "./cash";
import { useTill } from "./context";
import { TenderFields } from "./TenderFields";

export type TenderKind = TenderOffer["tender"];
const KINDS: TenderKind[] = ["cash", "card", "voucher", "account"];

type Props = { share: Share; isCutOff: boolean; onTake: (payment: TakePayment) => void };

/** How much, which tip, and with what. The hub works out what of it is change, tax and rounding. */
export const PayForm: Component<Props> = (props) => {
  const till = useTill();
  const currency = () => till.checkout().bill.currency;
  const money = (minor: number) => formatMoney({ minor, currency: currency() });
  // The id of the payment is as old as this form: sent twice, it is taken once.
  const payment = newShortId();
  const [kind, setKind] = createSignal<TenderKind>("cash");
  const [amountTyped, setAmountTyped] = createSignal(typedOf(props.share.left, currency()));
  const [tipTyped, setTipTyped] = createSignal("");
  const [givenTyped, setGivenTyped] = createSignal("");
  const [reference, setReference] = createSignal("");
  const [isTried, setIsTried] = createSignal(false);

  const amount = () => minorOf(amountTyped(), currency());
  /** What it came to when its payment began may be taken still: a terminal may have it already. */
  const most = () => Math.max(props.share.left, props.share.locked ?? 0);
  const isAmount = () => {
    const minor = amount();
    return minor !== undefined && minor > 0 && minor <= most();
  };
  const tip = () => (tipTyped().trim() === "" ? 0 : minorOf(tipTyped(), currency()));
  /** What has to be handed over in cash; the last part of a share is rounded to coins. */
  const due = () => {
    const minor = amount() ?? 0;
    const isLast = minor === props.share.left || minor === most();
    const cash = isLast ? inCoins(minor, till.checkout().cash_step) : minor;
    return cash + (tip() ?? 0);
  };
  const given = () => (givenTyped() === "" ? due() : minorOf(givenTyped(), currency()));
  const isGiven = () => (given() ?? -1) >= due();
  const offer = (): TenderOffer | undefined => {
    const words = reference().trim();
    switch (kind()) {
      case "cash": {
        const cash = given();
        return cash !== undefined && isGiven() ? { tender: "cash", given: cash } : undefined;
      }
      case "card":
        return words ? { tender: "card", reference: words } : undefined;
      case "voucher":
        return words ? { tender: "voucher", number: words } : undefined;
      case "account":
        return words ? { tender: "account", name: words } : undefined;
      // Guests pay so by themselves.
      case "online":
        return undefined;
    }
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setIsTried(true);
    const [minor, tipMinor, tender] = [amount(), tip(), offer()];
    if (!isAmount() || minor === undefined || tipMinor === undefined || !tender) return;
    props.onTake({ payment, share: props.share.share, amount: minor, tip: tipMinor, with: tender });
  };
  const mode = () => (digitsOf(currency()) === 0 ? "numeric" : "decimal");

  return (
    <form class="grid gap-4" novalidate onSubmit={submit}>
      <p class="text-ink-soft">{text.paySoFar(money(props.share.left))}</p>
      <div class="grid grid-cols-2 gap-3">
        <TextField
          label={text.amount}
          inputmode={mode()}
          autocomplete="off"
          value={amountTyped()}
          problem={isAmount() ? undefined : text.amountProblem(money(most()))}
          onInput={(event) => setAmountTyped(event.currentTarget.value)}
        />
        <TextField
          label={text.tip}
          inputmode={mode()}
          autocomplete="off"
          placeholder={typedOf(0, currency())}
          value={tipTyped()}
          problem={tip() === undefined ? text.tipProblem : undefined}
          onInput={(event) => setTipTyped(event.currentTarget.value)}
        />
      </div>
      <fieldset>
        <legend class="text-sm font-semibold">{text.tender}</legend>
        <div class="mt-1.5 flex flex-wrap gap-2">
          <For each={KINDS}>
            {(one) => (
              <Chip pressed={kind() === one} onClick={() => setKind(one)}>
                {text.tenders[one]}
              </Chip>
            )}
          </For>
        </div>
      </fieldset>
      <Switch
        fallback={
          <TenderFields
            kind={kind()}
            value={reference()}
            onInput={setReference}
            problem={isTried() && reference().trim() === "" ? text.referenceProblem : undefined}
          />
        }
      >
        <Match when={kind() === "cash"}>
          <div class="grid gap-2">
            <TextField
              label={text.given}
              inputmode={mode()}
              autocomplete="off"
              placeholder={typedOf(due(), currency())}
              value={givenTyped()}
              problem={isGiven() ? undefined : text.givenProblem(money(due()))}
              onInput={(event) => setGivenTyped(event.currentTarget.value)}
            />
            <div class="flex flex-wrap gap-2">
              <For each={likelyCash(due(), digitsOf(currency()))}>
                {(sum) => (
                  <Chip
                    pressed={givenTyped() !== "" && given() === sum}
                    onClick={() => setGivenTyped(typedOf(sum, currency()))}
                  >
                    {money(sum)}
                  </Chip>
                )}
              </For>
            </div>
            <p class="flex min-h-9 items-baseline justify-between text-lg font-semibold" aria-live="polite">
              <span>{text.changeBack}</span>
              <span class="figures">{money(isGiven() ? (given() ?? 0) - due() : 0)}</span>
            </p>
          </div>
        </Match>
      </Switch>
      <Show when={isAmount()}>
        <Button type="submit" kind="primary" wide size="large" disabled={props.isCutOff}>
          {text.confirm(money(kind() === "cash" ? due() : (amount() ?? 0) + (tip() ?? 0)))}
        </Button>
      </Show>
    </form>
  );
};
