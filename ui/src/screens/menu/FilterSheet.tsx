import { For, type Component } from "solid-js";
import type { Diet, Menu } from "../../bridge/names";
import { Button } from "../../components/Button";
import { Chip } from "../../components/Chip";
import { Check } from "../../components/icons";
import { Sheet } from "../../components/Sheet";
import { allergens, diets as dietWords, filter as text } from "../../text";
import { useGuest } from "../guest/context";
import { ALLERGENS } from "./allergens";
import type { Filters } from "./filters";

/** Spicy is told on each dish; nobody eats only that. */
const DIETS: Diet[] = ["vegetarian", "vegan", "gluten-free", "halal", "kosher"];

/** What the guest eats and what the guest must not: at most three taps from the menu. */
export const FilterSheet: Component<{ menu: Menu; filters: Filters; shown: number }> = (props) => {
  const { places } = useGuest();
  const offered = () => DIETS.filter((diet) => props.menu.items.some(({ diets }) => diets.includes(diet)));
  const { wishes } = props.filters;
  return (
    <Sheet
      open
      onClose={places.back}
      title={text.title}
      footer={
        <div class="flex gap-2">
          <Button
            class="shrink-0 whitespace-nowrap"
            onClick={props.filters.clear}
            disabled={props.filters.count() === 0}
          >
            {text.clear}
          </Button>
          <Button kind="primary" wide onClick={places.back}>
            {text.show(props.shown)}
          </Button>
        </div>
      }
    >
      <fieldset>
        <legend class="mb-2.5 font-semibold">{text.diets}</legend>
        <div class="flex flex-wrap gap-2">
          <For each={offered()}>
            {(diet) => (
              <Chip pressed={wishes.diets.includes(diet)} onClick={() => props.filters.toggleDiet(diet)}>
                {wishes.diets.includes(diet) && <Check size={16} />}
                {dietWords[diet]}
              </Chip>
            )}
          </For>
        </div>
      </fieldset>
      <fieldset class="mt-7">
        <legend class="font-semibold">{text.avoid}</legend>
        <p class="mt-0.5 mb-3 text-sm text-ink-soft">{text.avoidHint}</p>
        <div class="flex flex-wrap gap-2">
          <For each={ALLERGENS}>
            {(allergen) => (
              <Chip
                pressed={wishes.avoid.includes(allergen)}
                onClick={() => props.filters.toggleAvoid(allergen)}
              >
                {wishes.avoid.includes(allergen) && <Check size={16} />}
                <span class="inline-block first-letter:uppercase">{allergens[allergen]}</span>
              </Chip>
            )}
          </For>
        </div>
      </fieldset>
      <label class="mt-6 flex min-h-11 items-start gap-3">
        <input
          type="checkbox"
          class="mt-0.5 size-5.5 shrink-0 accent-accent"
          checked={wishes.isHiding}
          onChange={props.filters.toggleHiding}
        />
        <span>
          <span class="block font-medium">{text.hide}</span>
          <span class="block text-sm text-ink-soft">{text.hideHint}</span>
        </span>
      </label>
      <p class="mt-4 text-sm font-medium text-late">{text.allergy}</p>
    </Sheet>
  );
};
