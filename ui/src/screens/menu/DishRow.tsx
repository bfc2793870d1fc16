import { createMemo, Show, type Component } from "solid-js";
import type { Allergen, MenuItem } from "../../bridge/names";
import { Ban } from "../../components/icons";
import { Price } from "../../components/Price";
import { menu as text } from "../../text";
import { useGuest } from "../guest/context";
import { declaredFor } from "./allergens";
import { warningFor } from "./filters";
import { Marks } from "./Marks";
import { WarningLine } from "./WarningLine";

/** A dish on the menu: name and price, a line about it, what it is and has. Opens its sheet. */
export const DishRow: Component<{ item: MenuItem; avoid: Allergen[] }> = (props) => {
  const { guest, places } = useGuest();
  const declared = createMemo(() => {
    const menu = guest.menu();
    return menu ? declaredFor(menu, props.item) : undefined;
  });
  const warning = createMemo(() => {
    const known = declared();
    return known && warningFor(known, props.avoid);
  });
  const inCart = createMemo(() =>
    guest.view.cart.groups
      .flatMap(({ lines }) => lines)
      .filter(({ item }) => item === props.item.id)
      .reduce((sum, { units }) => sum + units.length, 0),
  );
  const isFaint = () => props.item.is_eighty_sixed || warning()?.type === "contains";
  return (
    <li
      class={`relative -mx-2 border-b px-2 py-4 transition-colors hover:bg-raised active:bg-sunken ${isFaint() ? "text-ink-soft" : ""}`}
    >
      <div class="flex items-start gap-3">
        <h3 class="min-w-0 flex-1">
          <button
            type="button"
            aria-haspopup="dialog"
            aria-describedby={`price-${props.item.id}`}
            onClick={() => places.open({ dish: props.item.id })}
            class="dish-name text-left text-lg font-semibold after:absolute after:inset-0"
          >
            {props.item.name}
          </button>
        </h3>
        <span id={`price-${props.item.id}`}>
          <Price of={props.item.price} bare class="leading-[1.5625rem]" />
        </span>
      </div>
      <Show when={props.item.description}>
        <p class="mt-0.5 max-w-prose text-sm text-ink-soft text-pretty">{props.item.description}</p>
      </Show>
      <div class="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
        <Show when={props.item.is_eighty_sixed}>
          <span class="inline-flex items-center gap-1 font-semibold text-late">
            <Ban size={14} />
            {text.soldOut}
          </span>
        </Show>
        <Show when={!props.item.is_eighty_sixed && props.item.left}>
          {(left) => <span class="figures font-semibold text-wait">{text.left(left())}</span>}
        </Show>
        <Marks diets={props.item.diets} contains={declared()?.contains ?? []} />
        <Show when={inCart() > 0}>
          <span class="figures ml-auto rounded-chip bg-accent-soft px-2.5 py-0.5 font-semibold text-accent">
            {text.inCart(inCart())}
          </span>
        </Show>
      </div>
      <Show when={warning()}>{(it) => <WarningLine warning={it()} />}</Show>
    </li>
  );
};
