import { createMemo, For, Match, Show, Switch } from "solid-js";
import { Button } from "../../components/Button";
import { Empty } from "../../components/Empty";
import { Search, Utensils } from "../../components/icons";
import { menu as text } from "../../text";
import { useGuest } from "../guest/context";
import { VenueHead } from "../guest/VenueHead";
import { Categories } from "./Categories";
import { FilterSheet } from "./FilterSheet";
import { isShown } from "./filters";
import { MenuSkeleton } from "./MenuSkeleton";
import { SearchField } from "./SearchField";
import { Section } from "./Section";

/** The whole menu on one page, section by section. */
export function MenuScreen() {
  const { guest, places, filters } = useGuest();
  const shown = createMemo(() => {
    const menu = guest.menu();
    if (!menu) return [];
    return menu.items.filter((item) => isShown(menu, item, filters.query(), filters.wishes));
  });
  const categories = createMemo(() =>
    (guest.menu()?.categories ?? []).filter(({ id }) => shown().some(({ category }) => category === id)),
  );
  const showAll = () => {
    filters.setQuery("");
    filters.clear();
  };
  return (
    <>
      <header class="px-5 pt-[max(24px,env(safe-area-inset-top))] pb-5">
        <VenueHead size="small" />
        <h1 class="sr-only">{text.title}</h1>
        <SearchField value={filters.query()} onInput={filters.setQuery} />
      </header>
      <Categories
        categories={categories()}
        filterCount={filters.count()}
        onFilter={() => places.open({ filter: true })}
      />
      <Switch>
        <Match when={!guest.menu()}>
          <MenuSkeleton />
        </Match>
        <Match when={shown().length === 0}>
          <Empty
            icon={filters.query() ? <Search size={28} /> : <Utensils size={28} />}
            title={text.nothingTitle}
            action={<Button onClick={showAll}>{text.showAll}</Button>}
          >
            {filters.query() ? text.nothingSearch(filters.query()) : text.nothingFilter}
          </Empty>
        </Match>
      </Switch>
      <For each={categories()}>
        {(category) => (
          <Section
            category={category}
            items={shown().filter((item) => item.category === category.id)}
            avoid={filters.wishes.avoid}
          />
        )}
      </For>
      <Show when={places.place().filter && guest.menu()}>
        {(menu) => <FilterSheet menu={menu()} filters={filters} shown={shown().length} />}
      </Show>
    </>
  );
}
