import { createEffect, For, Show, type Component } from "solid-js";
import type { Menu } from "../../bridge/names";
import { Filter } from "../../components/icons";
import { menu as text } from "../../text";
import { createCurrentSection } from "./categories";

type Props = { categories: Menu["categories"]; filterCount: number; onFilter: () => void };

/** The sections in a row that stays on top and follows the page, and the way to the filters. */
export const Categories: Component<Props> = (props) => {
  const section = createCurrentSection(() => props.categories.map(({ id }) => id));
  let row: HTMLUListElement | undefined;
  createEffect(() => {
    const button = row?.querySelector<HTMLElement>(`[data-category="${section.current()}"]`);
    if (row && button) row.scrollTo({ left: button.offsetLeft - 20, behavior: "smooth" });
  });
  return (
    <div class="sticky top-0 z-20 flex min-h-14 items-stretch border-b bg-paper">
      <nav aria-label={text.nav} class="min-w-0 flex-1">
        <ul ref={row} class="row-scroll relative flex h-full gap-6 overflow-x-auto px-5">
          <For each={props.categories}>
            {({ id, name }) => (
              <li class="flex shrink-0">
                <button
                  type="button"
                  data-category={id}
                  aria-current={section.current() === id ? "true" : undefined}
                  onClick={() => section.goTo(id)}
                  class="min-h-14 border-b-[3px] border-transparent pt-[3px] text-sm font-medium whitespace-nowrap text-ink-soft aria-[current]:border-accent aria-[current]:font-semibold aria-[current]:text-ink"
                >
                  {name}
                </button>
              </li>
            )}
          </For>
        </ul>
      </nav>
      <div class="flex items-center border-l px-1.5">
        <button
          type="button"
          aria-label={props.filterCount > 0 ? text.filterCount(props.filterCount) : text.filter}
          onClick={() => props.onFilter()}
          class="relative inline-flex size-11 items-center justify-center rounded-chip hover:bg-sunken"
        >
          <Filter size={21} />
          <Show when={props.filterCount > 0}>
            <span
              aria-hidden="true"
              class="figures absolute top-0.5 right-0.5 min-w-4.5 rounded-chip bg-ink px-1 text-center text-xs leading-4.5 font-semibold text-paper"
            >
              {props.filterCount}
            </span>
          </Show>
        </button>
      </div>
    </div>
  );
};
