import { Show } from "solid-js";
import { Button } from "../../components/Button";
import { cart, menu } from "../../text";
import { CartScreen } from "../cart/CartScreen";
import { ReviewButton } from "../cart/ReviewButton";
import { OrdersScreen } from "../orders/OrdersScreen";
import { ConnectionLine } from "./ConnectionLine";
import { useGuest, useSeat } from "./context";
import { Notices } from "./Notices";
import { Tabs } from "./Tabs";
import { WaitingOrder } from "./WaitingOrder";

/** On a wide screen: the cart or the orders, always in sight beside the menu. */
export function SidePanel() {
  const { places } = useGuest();
  const seat = useSeat();
  const isOrders = () => places.place().screen === "orders";
  return (
    <aside class="sticky top-0 flex h-dvh flex-col border-l bg-raised" aria-label={cart.title}>
      <Show
        when={seat.isSeated() || seat.isReturning()}
        fallback={
          <div class="m-auto max-w-xs p-6 text-center">
            <p class="dish-name text-2xl font-semibold text-balance">{cart.notJoinedTitle}</p>
            <p class="mt-2 mb-6 text-ink-soft">{cart.notJoined}</p>
            <Button kind="primary" wide onClick={() => places.go("join")}>
              {menu.joinFirst}
            </Button>
          </div>
        }
      >
        <Tabs screens={["cart", "orders"]} />
        <div class="min-h-0 flex-1 overflow-y-auto overscroll-contain border-t">
          <Show when={isOrders()} fallback={<CartScreen />}>
            <OrdersScreen />
          </Show>
        </div>
        <Notices />
        <div class="border-t">
          <WaitingOrder />
          <ConnectionLine />
          <Show when={!isOrders()}>
            <ReviewButton />
          </Show>
        </div>
      </Show>
    </aside>
  );
}
