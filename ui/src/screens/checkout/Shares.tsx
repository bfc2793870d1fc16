import { createSignal, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Keyed } from "../../components/Keyed";
import { formatMoney } from "../../components/money";
import { Problem } from "../../components/TextField";
import { billCalls, type Share } from "../../platform/bill-calls";
import { bill as words, checkout as text } from "../../text-bill";
import { shownShares } from "../bill/Payers";
import { usePeople } from "../bill/people";
import { ShareChange } from "../bill/ShareChange";
import { canChangeShare, ShareHead } from "../bill/ShareHead";
import { createAct } from "../staff/act";
import { useTill } from "./context";

/** Every share with its state and the way to take its payment. */
export const Shares: Component<{ onTake: (share: string) => void }> = (props) => {
  const till = useTill();
  const people = usePeople();
  const bill = () => till.checkout().bill;
  return (
    <section aria-labelledby="shares">
      <h2 id="shares" class="text-lg font-semibold">
        {text.shares}
      </h2>
      <ul class="mt-2 grid grid-cols-1 gap-2">
        <Keyed each={shownShares(bill())} by={({ share }) => share}>
          {(share) => <OneShare share={share()} onTake={() => props.onTake(share().share)} />}
        </Keyed>
      </ul>
      <Show when={bill().plan.shares.length > 0 && people.canSplit()}>
        <Button kind="quiet" size="small" class="mt-1" onClick={() => people.split({ change: "add" })}>
          {words.add}
        </Button>
      </Show>
    </section>
  );
};

const OneShare: Component<{ share: Share; onTake: () => void }> = (props) => {
  const till = useTill();
  const people = usePeople();
  const free = createAct();
  const [isOpen, setIsOpen] = createSignal(false);
  const bill = () => till.checkout().bill;
  const name = () => people.shareName(props.share.share);
  const money = (minor: number) => ({ minor, currency: bill().currency });
  const canChange = () => canChangeShare(props.share, people.canSplit());
  return (
    <li class="rounded-card border bg-raised p-4" data-share={props.share.share}>
      <ShareHead
        bill={bill()}
        share={props.share}
        size="md"
        isOpen={isOpen()}
        onChange={() => setIsOpen((is) => !is)}
      />
      <Show when={props.share.left > 0}>
        <div class="mt-3 flex gap-2">
          <Button
            class="flex-1"
            aria-label={text.takeOf(name(), formatMoney(money(props.share.left)))}
            disabled={till.isCutOff()}
            onClick={() => props.onTake()}
          >
            {text.take}
          </Button>
          <Show when={props.share.paid_to}>
            <Button
              busy={free.isBusy()}
              disabled={till.isCutOff()}
              onClick={() =>
                free.run((key) => billCalls.release(till.session, props.share.share, key), till.refresh)
              }
            >
              {text.free}
            </Button>
          </Show>
        </div>
      </Show>
      <Problem text={free.problem()} />
      <Show when={isOpen() && canChange()}>
        <ShareChange bill={bill()} share={props.share} onDone={() => setIsOpen(false)} />
      </Show>
    </li>
  );
};
