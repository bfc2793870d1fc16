import { For, Show, type Component } from "solid-js";
import type { Allergen, Diet } from "../../bridge/names";
import { allergens, diets as dietWords, menu } from "../../text";

/** What a dish is and has, small, in words. Vegan says vegetarian too. */
export const Marks: Component<{ diets: Diet[]; contains: Allergen[] }> = (props) => {
  const diets = () => props.diets.filter((diet) => !(diet === "vegetarian" && props.diets.includes("vegan")));
  return (
    <>
      <For each={diets()}>
        {(diet) => (
          <span class={`font-semibold ${diet === "spicy" ? "text-accent" : "text-ready"}`}>
            {dietWords[diet]}
          </span>
        )}
      </For>
      <Show when={props.contains.length > 0}>
        <span class="text-ink-soft">{menu.has(props.contains.map((it) => allergens[it]))}</span>
      </Show>
    </>
  );
};
