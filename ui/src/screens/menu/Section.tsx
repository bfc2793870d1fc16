import { For, type Component } from "solid-js";
import type { Allergen, Menu, MenuItem } from "../../bridge/names";
import { sectionId } from "./categories";
import { DishRow } from "./DishRow";

type Props = { category: Menu["categories"][number]; items: MenuItem[]; avoid: Allergen[] };

/** A section of the menu under its name. */
export const Section: Component<Props> = (props) => (
  <section
    id={sectionId(props.category.id)}
    aria-labelledby={`${sectionId(props.category.id)}-name`}
    class="scroll-mt-14 px-5 pt-9"
  >
    <h2
      id={`${sectionId(props.category.id)}-name`}
      tabindex="-1"
      class="dish-name border-b-2 border-ink pb-2 text-2xl font-semibold"
    >
      {props.category.name}
    </h2>
    <ul class="sm:grid sm:grid-cols-2 sm:gap-x-10">
      <For each={props.items}>{(item) => <DishRow item={item} avoid={props.avoid} />}</For>
    </ul>
  </section>
);
