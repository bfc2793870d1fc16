import { createEffect, createMemo, createSignal, Show, type Component } from "solid-js";
import type { CartLine, Menu, MenuItem } from "../../bridge/names";
import { Button } from "../../components/Button";
import { formatMoney } from "../../components/money";
import { Sheet } from "../../components/Sheet";
import { dish as text } from "../../text";
import { useGuest } from "../guest/context";
import { DishBody } from "./DishBody";
import { createDraft } from "./draft";
import { showMissing } from "./missing";

/** A line of the cart whose choices are being changed. Goes when somebody takes the line off. */
export const LineSheet: Component<{ line: string }> = (props) => {
  const { guest, places, announce } = useGuest();
  const found = createMemo(() => {
    const lines = guest.view.cart.groups.flatMap((group) => group.lines);
    const line = lines.find(({ line: id }) => id === props.line);
    const menu = guest.menu();
    const item = menu?.items.find(({ id }) => id === line?.item);
    return menu && item && line ? { menu, item, line } : undefined;
  });
  createEffect(() => {
    if (found() || guest.readiness() !== "ready" || !guest.menu()) return;
    announce(text.lineGone);
    places.back();
  });
  return (
    <Show when={found()}>{(it) => <OpenLine menu={it().menu} item={it().item} line={it().line} />}</Show>
  );
};

const OpenLine: Component<{ menu: Menu; item: MenuItem; line: CartLine }> = (props) => {
  const { guest, places, announce } = useGuest();
  const draft = createDraft(props.line.config, "");
  const [missing, setMissing] = createSignal<string>();
  const quote = () => guest.quote(props.item.id, draft.config(), 1);
  const words = () => {
    const price = quote()?.unit_price;
    return price ? `${text.save} · ${formatMoney(price)} ${text.each}` : text.save;
  };

  function save() {
    const group = quote()?.group;
    if (group) {
      setMissing(group);
      showMissing(group);
      return;
    }
    guest.act({ type: "reconfigure", line: props.line.line, config: draft.config() });
    announce(text.saved(props.item.name));
    places.back();
  }

  return (
    <Sheet
      open
      onClose={places.back}
      title={props.item.name}
      description={props.item.description}
      footer={
        <Button kind="primary" wide size="large" class="figures" onClick={save}>
          {words()}
        </Button>
      }
    >
      <DishBody
        menu={props.menu}
        item={props.item}
        draft={draft}
        missing={quote()?.group === missing() ? missing() : undefined}
      />
    </Sheet>
  );
};
