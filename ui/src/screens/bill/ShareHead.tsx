import { Show, type Component } from "solid-js";
import { DinerDot, DinerDots } from "../../components/DinerDot";
import { Pencil } from "../../components/icons";
import { Price } from "../../components/Price";
import { bill as text } from "../../text-bill";
import type { Bill } from "./groups";
import { usePeople } from "./people";
import { ShareState } from "./ShareState";

type Props = {
  bill: Bill;
  share: Bill["shares"][number];
  /** Larger at the till. */
  size: "sm" | "md";
  isOpen: boolean;
  onChange: () => void;
};

/** May somebody change a share? Not one that is paid, and not what nobody has taken on. */
export function canChangeShare(share: Props["share"], canSplit: boolean): boolean {
  return canSplit && !share.is_rest && !share.is_held;
}

/** Whose share it is, how it stands, what it comes to, and the way to change it. */
export const ShareHead: Component<Props> = (props) => {
  const people = usePeople();
  const name = () => people.shareName(props.share.share);
  const diners = () => props.share.diners.flatMap((diner) => people.find(diner) ?? []);
  return (
    <div class="flex items-center gap-3">
      <Show when={diners().length > 0} fallback={<DinerDot size={props.size} />}>
        <DinerDots diners={diners()} max={3} size={props.size} />
      </Show>
      <div class="min-w-0 flex-1">
        <p class="font-semibold break-words">
          {name()}
          <Show when={props.share.is_custom}>
            <span class="font-normal text-ink-soft"> · {text.custom}</span>
          </Show>
        </p>
        <ShareState bill={props.bill} share={props.share} />
      </div>
      <Price
        of={{ minor: props.share.amount, currency: props.bill.currency }}
        class={props.size === "md" ? "text-lg font-semibold" : "font-semibold"}
      />
      <Show when={canChangeShare(props.share, people.canSplit())}>
        <button
          type="button"
          aria-label={text.changeOf(name())}
          aria-expanded={props.isOpen}
          onClick={() => props.onChange()}
          class="-mr-2 inline-flex size-11 shrink-0 items-center justify-center rounded-chip hover:bg-sunken"
        >
          <Pencil size={18} />
        </button>
      </Show>
    </div>
  );
};
