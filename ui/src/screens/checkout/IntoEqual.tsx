import { createSignal, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Stepper } from "../../components/Stepper";
import { bill, checkout as text } from "../../text-bill";
import { usePeople } from "../bill/people";

const SHARES_MAX = 40;

/** Equal shares of nobody in particular: for a party that never took out a phone. */
export const IntoEqual: Component = () => {
  const people = usePeople();
  const [payers, setPayers] = createSignal(2);
  return (
    <Show when={people.canSplit()}>
      <div class="mt-3 flex flex-wrap items-center gap-3">
        <span class="text-sm text-ink-soft">{text.into}</span>
        <Stepper
          value={payers()}
          canLess={payers() > 2}
          canMore={payers() < SHARES_MAX}
          lessLabel={text.fewer}
          moreLabel={text.more}
          countLabel={String(payers())}
          onLess={() => setPayers((n) => n - 1)}
          onMore={() => setPayers((n) => n + 1)}
        />
        <Button
          size="small"
          busy={people.isBusy()}
          onClick={() => people.split({ change: "way", way: "equal", payers: payers() })}
        >
          {bill.ways.equal}
        </Button>
      </div>
    </Show>
  );
};
