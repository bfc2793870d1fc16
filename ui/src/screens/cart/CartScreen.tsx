import { createEffect, For, on, onMount, Show } from "solid-js";
import { Button } from "../../components/Button";
import { Empty } from "../../components/Empty";
import { Cart } from "../../components/icons";
import { cart as text } from "../../text";
import { useGuest, useSeat } from "../guest/context";
import { focusHeading } from "../guest/scroll";
import { Unread } from "../guest/Unread";
import { SentRound } from "../orders/SentRound";
import { PartyDots, PartyLine } from "../party/PartyHead";
import { CartGroup } from "./CartGroup";
import { GiveSheet, createGiving } from "./GiveSheet";

/** The draft that all share, and below the border what has gone to the kitchen. */
export function CartScreen() {
  const { guest, places } = useGuest();
  const { isReturning } = useSeat();
  const giving = createGiving();
  let heading: HTMLHeadingElement | undefined;
  onMount(() => heading && places.place().screen === "cart" && focusHeading(heading));
  const newestFirst = () => guest.view.orders.toReversed();
  const draft = () => {
    if (guest.view.mode === "individual") return text.own;
    return isEmpty() ? "\u00a0" : text.draft;
  };
  const isEmpty = () => guest.view.cart.groups.length === 0;
  createEffect(on(isEmpty, (empty, before) => before === false && empty && heading && focusHeading(heading)));
  return (
    <>
      <header class="px-5 pt-[max(24px,env(safe-area-inset-top))] pb-2">
        <div class="flex min-h-11 items-end gap-3">
          <div class="min-w-0 flex-1">
            <h1 ref={heading} tabindex="-1" class="dish-name text-3xl font-semibold">
              {text.title}
            </h1>
          </div>
          <PartyDots />
        </div>
        <PartyLine />
        <p class="text-ink-soft">{draft()}</p>
      </header>
      <Show
        when={!isEmpty()}
        fallback={
          <Show when={!isReturning()} fallback={<Unread />}>
            <Empty
              icon={<Cart size={30} />}
              title={text.emptyTitle}
              action={
                <Button class="lg:hidden" onClick={() => places.go("menu")}>
                  {text.toMenu}
                </Button>
              }
            >
              {guest.view.orders.length > 0 ? text.emptyAfterOrder : text.empty}
            </Empty>
          </Show>
        }
      >
        <For each={guest.view.cart.groups}>{(group) => <CartGroup group={group} giving={giving} />}</For>
      </Show>
      <For each={newestFirst()}>{(order) => <SentRound order={order} />}</For>
      <GiveSheet giving={giving} />
    </>
  );
}
