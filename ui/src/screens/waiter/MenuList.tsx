import { createMemo, createSignal, For, Show, type Component } from "solid-js";
import type { Menu, MenuItem } from "../../bridge/names";
import { Plus } from "../../components/icons";
import { Price } from "../../components/Price";
import { TextField } from "../../components/TextField";
import { waiter as words } from "../../text-waiter";

type Props = { menu: Menu; isBusy: boolean; onPress: (item: MenuItem) => void };

/** The menu as a waiter uses it: one row a dish, one press a portion. */
export const MenuList: Component<Props> = (props) => {
  const [search, setSearch] = createSignal("");
  const sections = createMemo(() => {
    const wanted = search().trim().toLocaleLowerCase();
    const fits = (item: MenuItem) => item.name.toLocaleLowerCase().includes(wanted);
    return props.menu.categories
      .map(({ id, name }) => ({
        name,
        items: props.menu.items.filter((item) => item.category === id && fits(item)),
      }))
      .filter(({ items }) => items.length > 0);
  });
  return (
    <section class="mt-5">
      <TextField
        label={words.search}
        type="search"
        autocomplete="off"
        value={search()}
        onInput={(event) => setSearch(event.currentTarget.value)}
      />
      <For each={sections()}>
        {(section) => (
          <>
            <h3 class="dish-name mt-4 text-lg font-semibold">{section.name}</h3>
            <ul class="divide-y">
              <For each={section.items}>
                {(item) => (
                  <li>
                    <button
                      type="button"
                      aria-disabled={props.isBusy}
                      disabled={item.is_eighty_sixed}
                      onClick={() => (props.isBusy ? undefined : props.onPress(item))}
                      class="flex min-h-12 w-full items-center gap-3 py-2 text-left disabled:text-ink-soft"
                    >
                      <span class="min-w-0 flex-1">
                        <span class="sr-only">{words.add}</span> {item.name}
                        <Show when={item.is_eighty_sixed}>
                          <span class="ml-2 text-sm font-semibold text-late">{words.soldOut}</span>
                        </Show>
                        <Show when={!item.is_eighty_sixed && item.left}>
                          {(left) => (
                            <span class="figures ml-2 text-sm font-semibold text-wait">
                              {words.left(left())}
                            </span>
                          )}
                        </Show>
                      </span>
                      <Price of={item.price} bare class="text-ink-soft" />
                      <Plus size={20} class="shrink-0 text-accent" />
                    </button>
                  </li>
                )}
              </For>
            </ul>
          </>
        )}
      </For>
    </section>
  );
};
