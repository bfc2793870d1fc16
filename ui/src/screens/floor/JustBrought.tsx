import { For, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { CheckCheck } from "../../components/icons";
import { floor as words } from "../../text-staff";
import { numberOf } from "../kitchen/tickets";
import { Unsent } from "../kitchen/Unsent";
import { Undo } from "../staff/icons";
import { orderKey } from "./acts";
import type { FloorModel } from "./model";

/** What was marked as brought a moment ago, with the way to take that back. */
export const JustBrought: Component<{ model: FloorModel }> = (props) => (
  <ul
    aria-label={words.justBrought}
    class="sticky bottom-22 z-10 grid gap-2 empty:hidden min-[720px]:bottom-4"
  >
    <For each={props.model.justBrought()}>
      {(brought) => (
        <li class="flex items-center gap-3 rounded-card border border-ready bg-raised py-1.5 pr-1.5 pl-4">
          <CheckCheck size={18} class="shrink-0 text-ready" />
          <span class="min-w-0 flex-1 text-sm font-medium">
            {words.wasBrought(brought.table, numberOf(brought.order))}
          </span>
          <Show when={props.model.isUnsent(orderKey(brought.order.order))}>
            <Unsent />
          </Show>
          <Button
            size="small"
            aria-label={words.notBroughtTo(brought.table, numberOf(brought.order))}
            onClick={() => props.model.takeBack(brought)}
          >
            <Undo size={18} /> {words.undo}
          </Button>
        </li>
      )}
    </For>
  </ul>
);
