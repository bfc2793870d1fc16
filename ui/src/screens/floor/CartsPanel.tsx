import { createResource, createSignal, For, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Cart } from "../../components/icons";
import { Price } from "../../components/Price";
import { Problem } from "../../components/TextField";
import { staffCalls, type StaffCart } from "../../platform/staff-calls";
import { sharing as words } from "../../text-staff";
import { reasonOf } from "../staff/reason";

/** What the guests of a visit have in their carts and not ordered, as it was when asked for. */
export const CartsPanel: Component<{ session: string; isCutOff: boolean }> = (props) => {
  const [isShown, show] = createSignal(false);
  const [answer, { refetch }] = createResource(
    () => isShown() && props.session,
    (session) => staffCalls.carts(session),
  );
  const carts = () => {
    const there = answer();
    return there?.type === "done" ? there.value : undefined;
  };
  const problem = () => {
    const there = answer();
    return there && there.type !== "done" ? reasonOf(there) : "";
  };
  const press = () => (isShown() ? void refetch() : show(true));
  return (
    <section class="grid gap-3">
      <Button wide disabled={props.isCutOff} busy={answer.loading} onClick={press}>
        <Cart size={20} /> {isShown() ? words.again : words.show}
      </Button>
      <For each={carts()}>{(cart) => <OneCart {...cart} />}</For>
      <Problem text={problem()} />
    </section>
  );
};

const OneCart: Component<StaffCart> = (props) => (
  <section class="rounded-card border px-4 py-3">
    <h3 class="font-semibold">{props.name || words.shared}</h3>
    <Show when={props.cart.lines.length > 0} fallback={<p class="text-ink-soft">{words.empty}</p>}>
      <ul class="mt-1 divide-y">
        <For each={props.cart.lines}>
          {(line) => (
            <li class="flex gap-3 py-2">
              <span class="figures font-semibold">{line.units.length}</span>
              <span class="min-w-0 flex-1">{line.name}</span>
            </li>
          )}
        </For>
      </ul>
      <p class="mt-2 flex justify-between font-semibold">
        {words.sum} <Price of={props.cart.total} bare />
      </p>
    </Show>
  </section>
);
