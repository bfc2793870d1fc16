import { Show, type Component } from "solid-js";
import type { CartLine } from "../../bridge/names";
import { Button } from "../../components/Button";
import { Stepper } from "../../components/Stepper";
import { cart as text, dish } from "../../text";
import { useGuest } from "../guest/context";
import type { Giving } from "./GiveSheet";

/** More, less, otherwise, for someone else. */
export const LineControls: Component<{ line: CartLine; diner: string; giving: Giving }> = (props) => {
  const { guest, places } = useGuest();
  const name = () => props.line.name;
  const portions = () => props.line.units.length;
  const act = (type: "more" | "less") => guest.act({ type, line: props.line.line, diner: props.diner });
  const isListed = () => props.line.problem?.type !== "not_on_menu";
  return (
    <div class="mt-2 flex flex-wrap items-center gap-1">
      <Stepper
        value={portions()}
        onLess={() => act("less")}
        onMore={() => act("more")}
        canMore={isListed()}
        isLast={portions() === 1}
        lessLabel={portions() === 1 ? text.removeLabel(name()) : text.less(name())}
        moreLabel={text.more(name())}
        countLabel={dish.portions}
      />
      <Show when={isListed()}>
        <Button
          kind="quiet"
          size="small"
          aria-label={text.edit(name())}
          onClick={() => places.open({ line: props.line.line })}
        >
          {dish.change}
        </Button>
      </Show>
      <Show when={guest.view.diners.length > 1 && guest.view.mode === "family"}>
        <Button
          kind="quiet"
          size="small"
          aria-label={text.giveLabel(name())}
          onClick={() => props.giving.start(props.line, props.diner)}
        >
          {text.give}
        </Button>
      </Show>
    </div>
  );
};
