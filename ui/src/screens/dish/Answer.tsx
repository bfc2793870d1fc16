import { Show, type Component } from "solid-js";
import type { Allergen } from "../../bridge/names";
import type { Money } from "../../components/money";
import { Price } from "../../components/Price";
import { allergens, dish as text, menu } from "../../text";

type Props = {
  name: string;
  kind: "radio" | "checkbox";
  label: string;
  price?: Money;
  contains?: Allergen[];
  isOn: boolean;
  /** Cannot be chosen, because the question has all its answers. */
  isOff?: boolean;
  /** Cannot be chosen, because there is none left; an old choice can still be taken away. */
  isSoldOut?: boolean;
  onChange: () => void;
};

/** One answer to a question, with what it adds to the price and which allergens it brings. */
export const Answer: Component<Props> = (props) => (
  <label class="flex min-h-12 items-center gap-3 border-t py-2 first:border-t-0 has-[:disabled]:text-ink-soft">
    <input
      type={props.kind}
      name={props.name}
      checked={props.isOn}
      disabled={(props.isOff ?? false) || (props.isSoldOut === true && !props.isOn)}
      onChange={() => props.onChange()}
      class="size-5.5 shrink-0 accent-accent"
    />
    <span class="min-w-0 flex-1">
      {props.label}
      <Show when={props.isSoldOut}>
        <span class="block text-xs font-semibold text-late">{menu.soldOut}</span>
      </Show>
      <Show when={props.contains?.length}>
        <span class="block text-xs text-ink-soft">
          {text.optionContains((props.contains ?? []).map((it) => allergens[it]))}
        </span>
      </Show>
    </span>
    <Show when={props.price && props.price.minor !== 0 && props.price}>
      {(price) => <Price of={price()} bare plus class="text-ink-soft" />}
    </Show>
  </label>
);
