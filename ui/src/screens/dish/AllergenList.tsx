import { Show, type Component } from "solid-js";
import type { Allergen, Menu, MenuItem } from "../../bridge/names";
import { allergens, dish as text } from "../../text";
import { declaredWith } from "../menu/allergens";

const words = (list: Allergen[]) => list.map((it) => allergens[it]).join(", ");

/** What is in the dish as it is chosen now, and of what it may have traces. */
export const AllergenList: Component<{ menu: Menu; item: MenuItem; chosen: readonly string[] }> = (props) => {
  const declared = () => declaredWith(props.menu, props.item, props.chosen);
  const contains = () => words(declared().contains);
  const mayContain = () => words(declared().mayContain);
  return (
    <div class="mt-2 flex flex-col gap-1 text-sm" data-testid="allergens">
      <Show when={contains() || mayContain()} fallback={<p class="text-ink-soft">{text.nothingDeclared}</p>}>
        <Show when={contains()}>
          <p>
            <strong class="font-semibold">{text.contains}</strong> {contains()}
          </p>
        </Show>
        <Show when={mayContain()}>
          <p class="text-ink-soft">
            <strong class="font-semibold">{text.mayContain}</strong> {mayContain()}
          </p>
        </Show>
      </Show>
    </div>
  );
};
