import { createSignal, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Keyed } from "../../components/Keyed";
import { formatMoney } from "../../components/money";
import { Problem, TextField } from "../../components/TextField";
import { billCalls, type Checkout } from "../../platform/bill-calls";
import { checkout as text } from "../../text-bill";
import { StepUp } from "../staff/StepUp";
import { createAct } from "../staff/act";
import { useTill } from "./context";

type Stray = NonNullable<Checkout["strays"]>[number];

/** Money that guests paid online for nothing on the bill, until somebody has given it back. */
export const Strays: Component<{ mayReturn: boolean }> = (props) => {
  const till = useTill();
  const strays = () => till.checkout().strays ?? [];
  return (
    <Show when={strays().length > 0}>
      <section aria-labelledby="strays">
        <h2 id="strays" class="text-lg font-semibold">
          {text.strays}
        </h2>
        <ul class="mt-2 grid gap-2">
          <Keyed each={strays()} by={({ payment }) => payment}>
            {(stray) => <OneStray stray={stray()} mayReturn={props.mayReturn} />}
          </Keyed>
        </ul>
      </section>
    </Show>
  );
};

/** Pages to pay that the provider does not know any more: nobody can say here whether somebody has paid. */
export const Lost: Component = () => {
  const till = useTill();
  const lost = () => till.checkout().lost ?? [];
  return (
    <Show when={lost().length > 0}>
      <section aria-labelledby="lost">
        <h2 id="lost" class="text-lg font-semibold">
          {text.lost}
        </h2>
        <ul class="mt-2 grid gap-2">
          <Keyed each={lost()} by={({ payment }) => payment}>
            {(page) => (
              <li class="rounded-card border bg-raised p-4">
                <p class="font-semibold">{text.lostOf(formatMoney(page().money))}</p>
                <p class="mt-1 text-sm break-words text-ink-soft text-pretty">
                  {text.lostHint(page().reference)}
                </p>
              </li>
            )}
          </Keyed>
        </ul>
      </section>
    </Show>
  );
};

const OneStray: Component<{ stray: Stray; mayReturn: boolean }> = (props) => {
  const till = useTill();
  const act = createAct();
  const [reference, setReference] = createSignal("");
  const [isTried, setIsTried] = createSignal(false);
  const amount = () => {
    const { money, said } = props.stray;
    return money ? text.dueBack(formatMoney(money)) : text.strayUncounted(said ?? "");
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setIsTried(true);
    const words = reference().trim();
    if (words === "") return;
    act.run((key) => billCalls.returnStray(props.stray.payment, words, key), till.refresh);
  };
  return (
    <li class="rounded-card border bg-raised p-4">
      <p class="font-semibold text-late">{amount()}</p>
      <p class="mt-1 text-sm break-words text-ink-soft text-pretty">
        {text.strayWhy[props.stray.why]}{" "}
        <Show when={props.stray.is_other_currency}>{text.strayCurrency}</Show>{" "}
        {text.strayHint(props.stray.reference)}
      </p>
      <Show when={props.mayReturn}>
        <form class="mt-3 grid gap-3" novalidate onSubmit={submit}>
          <TextField
            label={text.onlineReference}
            maxlength={64}
            autocomplete="off"
            value={reference()}
            problem={isTried() && reference().trim() === "" ? text.referenceProblem : undefined}
            onInput={(event) => setReference(event.currentTarget.value)}
          />
          <Button type="submit" busy={act.isBusy()} disabled={till.isCutOff()}>
            {text.strayDone}
          </Button>
          <Problem text={act.problem()} />
        </form>
      </Show>
      <Show when={act.isProving()}>
        <StepUp onDone={act.proved} onClose={act.giveUp} />
      </Show>
    </li>
  );
};
