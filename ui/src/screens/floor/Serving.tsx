import { createUniqueId, For, Show, type Component } from "solid-js";
import { IconButton } from "../../components/Button";
import { Minus, Plus } from "../../components/icons";
import { seat, serving as words } from "../../text-staff";
import { Unsent } from "../kitchen/Unsent";
import type { Act } from "./acts";
import { coversWithin, type TableSession, type Waiter } from "./tables";

type Props = {
  session: TableSession;
  waiters: Waiter[];
  called: string;
  isUnsent: boolean;
  onAct: (act: Act) => void;
};

/** How many they are, and who looks after them. Both work while the hub cannot be heard. */
export const Serving: Component<Props> = (props) => {
  const field = createUniqueId();
  const count = (covers: number) =>
    props.onAct({
      type: "covers",
      session: props.session.session,
      covers: coversWithin(covers),
      table: props.called,
    });
  const give = (staff: string) =>
    props.onAct({
      type: "waiter",
      session: props.session.session,
      waiter: props.waiters.find((waiter) => waiter.staff === staff) ?? null,
      table: props.called,
    });
  return (
    <section class="grid gap-3">
      <div class="flex min-h-12 items-center gap-2">
        <span class="flex-1 font-semibold">{words.covers}</span>
        <IconButton
          label={seat.less}
          disabled={props.session.covers <= 1}
          onClick={() => count(props.session.covers - 1)}
        >
          <Minus size={22} />
        </IconButton>
        <output class="figures min-w-8 text-center text-xl font-bold">{props.session.covers}</output>
        <IconButton label={seat.plus} onClick={() => count(props.session.covers + 1)}>
          <Plus size={22} />
        </IconButton>
      </div>
      <div class="flex min-h-12 items-center gap-3">
        <label for={field} class="flex-1 font-semibold">
          {words.waiter}
        </label>
        <select
          id={field}
          value={props.session.waiter?.staff ?? ""}
          onChange={(event) => give(event.currentTarget.value)}
          class="min-h-12 max-w-[60%] rounded-card border border-edge bg-raised px-3"
        >
          <option value="">{words.nobody}</option>
          <For each={props.waiters}>{(waiter) => <option value={waiter.staff}>{waiter.name}</option>}</For>
        </select>
      </div>
      <Show when={props.isUnsent}>
        <Unsent />
      </Show>
    </section>
  );
};
