import { createMemo, createSignal, Show, type Component } from "solid-js";
import { DinerDot } from "../../components/DinerDot";
import { Pencil } from "../../components/icons";
import { Keyed } from "../../components/Keyed";
import { Price } from "../../components/Price";
import { bill as text } from "../../text-bill";
import { groupsOf, partsOf, type Bill, type Row } from "./groups";
import { PartsForm } from "./PartsForm";
import { usePeople } from "./people";

/** Every portion by who had it, with its price and who shares it. */
export const Dishes: Component<{ bill: Bill }> = (props) => {
  const people = usePeople();
  const groups = createMemo(() => groupsOf(props.bill, people.order()));
  const money = (minor: number) => ({ minor, currency: props.bill.currency });
  return (
    <section aria-labelledby="bill-dishes">
      <h2 id="bill-dishes" class="text-lg font-semibold">
        {text.dishes}
      </h2>
      {/* By their names: what somebody has opened stays open while others change the bill. */}
      <Keyed each={groups()} by={({ diner }) => diner}>
        {(group) => (
          <div class="mt-3">
            <h3 class="flex items-center gap-2 text-sm font-semibold">
              <DinerDot diner={people.find(group().diner)} size="sm" />
              <span class="min-w-0">{people.nameOf(group().diner)}</span>
            </h3>
            <ul class="divide-y">
              <Keyed each={group().rows} by={({ key }) => key}>
                {(row) => <DishRow bill={props.bill} row={row()} />}
              </Keyed>
            </ul>
          </div>
        )}
      </Keyed>
      <Show when={props.bill.unseen > 0}>
        <p class="mt-3 flex justify-between gap-3 border-t pt-3 text-ink-soft">
          {text.unseen} <Price of={money(props.bill.unseen)} bare />
        </p>
      </Show>
    </section>
  );
};

const DishRow: Component<{ bill: Bill; row: Row }> = (props) => {
  const people = usePeople();
  const [isOpen, setIsOpen] = createSignal(false);
  const money = (minor: number) => ({ minor, currency: props.bill.currency });
  const isCharged = () => props.row.fate === "charged";
  const payers = () => {
    const own = props.row.units.flatMap((unit) => partsOf(props.bill, unit).map(({ share }) => share));
    return [...new Set(own)].map(people.shareName);
  };
  const openShares = () =>
    props.bill.shares.filter((share) => !share.is_rest && !share.is_held && !share.is_custom);
  const canShare = () => isCharged() && people.canSplit() && openShares().length > 0;
  return (
    <li class="py-2">
      <div class="flex items-center gap-2">
        <div class="min-w-0 flex-1">
          <p class={`dish-name ${isCharged() ? "" : "text-ink-soft line-through"}`}>
            <Show when={props.row.units.length > 1}>
              <span class="figures">{props.row.units.length} × </span>
            </Show>
            {props.row.name}
          </p>
          <Show when={props.row.modifiers.length > 0}>
            <p class="text-sm text-ink-soft">{props.row.modifiers.join(", ")}</p>
          </Show>
          <Show when={!isCharged()}>
            <p class="text-sm text-ink-soft">{props.row.fate === "voided" ? text.voided : text.comped}</p>
          </Show>
          <Show when={props.row.isTakeAway}>
            <p class="text-sm text-ink-soft">{text.takeAway}</p>
          </Show>
          <Show when={payers().length > 0}>
            <p class="text-sm text-ink-soft">{text.sharedBy(payers())}</p>
          </Show>
        </div>
        <Show when={isCharged()}>
          <Price of={money(props.row.each * props.row.units.length)} bare />
        </Show>
        <Show when={canShare()}>
          <button
            type="button"
            aria-label={text.whoFor(props.row.name)}
            aria-expanded={isOpen()}
            onClick={() => setIsOpen((is) => !is)}
            class="-mr-2 inline-flex size-11 shrink-0 items-center justify-center rounded-chip hover:bg-sunken"
          >
            <Pencil size={17} />
          </button>
        </Show>
      </div>
      <Show when={isOpen() && canShare()}>
        <PartsForm bill={props.bill} row={props.row} shares={openShares()} onDone={() => setIsOpen(false)} />
      </Show>
    </li>
  );
};
