import { createSignal, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { DinerDot, DinerDots } from "../../components/DinerDot";
import { Pencil, UserPlus } from "../../components/icons";
import { Keyed } from "../../components/Keyed";
import { Price } from "../../components/Price";
import { bill as text } from "../../text-bill";
import type { Bill } from "./groups";
import { usePeople } from "./people";
import { ShareChange } from "./ShareChange";
import { ShareState } from "./ShareState";

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
  const name = () => people.shareName(props.share.share);
  const diners = () => props.share.diners.flatMap((diner) => people.find(diner) ?? []);
  const canChange = () => people.canSplit() && !props.share.is_rest && !props.share.is_held;
  return (
    <li class="py-3" data-share={props.share.share}>
      <div class="flex items-center gap-3">
        <Show when={diners().length > 0} fallback={<DinerDot size="sm" />}>
          <DinerDots diners={diners()} max={3} />
        </Show>
        <div class="min-w-0 flex-1">
          <p class="font-semibold break-words">
            {name()}
            <Show when={props.share.is_custom}>
              <span class="font-normal text-ink-soft"> · {text.custom}</span>
            </Show>
          </p>
          <ShareState bill={props.bill} share={props.share} />
        </div>
        <Price of={{ minor: props.share.amount, currency: props.bill.currency }} class="font-semibold" />
        <Show when={canChange()}>
          <button
            type="button"
            aria-label={text.changeOf(name())}
            aria-expanded={isOpen()}
            onClick={() => setIsOpen((is) => !is)}
            class="-mr-2 inline-flex size-11 shrink-0 items-center justify-center rounded-chip hover:bg-sunken"
          >
            <Pencil size={18} />
          </button>
        </Show>
      </div>
      <Show when={isOpen() && canChange()}>
        <ShareChange bill={props.bill} share={props.share} onDone={() => setIsOpen(false)} />
      </Show>
    </li>
  );
};
