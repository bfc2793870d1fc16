import { createSignal, createUniqueId, Index, Show, type Component } from "solid-js";
import { kitchen as words } from "../../text-staff";
import { ageOf, type AgeWord } from "./ages";
import { stationName, type Ticket } from "./tickets";
import { Bumped } from "./Bumped";
import { DishLine } from "./DishLine";
import type { Kitchen } from "./model";
import type { Part } from "./parts";
import { StripHead } from "./StripHead";

type Props = {
  model: Kitchen;
  ticket: Ticket;
  parts: Part[];
  part: number;
  isStationShown: boolean;
};

const edges: Record<AgeWord, string> = {
  new: "border-line",
  waiting: "border-wait",
  late: "border-late",
};

/** A ticket, or a part of a long one, as a strip of paper. Its head and foot bump it. */
export const TicketStrip: Component<Props> = (props) => {
  const heading = createUniqueId();
  const stations = () => props.model.board()?.stations ?? [];
  const age = () => ageOf(props.ticket, stations(), props.model.hubNowMs());
  const label = () =>
    words.ticket(props.ticket.table, props.ticket.order, stationName(stations(), props.ticket));
  const isBumped = () => props.model.justBumped().some(({ ticket }) => ticket === props.ticket.ticket);
  const isLast = () => props.part === props.parts.length - 1;
  const isReady = () => props.ticket.lines.every(({ status }) => status === "ready" || status === "served");
  const [isByKeyboard, setIsByKeyboard] = createSignal(false);
  const [button, setButton] = createSignal<HTMLButtonElement>();
  const undo = () => {
    props.model.undo(props.ticket);
    if (isByKeyboard()) queueMicrotask(() => button()?.focus());
  };
  const bump = () => {
    setIsByKeyboard(document.activeElement?.matches(":focus-visible") ?? false);
    if (!isBumped()) props.model.bump(props.ticket);
  };
  return (
    <article
      aria-labelledby={heading}
      class={`strip-in relative flex h-full flex-col overflow-hidden rounded-card border-2 bg-raised ${edges[age().word]}`}
      classList={{ "torn-below": !isLast(), "torn-above": props.part > 0 }}
    >
      <div class="flex min-h-0 flex-1 flex-col" inert={isBumped()}>
        <StripHead
          id={heading}
          ticket={props.ticket}
          age={age()}
          station={props.isStationShown ? stationName(stations(), props.ticket) : undefined}
          part={props.part}
          parts={props.parts.length}
          isUnsent={props.model.isUnsent(props.ticket.ticket)}
          onBump={bump}
        />
        <ul class="min-h-0 flex-1 overflow-y-auto overscroll-contain">
          <Index each={props.parts[props.part]?.lines}>
            {(line) => (
              <DishLine
                line={line()}
                isUnsent={props.model.isUnsent(`${props.ticket.ticket}/${line().index}`)}
                onTap={() => props.model.tapDish(props.ticket, line())}
              />
            )}
          </Index>
        </ul>
        <Show
          when={isLast()}
          fallback={<p class="shrink-0 px-4 pt-1 pb-5 text-center text-sm text-ink-soft">{words.goesOn}</p>}
        >
          <button
            type="button"
            ref={setButton}
            onClick={bump}
            aria-label={words.bumpOf(label())}
            class={`min-h-16 w-full shrink-0 border-t text-xl font-semibold -outline-offset-4 transition-colors ${isReady() ? "bg-accent text-on-accent hover:bg-accent-press" : "bg-sunken hover:bg-line active:bg-line"}`}
          >
            {words.bump}
          </button>
        </Show>
      </div>
      <Show when={isBumped()}>
        <Bumped
          ticket={label()}
          table={props.ticket.table}
          isFocused={isByKeyboard()}
          isUndoHere={isLast()}
          isUnsent={props.model.isUnsent(props.ticket.ticket)}
          onUndo={undo}
        />
      </Show>
    </article>
  );
};
