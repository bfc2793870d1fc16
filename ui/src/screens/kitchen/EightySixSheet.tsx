import { createMemo, createSignal, Show, untrack, type Component } from "solid-js";
import { Keyed } from "../../components/Keyed";
import { Sheet } from "../../components/Sheet";
import { TextField } from "../../components/TextField";
import { kitchen as words } from "../../text-staff";
import { StockRow } from "./StockRow";
import { isOff, stockKey } from "./taps";
import type { KitchenItem, KitchenModifier, Stock, StockMode, StockOf } from "./tickets";

type Props = {
  onClose: () => void;
  items: KitchenItem[];
  modifiers: KitchenModifier[];
  stock: Stock[];
  isUnsent: (target: string) => boolean;
  /** `seen` is how it was shown. */
  onStock: (of: StockOf, mode: StockMode, seen: StockMode) => void;
};

type Row = { key: string; of: StockOf; name: string; more: string };

/** Takes dishes and choices off the menu, for now or until tomorrow, counts them, and puts them back. */
export const EightySixSheet: Component<Props> = (props) => {
  const [search, setSearch] = createSignal("");
  const modeOf = (of: StockOf): StockMode => {
    const found = props.stock.find((one) => stockKey(one.of) === stockKey(of));
    return found?.mode ?? { type: "plenty" };
  };
  const rows = createMemo((): Row[] => {
    const dishes = props.items.map(({ item, name }) => ({
      of: { type: "item" as const, item },
      name,
      more: "",
    }));
    const choices = props.modifiers.map(({ modifier, name, question }) => ({
      of: { type: "modifier" as const, modifier },
      name,
      more: question,
    }));
    return [...dishes, ...choices].map((row) => ({ ...row, key: stockKey(row.of) }));
  });
  // What is off when the list is opened stands first; after that nothing changes its place.
  const wasOff = new Set(
    untrack(() => rows().filter(({ of }) => modeOf(of).type !== "plenty")).map(({ key }) => key),
  );
  const found = createMemo(() => {
    const wanted = search().trim().toLocaleLowerCase();
    const named = rows().filter(({ name }) => name.toLocaleLowerCase().includes(wanted));
    return named.toSorted((a, b) => Number(wasOff.has(b.key)) - Number(wasOff.has(a.key)));
  });
  const set = (of: StockOf, mode: StockMode) => props.onStock(of, mode, modeOf(of));
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
        <Keyed each={found()} by={({ key }) => key}>
          {(row) => (
            <StockRow
              name={row().name}
              more={row().more}
              mode={modeOf(row().of)}
              isUnsent={props.isUnsent(row().key)}
              onSwitch={() => set(row().of, { type: isOff(modeOf(row().of)) ? "plenty" : "off" })}
              onMode={(mode) => set(row().of, mode)}
            />
          )}
        </Keyed>
      </ul>
      <Show when={found().length === 0}>
        <p class="py-6 text-ink-soft">{words.noneFound(search().trim())}</p>
      </Show>
    </Sheet>
  );
};
