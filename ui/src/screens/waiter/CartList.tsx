import { For, Show, type Component } from "solid-js";
import type { Menu } from "../../bridge/names";
import { isolated } from "../../components/isolated";
import { Pencil } from "../../components/icons";
import { Price } from "../../components/Price";
import { Stepper } from "../../components/Stepper";
import type { CartAnswerLine } from "../../platform/serving-calls";
import { waiter as words } from "../../text-waiter";
import type { TableSession } from "../floor/tables";

type Props = {
  lines: CartAnswerLine[];
  people: NonNullable<TableSession["people"]>;
  menu: Menu | undefined;
  isBusy: boolean;
  onResize: (line: string, quantity: number) => void;
  onEdit: (line: string) => void;
};

/** What stands in the cart, whoever entered it. */
export const CartList: Component<Props> = (props) => (
  <section aria-label={words.cart}>
    <h3 class="font-semibold">{words.cart}</h3>
    <Show when={props.lines.length > 0} fallback={<p class="py-2 text-ink-soft">{words.empty}</p>}>
      <ul class="divide-y">
        <For each={props.lines}>
          {(line) => (
            <li class="flex items-center gap-3 py-2">
              <button
                type="button"
                aria-disabled={props.isBusy}
                onClick={() => (props.isBusy ? undefined : props.onEdit(line.line))}
                class="min-h-11 min-w-0 flex-1 rounded-card text-left"
              >
                <span class="sr-only">{words.edit(line.name)}: </span>
                <span class="flex items-center gap-1.5 font-medium">
                  {line.name} <Pencil size={15} class="shrink-0 text-accent" />
                </span>
                <span class="block text-sm text-ink-soft">
                  {[...choices(props.menu, line), eaters(props.people, line)].join(" · ")}
                </span>
                <Show when={line.config.note}>
                  {(note) => <span class="block text-sm text-ink-soft italic">{note()}</span>}
                </Show>
              </button>
              <Show
                when={line.unit_price}
                fallback={<span class="text-sm font-semibold text-late">{words.soldOut}</span>}
              >
                {(price) => <Price of={price()} bare class="text-sm text-ink-soft" />}
              </Show>
              <Stepper
                value={line.units.length}
                isLast={line.units.length === 1}
                canLess={!props.isBusy}
                canMore={!props.isBusy}
                onLess={() => props.onResize(line.line, line.units.length - 1)}
                onMore={() => props.onResize(line.line, line.units.length + 1)}
                lessLabel={words.less(line.name)}
                moreLabel={words.more(line.name)}
                countLabel={words.portions(line.units.length, line.name)}
              />
            </li>
          )}
        </For>
      </ul>
    </Show>
  </section>
);

function choices(menu: Menu | undefined, line: CartAnswerLine): string[] {
  const chosen = line.config.modifiers ?? [];
  return (menu?.modifier_groups ?? []).flatMap((group) =>
    group.options.filter(({ id }) => chosen.includes(`${group.id}/${id}`)).map(({ name }) => name),
  );
}

function eaters(people: Props["people"], line: CartAnswerLine): string {
  const names = line.units.map(({ diner }) => {
    const found = people.find((person) => person.diner === diner);
    return found ? isolated(found.name) : words.everyone;
  });
  return [...new Set(names)].join(", ");
}
