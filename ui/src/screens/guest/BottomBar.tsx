import { Show } from "solid-js";
import { Button } from "../../components/Button";
import { menu as menuText } from "../../text";
import { ReviewButton } from "../cart/ReviewButton";
import { ConnectionLine } from "./ConnectionLine";
import { useGuest, useSeat } from "./context";
import { Notices } from "./Notices";
import { Tabs } from "./Tabs";
import { WaitingOrder } from "./WaitingOrder";

/** What stays at the thumb: notices, the connection, the one main action, and the way around. */
export function BottomBar() {
  const { places } = useGuest();
  const seat = useSeat();
  return (
    <div class="fixed inset-x-0 bottom-0 z-30">
      <Notices />
      <div class="border-t bg-raised pb-[env(safe-area-inset-bottom)]">
        <WaitingOrder />
        <ConnectionLine />
        <div class="mx-auto max-w-3xl">
          <Show
            when={seat.isSeated() || seat.isReturning()}
            fallback={
              <div class="p-3">
                <Button kind="primary" wide onClick={() => places.go("join")}>
                  {menuText.joinFirst}
                </Button>
              </div>
            }
          >
            <Show when={places.place().screen === "cart"}>
              <ReviewButton />
            </Show>
            <Tabs screens={["menu", "cart", "orders"]} />
          </Show>
        </div>
      </div>
    </div>
  );
}
