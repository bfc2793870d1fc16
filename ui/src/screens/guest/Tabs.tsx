import { For, Show, type Component, type JSX } from "solid-js";
import { DinerDots } from "../../components/DinerDot";
import { Cart, Menu, Receipt } from "../../components/icons";
import { cart, menu, orders } from "../../text";
import { CallButton } from "./CallButton";
import { useGuest } from "./context";
import type { Screen } from "./places";

type Tab = Exclude<Screen, "join">;

const words: Record<Tab, string> = { menu: menu.title, cart: cart.short, orders: orders.title };

/** The way around: menu, cart with its count and who is here, orders; and the waiter. */
export const Tabs: Component<{ screens: Tab[] }> = (props) => {
  const { guest, places } = useGuest();
  const current = () => {
    const { screen } = places.place();
    return props.screens.includes(screen as Tab) ? screen : "cart";
  };
  return (
    <nav aria-label="Plato">
      <ul class="flex">
        <For each={props.screens}>
          {(tab) => (
            <li class="flex-1">
              <button
                type="button"
                aria-current={current() === tab ? "page" : undefined}
                onClick={() => places.go(tab)}
                class="flex min-h-16 w-full flex-col items-center justify-center gap-0.5 border-t-2 border-transparent text-xs font-medium text-ink-soft aria-[current]:border-accent aria-[current]:font-semibold aria-[current]:text-ink"
              >
                <span class="flex h-7 items-center gap-2">{icons[tab](guest.view.cart.portions)}</span>
                <span>
                  {words[tab]}
                  <Show when={tab === "cart" && guest.view.cart.portions > 0}>
                    <span class="sr-only">, {cart.count(guest.view.cart.portions)}</span>
                  </Show>
                </span>
              </button>
            </li>
          )}
        </For>
        <li class="flex-1">
          <CallButton />
        </li>
      </ul>
    </nav>
  );
};

const icons: Record<Tab, (portions: number) => JSX.Element> = {
  menu: () => <Menu size={23} />,
  cart: () => <CartIcon />,
  orders: () => <Receipt size={23} />,
};

/** The cart with how much is in it, and whose phones are at the table. */
function CartIcon() {
  const { view } = useGuest().guest;
  const here = () => view.diners.filter(({ is_here }) => is_here);
  return (
    <>
      <span class="relative">
        <Cart size={23} />
        <Show when={view.cart.portions} keyed>
          {(portions) => (
            <span
              aria-hidden="true"
              class="figures absolute -top-1.5 -right-2.5 min-w-5 animate-pop rounded-chip bg-accent px-1 text-center text-xs leading-5 font-semibold text-on-accent"
            >
              {portions}
            </span>
          )}
        </Show>
      </span>
      <Show when={here().length > 1}>
        <span class="pl-1.5">
          <DinerDots diners={here()} max={3} />
        </span>
      </Show>
    </>
  );
}
