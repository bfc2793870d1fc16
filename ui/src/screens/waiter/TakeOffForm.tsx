import { createSignal, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { RadioList } from "../../components/RadioList";
import { Sheet } from "../../components/Sheet";
import { Stepper } from "../../components/Stepper";
import { Problem } from "../../components/TextField";
import { servingCalls, type TakeOffReason } from "../../platform/serving-calls";
import { reasons, rounds as words } from "../../text-waiter";
import { createCommand } from "../floor/command";
import { STEP_UP_NEEDED, StepUp } from "../staff/StepUp";

/** Whoever eats of a line, and what they are called. */
export type Eater = { diner: string; name: string };

export type OffLine = {
  act: "void" | "comp";
  order: number;
  index: number;
  name: string;
  portions: number;
  /** Several, where it matters whose portion goes. */
  eaters: Eater[];
};

type Props = { of: OffLine; session: string; onClose: () => void; onDone: () => void };

/** How many, and why. The hub asks who it is once more before anything leaves a bill. */
export const TakeOffForm: Component<Props> = (props) => {
  const [portions, setPortions] = createSignal(1);
  const [whose, setWhose] = createSignal(props.of.eaters[0]?.diner);
  const [reason, setReason] = createSignal<TakeOffReason>();
  const [isProving, setIsProving] = createSignal(false);
  const takeOff = createCommand({
    send: (key) => {
      const { act, order, index } = props.of;
      return servingCalls.takeOff(
        act,
        order,
        index,
        {
          portions: portions(),
          reason: reason() ?? "mistake",
          session: props.session,
          diner: props.of.eaters.length > 1 ? (whose() ?? null) : null,
        },
        key,
      );
    },
    onDone: () => props.onDone(),
    onRefused: (code) => {
      if (code !== STEP_UP_NEEDED) return false;
      setIsProving(true);
      return true;
    },
  });
  const change = (next: () => void) => {
    next();
    takeOff.renew();
  };
  return (
    <Sheet
      open
      onClose={props.onClose}
      title={props.of.act === "void" ? words.voidOf(props.of.name) : words.compOf(props.of.name)}
      description={props.of.act === "void" ? words.voidMore : words.compMore}
      footer={
        <>
          <Problem text={takeOff.problem()} />
          <Button
            kind="primary"
            size="large"
            wide
            class="mt-2"
            disabled={reason() === undefined}
            busy={takeOff.isBusy()}
            onClick={takeOff.run}
          >
            {words.confirm[props.of.act]}
          </Button>
        </>
      }
    >
      <div class="flex items-center justify-between gap-3">
        <span class="font-semibold">{words.portions}</span>
        <Stepper
          value={portions()}
          canLess={portions() > 1}
          canMore={portions() < props.of.portions}
          onLess={() => change(() => setPortions((n) => n - 1))}
          onMore={() => change(() => setPortions((n) => n + 1))}
          lessLabel={words.less}
          moreLabel={words.more}
          countLabel={words.portions}
        />
      </div>
      <Show when={props.of.eaters.length > 1}>
        <RadioList
          legend={words.whose}
          name="whose"
          class="mt-4"
          options={props.of.eaters.map(({ diner, name }) => [diner, name] as const)}
          value={whose()}
          onChoose={(diner) => change(() => setWhose(diner))}
        />
      </Show>
      <RadioList
        legend={words.reason}
        name="reason"
        class="mt-4"
        options={reasons}
        value={reason()}
        onChoose={(code) => change(() => setReason(code))}
      />
      <Show when={isProving()}>
        <StepUp
          onClose={() => setIsProving(false)}
          onDone={() => {
            setIsProving(false);
            takeOff.renew();
            takeOff.run();
          }}
        />
      </Show>
    </Sheet>
  );
};
