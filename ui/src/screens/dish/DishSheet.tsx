import { createSignal, Show, type Component } from "solid-js";
import { EVERYONE, type Menu, type MenuItem } from "../../bridge/names";
import { Button } from "../../components/Button";
import { formatMoney } from "../../components/money";
import { Sheet } from "../../components/Sheet";
import { Stepper } from "../../components/Stepper";
import { common, dish as text, menu as menuText } from "../../text";
import { useGuest, useSeat } from "../guest/context";
import { DishBody } from "./DishBody";
import { createDraft } from "./draft";
import { showMissing } from "./missing";
import { WhoFor } from "./WhoFor";

/** A dish that may be put into the cart. */
export const DishSheet: Component<{ id: string }> = (props) => {
  const { guest } = useGuest();
  const found = () => {
    const menu = guest.menu();
    const item = menu?.items.find(({ id }) => id === props.id);
    return menu && item ? { menu, item } : undefined;
  };
  return <Show when={found()}>{(dish) => <OpenDish menu={dish().menu} item={dish().item} />}</Show>;
};

const OpenDish: Component<{ menu: Menu; item: MenuItem }> = (props) => {
  const { guest, places, announce } = useGuest();
  const draft = createDraft({}, guest.view.me ?? EVERYONE);
  const [missing, setMissing] = createSignal<string>();
  const quote = () => guest.quote(props.item.id, draft.config(), draft.draft.portions);
  const { isSeated, isReturning } = useSeat();

  function add() {
    const group = quote()?.group;
    if (group) {
      setMissing(group);
      showMissing(group);
      return;
    }
    const { portions, diner } = draft.draft;
    guest.act({ type: "add", item: props.item.id, config: draft.config(), portions, diner });
    announce(text.added(portions, props.item.name));
    places.back();
  }

  const words = () => {
    const total = quote()?.total;
    const action = text.add(draft.draft.portions);
    return total ? `${action} · ${formatMoney(total)}` : action;
  };

  return (
    <Sheet
      open
      onClose={places.back}
      title={props.item.name}
      description={props.item.description}
      footer={
        <Show
          when={isSeated()}
          fallback={
            <Button kind="primary" size="large" wide busy={isReturning()} onClick={() => places.go("join")}>
              {isReturning() ? common.loading : menuText.joinFirst}
            </Button>
          }
        >
          <Show
            when={!props.item.is_eighty_sixed}
            fallback={<p class="py-2 text-center font-semibold text-late">{text.soldOut}</p>}
          >
            <div class="flex items-center gap-3">
              <Stepper
                value={draft.draft.portions}
                onLess={() => draft.step(-1)}
                onMore={() => draft.step(1)}
                canLess={draft.draft.portions > 1}
                lessLabel={text.less}
                moreLabel={text.more}
                countLabel={text.portions}
              />
              <Button kind="primary" wide size="large" class="figures" onClick={add}>
                {words()}
              </Button>
            </div>
          </Show>
        </Show>
      }
    >
      <DishBody
        menu={props.menu}
        item={props.item}
        draft={draft}
        missing={quote()?.group === missing() ? missing() : undefined}
      />
      <Show when={isSeated() && !props.item.is_eighty_sixed && guest.view.diners.length > 1}>
        <WhoFor value={draft.draft.diner} onChange={draft.giveTo} />
      </Show>
    </Sheet>
  );
};
