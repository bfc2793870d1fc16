/** The guest's page: brings the guest to life and shows the one screen that fits. */
import { createSignal, Match, Show, Switch } from "solid-js";
import { createGuest } from "../../bridge/guest";
import { keptOpenBill } from "../../platform/kept";
import { createMedia } from "../../platform/media";
import { CartScreen } from "../cart/CartScreen";
import { Closed } from "../closed/Closed";
import { createFarewell } from "../closed/link";
import { Join } from "../join/Join";
import { Knocking } from "../join/Knocking";
import { createFilters } from "../menu/filters";
import { MenuScreen } from "../menu/MenuScreen";
import { OrdersScreen } from "../orders/OrdersScreen";
import { BottomBar } from "./BottomBar";
import { GuestContext, useGuest } from "./context";
import { createHappenings } from "./happenings";
import { createPlaces } from "./places";
import { createReadySignal } from "./ready";
import { keepScroll } from "./scroll";
import { SidePanel } from "./SidePanel";
import { TableSheets } from "./TableSheets";

export default function Guest() {
  const table = location.pathname.split("/")[2] ?? "";
  const guest = createGuest(table);
  const places = createPlaces(guest.hasLogin ? "menu" : "join");
  if (guest.hasLogin && keptOpenBill() && !places.place().bill) {
    places.go("orders");
    places.open({ bill: true });
  }
  const filters = createFilters();
  const [words, announce] = createSignal("");
  const [isAway, setIsAway] = createSignal(false);
  const readySignal = createReadySignal({
    table,
    orders: () => guest.view.orders,
    caughtUp: () => (guest.view.connection.type === "live" ? (guest.view.me ?? undefined) : undefined),
  });
  return (
    <GuestContext.Provider
      value={{ guest, places, filters, announce, readySignal, reviewAway: { isAway, set: setIsAway } }}
    >
      <Screens />
      {/* Stays audible while a sheet hides the rest of the page. */}
      <div role="status" data-live-announcer="true" class="sr-only">
        {words()}
      </div>
    </GuestContext.Provider>
  );
}

function Screens() {
  const { guest, places } = useGuest();
  const isWide = createMedia("(min-width: 1024px)");
  const screen = () => places.place().screen;
  createHappenings();
  createFarewell();
  return (
    <Show when={guest.view.stage.type !== "closed"} fallback={<Closed />}>
      <Show when={guest.view.stage.type !== "knocking"} fallback={<Knocking />}>
        <Show when={screen() !== "join" || guest.view.stage.type === "seated"} fallback={<Join />}>
          <Show when={isWide()} fallback={<Narrow />}>
            <Wide />
          </Show>
          <TableSheets />
        </Show>
      </Show>
    </Show>
  );
}

/** A phone or a small tablet: one screen at a time over the bottom bar. */
function Narrow() {
  const { places } = useGuest();
  const screen = () => places.place().screen;
  const isMenu = () => screen() !== "cart" && screen() !== "orders";
  keepScroll(screen);
  return (
    <>
      <main class="mx-auto max-w-3xl pb-48">
        <div hidden={!isMenu()}>
          <MenuScreen />
        </div>
        <Switch>
          <Match when={screen() === "cart"}>
            <CartScreen />
          </Match>
          <Match when={screen() === "orders"}>
            <OrdersScreen />
          </Match>
        </Switch>
      </main>
      <BottomBar />
    </>
  );
}

/** A wide screen: the menu, and beside it the cart or the orders. */
function Wide() {
  return (
    <div class="mx-auto grid max-w-[1440px] grid-cols-[minmax(0,1fr)_420px]">
      <main class="min-w-0 pb-24">
        <MenuScreen />
      </main>
      <SidePanel />
    </div>
  );
}
