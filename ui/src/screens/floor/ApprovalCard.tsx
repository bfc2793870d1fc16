import { createSignal, For, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Check, X } from "../../components/icons";
import { isolated } from "../../components/isolated";
import { allergens as allergenNames, list } from "../../text";
import { floor } from "../../text-staff";
import { approval as words } from "../../text-approval";
import { Unsent } from "../kitchen/Unsent";
import { approvalKey, type Act } from "./acts";
import { DeclineSheet } from "./DeclineSheet";
import type { FloorModel } from "./model";
import { calledOf, type WaitingOrder } from "./tables";
import { Waited } from "./Waited";

type Props = {
  waits: WaitingOrder;
  model: FloorModel;
  /** Opens the table; none where it is open. */
  onChoose?: (table: string) => void;
};

/** An order that the kitchen does not have yet: what it is, why it waits, and the two answers. */
export const ApprovalCard: Component<Props> = (props) => {
  const [isDeclining, setIsDeclining] = createSignal(false);
  const order = () => props.waits.order;
  const called = () => calledOf(props.waits.table);
  const act = (answer: Pick<Extract<Act, { type: "decline" }>, "reason" | "text"> | undefined) => {
    const about = {
      session: props.waits.table.session?.session ?? "",
      order: order().order,
      table: called(),
    };
    props.model.act(answer ? { type: "decline", ...about, ...answer } : { type: "approve", ...about });
  };
  return (
    <li
      class={`rounded-card border-2 border-late bg-late-soft px-4 py-2.5 ${props.waits.isLate ? "is-late" : ""}`}
    >
      <button
        type="button"
        disabled={!props.onChoose}
        onClick={() => props.onChoose?.(props.waits.table.table)}
        class="flex min-h-11 w-full items-center gap-3 text-left"
      >
        <span class="sr-only">{words.from}</span>
        <span class="figures text-2xl font-bold">{called()}</span>
        <span class="min-w-0 flex-1">
          <span class="block font-semibold">
            {order()
              .grounds.map((one) => words.grounds[one])
              .join(", ")}
          </span>
          <span class="block truncate text-sm">
            {words.number(order().number)} {words.by(isolated(order().by))}
          </span>
        </span>
        <Waited text={floor.waits(props.waits.waitsMs)} isLate={props.waits.isLate} />
      </button>
      <ul class="my-1.5 grid grid-cols-1 gap-1 border-y border-late/40 py-2">
        <For each={order().dishes}>
          {(dish) => (
            <li>
              <span class="figures font-semibold">{words.portions(dish.quantity, dish.name)}</span>
              <Show when={dish.modifiers.length > 0}>
                <span class="block text-sm">{dish.modifiers.join(", ")}</span>
              </Show>
              <Show when={dish.note}>
                <span class="block text-sm italic">“{isolated(dish.note)}”</span>
              </Show>
            </li>
          )}
        </For>
        <For each={order().allergies ?? []}>
          {(one) => (
            <li class="font-semibold text-late">
              {words.noEating(isolated(one.name), list(one.allergens.map((each) => allergenNames[each])))}
            </li>
          )}
        </For>
      </ul>
      <div class="flex items-center gap-2">
        <Show when={props.model.isUnsent(approvalKey(order().order))}>
          <Unsent />
        </Show>
        <Button
          size="small"
          class="flex-1 bg-raised"
          aria-label={words.declineOf(called(), order().number)}
          onClick={() => setIsDeclining(true)}
        >
          <X size={18} /> {words.decline}
        </Button>
        <Button
          kind="primary"
          size="small"
          class="flex-1"
          aria-label={words.approveOf(called(), order().number)}
          onClick={() => act(undefined)}
        >
          <Check size={18} /> {words.approve}
        </Button>
      </div>
      <Show when={isDeclining()}>
        <DeclineSheet
          title={words.declineTitle(called(), order().number)}
          onClose={() => setIsDeclining(false)}
          onDecline={(reason, text) => {
            setIsDeclining(false);
            act({ reason, text });
          }}
        />
      </Show>
    </li>
  );
};
