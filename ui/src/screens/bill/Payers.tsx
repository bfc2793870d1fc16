import { createSignal, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { UserPlus } from "../../components/icons";
import { Keyed } from "../../components/Keyed";
import { bill as text } from "../../text-bill";
import type { Bill } from "./groups";
import { PayOnline } from "./PayOnline";
import { usePeople } from "./people";
import { ShareChange } from "./ShareChange";
import { canChangeShare, ShareHead } from "./ShareHead";

type Share = Bill["shares"][number];

/** Shares that there is something to say of: the rest of the bill only while it is more than nothing. */
export function shownShares(bill: Bill): Share[] {
  return bill.shares.filter((share) => !share.is_rest || share.amount > 0 || share.due_back > 0);
}

/** Everyone's part, what is paid of it, and the ways to change it. */
export const Payers: Component<{ bill: Bill }> = (props) => {
  const people = usePeople();
  return (
    <section aria-labelledby="payers">
      <h2 id="payers" class="text-lg font-semibold">
        {text.shares}
      </h2>
      <ul class="mt-2 divide-y border-y">
        <Keyed each={shownShares(props.bill)} by={({ share }) => share}>
          {(share) => <Payer bill={props.bill} share={share()} />}
        </Keyed>
      </ul>
      <Show when={props.bill.plan.shares.length > 0 && people.canSplit()}>
        <Button kind="quiet" size="small" class="mt-1" onClick={() => people.split({ change: "add" })}>
          <UserPlus size={17} /> {text.add}
        </Button>
      </Show>
    </section>
  );
};

const Payer: Component<{ bill: Bill; share: Share }> = (props) => {
  const people = usePeople();
  const [isOpen, setIsOpen] = createSignal(false);
  const canChange = () => canChangeShare(props.share, people.canSplit());
  return (
    <li class="py-3" data-share={props.share.share}>
      <ShareHead
        bill={props.bill}
        share={props.share}
        size="sm"
        isOpen={isOpen()}
        onChange={() => setIsOpen((is) => !is)}
      />
      <PayOnline bill={props.bill} share={props.share} />
      <Show when={isOpen() && canChange()}>
        <ShareChange bill={props.bill} share={props.share} onDone={() => setIsOpen(false)} />
      </Show>
    </li>
  );
};
