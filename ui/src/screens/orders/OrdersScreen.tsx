import { For, onMount, Show } from "solid-js";
import { Dynamic } from "solid-js/web";
import { Button } from "../../components/Button";
import { Empty } from "../../components/Empty";
import { Bell, BellOff, Receipt } from "../../components/icons";
import { Price } from "../../components/Price";
import { orders as text } from "../../text";
import { bill } from "../../text-bill";
import { useGuest, useSeat } from "../guest/context";
import { focusHeading } from "../guest/scroll";
import { Unread } from "../guest/Unread";
import { SentRound } from "./SentRound";

/** Everything that has gone to the kitchen, the newest round first. */
export function OrdersScreen() {
  const { guest, places, readySignal } = useGuest();
  const { isReturning } = useSeat();
  let heading: HTMLHeadingElement | undefined;
  onMount(() => heading && places.place().screen === "orders" && focusHeading(heading));
  return (
    <>
      <header class="px-5 pt-[max(24px,env(safe-area-inset-top))] pb-2">
        <h1 ref={heading} tabindex="-1" class="dish-name text-3xl font-semibold">
          {text.title}
        </h1>
        <Show when={guest.view.ordered_total}>
          {(total) => (
            <p class="mt-1 flex items-baseline justify-between gap-3 text-ink-soft">
              {text.soFar}
              <Price of={total()} class="text-lg font-semibold text-ink" />
            </p>
          )}
        </Show>
        <Show when={guest.view.orders.length > 0}>
          <Button wide class="mt-3" onClick={() => places.open({ bill: true })}>
            <Receipt size={20} /> {bill.open}
          </Button>
        </Show>
      </header>
      <Show
        when={guest.view.orders.length > 0}
        fallback={
          <Show when={!isReturning()} fallback={<Unread />}>
            <Empty
              icon={<Receipt size={30} />}
              title={text.emptyTitle}
              action={<Button onClick={() => places.go("cart")}>{text.toCart}</Button>}
            >
              {text.empty}
            </Empty>
          </Show>
        }
      >
        <div class="px-5">
          <button
            type="button"
            aria-pressed={readySignal.isOn()}
            onClick={() => readySignal.toggle()}
            class="inline-flex min-h-11 items-center gap-2 text-sm font-medium text-ink-soft"
          >
            <Dynamic component={readySignal.isOn() ? Bell : BellOff} size={18} />
            {readySignal.isOn() ? text.soundOn : text.soundOff}
          </button>
        </div>
        <For each={guest.view.orders.toReversed()}>{(order) => <SentRound order={order} />}</For>
      </Show>
    </>
  );
}
