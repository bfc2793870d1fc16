import { createSignal, For, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { DinerDot, DinerDots } from "../../components/DinerDot";
import { Pencil } from "../../components/icons";
import { formatMoney } from "../../components/money";
import { Price } from "../../components/Price";
import { Problem } from "../../components/TextField";
import { billCalls, type Share } from "../../platform/bill-calls";
import { bill as words, checkout as text } from "../../text-bill";
import { shownShares } from "../bill/Payers";
import { usePeople } from "../bill/people";
import { ShareChange } from "../bill/ShareChange";
import { ShareState } from "../bill/ShareState";
import { createAct, useTill } from "./context";

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
      <ul class="mt-2 grid gap-2">
        <For each={shownShares(bill()).map(({ share }) => share)}>
          {(id) => (
            <Show when={bill().shares.find(({ share }) => share === id)}>
              {(share) => <OneShare share={share()} onTake={() => props.onTake(id)} />}
            </Show>
          )}
        </For>
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
  const diners = () => props.share.diners.flatMap((diner) => people.find(diner) ?? []);
  const canChange = () => people.canSplit() && !props.share.is_rest && !props.share.is_held;
  return (
    <li class="rounded-card border bg-raised p-4" data-share={props.share.share}>
      <div class="flex items-center gap-3">
        <Show when={diners().length > 0} fallback={<DinerDot size="md" />}>
          <DinerDots diners={diners()} max={3} size="md" />
        </Show>
        <div class="min-w-0 flex-1">
          <p class="font-semibold break-words">
            {name()}
            <Show when={props.share.is_custom}>
              <span class="font-normal text-ink-soft"> · {words.custom}</span>
            </Show>
          </p>
          <ShareState bill={bill()} share={props.share} />
        </div>
        <Price of={money(props.share.amount)} class="text-lg font-semibold" />
        <Show when={canChange()}>
          <button
            type="button"
            aria-label={words.changeOf(name())}
            aria-expanded={isOpen()}
            onClick={() => setIsOpen((is) => !is)}
            class="-mr-2 inline-flex size-11 shrink-0 items-center justify-center rounded-chip hover:bg-sunken"
          >
            <Pencil size={18} />
          </button>
        </Show>
      </div>
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
