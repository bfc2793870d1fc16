import { createMemo, createSignal, For, Show, untrack, type Component } from "solid-js";
import { Sheet } from "../../components/Sheet";
import { TextField } from "../../components/TextField";
import { Ban, Check } from "../../components/icons";
import { kitchen as words } from "../../text-staff";
import type { KitchenItem } from "./tickets";
import { Unsent } from "./Unsent";

type Props = {
  onClose: () => void;
  items: KitchenItem[];
  isUnsent: (target: string) => boolean;
  onChange: (item: string, isEightySixed: boolean) => void;
};

/** Takes dishes off the menu for now and puts them back. */
export const EightySixSheet: Component<Props> = (props) => {
  const [search, setSearch] = createSignal("");
  // What is off when the list is opened stands first; after that nothing changes its place.
  const wasOff = new Set(
    untrack(() => props.items.filter((item) => item.is_eighty_sixed)).map(({ item }) => item),
  );
  const found = createMemo(() => {
    const wanted = search().trim().toLocaleLowerCase();
    const named = props.items.filter(({ name }) => name.toLocaleLowerCase().includes(wanted));
    return named.toSorted((a, b) => Number(wasOff.has(b.item)) - Number(wasOff.has(a.item)));
  });
  return (
    <Sheet open onClose={props.onClose} title={words.eightySixTitle} description={words.eightySixMore}>
      <TextField
        label={words.search}
        type="search"
        autocomplete="off"
        value={search()}
        onInput={(event) => setSearch(event.currentTarget.value)}
      />
      <ul class="mt-3">
        <For each={found().map(({ item }) => item)}>
          {(id) => (
            <Show when={props.items.find(({ item }) => item === id)}>
              {(item) => (
                <Dish
                  item={item()}
                  isUnsent={props.isUnsent(`item:${id}`)}
                  onChange={(isEightySixed) => props.onChange(id, isEightySixed)}
                />
              )}
            </Show>
          )}
        </For>
      </ul>
      <Show when={found().length === 0}>
        <p class="py-6 text-ink-soft">{words.noneFound(search().trim())}</p>
      </Show>
    </Sheet>
  );
};

const Dish: Component<{ item: KitchenItem; isUnsent: boolean; onChange: (isOff: boolean) => void }> = (
  props,
) => {
  const isOff = () => props.item.is_eighty_sixed;
  return (
    <li class="border-b last:border-b-0">
      <button
        type="button"
        role="switch"
        aria-checked={!isOff()}
        onClick={() => props.onChange(!isOff())}
        class="flex min-h-15 w-full items-center gap-3 py-2 text-left"
      >
        <span class="min-w-0 flex-1">
          <span class={`text-lg font-semibold ${isOff() ? "text-ink-soft line-through" : ""}`}>
            {props.item.name}
          </span>{" "}
          <Show when={props.isUnsent}>
            <Unsent />
          </Show>
        </span>
        <span
          class={`inline-flex min-h-11 shrink-0 items-center gap-2 rounded-chip border px-4 text-sm font-semibold ${isOff() ? "border-late bg-late-soft text-late" : "border-edge text-ready"}`}
        >
          <Show when={isOff()} fallback={<Check size="1.2em" />}>
            <Ban size="1.2em" />
          </Show>
          {isOff() ? words.isOff : words.isOn}
        </span>
      </button>
    </li>
  );
};
