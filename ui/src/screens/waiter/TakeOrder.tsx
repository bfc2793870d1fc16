import { createSignal, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Utensils } from "../../components/icons";
import { waiter as words } from "../../text-waiter";
import type { TableSession } from "../floor/tables";
import { OrderSheet } from "./OrderSheet";
import { RoundsPanel } from "./RoundsPanel";

/** What a waiter does about the orders of a party: take one, and take portions off. */
export const TakeOrder: Component<{ session: TableSession; isCutOff: boolean; mayComp: boolean }> = (
  props,
) => {
  const [isOpen, setIsOpen] = createSignal(false);
  const [placed, setPlaced] = createSignal(0);
  return (
    <section class="grid gap-3">
      <Button kind="primary" wide disabled={props.isCutOff} onClick={() => setIsOpen(true)}>
        <Utensils size={20} /> {words.take}
      </Button>
      <Show when={isOpen()}>
        <OrderSheet
          session={props.session}
          onClose={() => setIsOpen(false)}
          onPlaced={() => setPlaced((n) => n + 1)}
        />
      </Show>
      <RoundsPanel
        people={props.session.people ?? []}
        session={props.session.session}
        news={newsOf(props.session, placed())}
        isCutOff={props.isCutOff}
        mayComp={props.mayComp}
      />
    </section>
  );
};

/** Differs when a round was ordered, looked at, or has come along since. */
const newsOf = (session: TableSession, placed: number) =>
  [
    session.orders,
    session.dishes_open,
    session.dishes_ready,
    (session.approvals ?? []).length,
    (session.held ?? []).length,
    placed,
  ].join("/");
