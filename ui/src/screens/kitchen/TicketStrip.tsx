import { createSignal, createUniqueId, Index, Show, type Component } from "solid-js";
import { kitchen as words } from "../../text-staff";
import { ageOf, type AgeWord } from "./ages";
import { indexesOf } from "./dishes";
import { dishKey, ticketTargets } from "./marks";
import { isAllReady, isPass, PASS, passName, toCome } from "./pass";
import { isVoid, numberOf, stationName, type Ticket } from "./tickets";
import { AllergyBands } from "./AllergyBands";
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
  /** It adds to a round that is still being made. */
  isAddition: boolean;
  hotkey: string | undefined;
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
    words.ticket(
      props.ticket.table,
      numberOf(props.ticket),
      isPass(props.ticket)
        ? (passName(props.ticket.station, props.model.board()) ?? words.passName)
        : stationName(stations(), props.ticket),
    );
  const isBumped = () => props.model.justBumped().some(({ ticket }) => ticket === props.ticket.ticket);
  const dishes = () => props.parts[props.part]?.lines ?? [];
  const isLast = () => props.part === props.parts.length - 1;
  const isReady = () =>
    props.ticket.lines.every((line) => line.status === "ready" || line.status === "served" || isVoid(line));
  const isGreen = () => isPass(props.ticket) && isAllReady(props.ticket);
  /** What a pass waits for cannot leave it. */
  const isWaiting = () => isPass(props.ticket) && !isGreen();
  const foot = () => {
    if (!isPass(props.ticket)) return words.bump;
    if (isWaiting()) return words.toCome(toCome(props.ticket));
    return props.ticket.station === PASS ? words.pass : words.passOn;
  };
  /** Begins with what is to be seen on it. */
  const footLabel = () => {
    const key = props.hotkey ? `${props.hotkey} ` : "";
    return `${key}${isPass(props.ticket) ? `${foot()}: ${label()}` : words.bumpOf(label())}`;
  };
  const isUnsent = () => ticketTargets(props.ticket, props.model.board()).some(props.model.isUnsent);
  const [isByKeyboard, setIsByKeyboard] = createSignal(false);
  const [button, setButton] = createSignal<HTMLButtonElement>();
  const undo = () => {
    props.model.undo(props.ticket);
    if (isByKeyboard()) queueMicrotask(() => button()?.focus());
  };
  const bump = () => {
    setIsByKeyboard(document.activeElement?.matches(":focus-visible") ?? false);
    if (!isBumped() && !isWaiting()) props.model.bump(props.ticket);
  };
  return (
    <article
      aria-labelledby={heading}
      class={`strip-in relative flex h-full flex-col overflow-hidden rounded-card border-2 bg-raised ${isGreen() ? "border-ready" : edges[age().word]}`}
      classList={{
        "torn-below": !isLast(),
        "torn-above": props.part > 0,
        "strip-news": props.model.newsOf(props.ticket.ticket) !== undefined,
      }}
    >
      <div class="flex min-h-0 flex-1 flex-col" inert={isBumped()}>
        <StripHead
          id={heading}
          ticket={props.ticket}
          age={age()}
          station={props.isStationShown ? stationName(stations(), props.ticket) : undefined}
          part={props.part}
          parts={props.parts.length}
          isUnsent={isUnsent()}
          isAllReady={isGreen()}
          isAddition={props.isAddition}
          news={props.model.newsOf(props.ticket.ticket)}
          onBump={bump}
        />
        <AllergyBands ticket={props.ticket} />
        <ul class="min-h-0 flex-1 overflow-y-auto overscroll-contain">
          <Index each={dishes()}>
            {(line, index) => (
              <DishLine
                line={line()}
                isFirstAddition={line().is_addition === true && dishes()[index - 1]?.is_addition !== true}
                isUnsent={indexesOf(line()).some((dish) =>
                  props.model.isUnsent(dishKey(props.ticket.order, dish)),
                )}
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
            aria-label={footLabel()}
            aria-disabled={isWaiting()}
            class={`inline-flex min-h-16 w-full shrink-0 items-center justify-center gap-3 border-t text-xl font-semibold -outline-offset-4 transition-colors aria-disabled:cursor-default ${isReady() ? "bg-accent text-on-accent hover:bg-accent-press" : "bg-sunken hover:bg-line active:bg-line"}`}
          >
            <Show when={props.hotkey}>
              {(key) => (
                <span class="figures rounded-[6px] border-2 border-current px-2 text-lg">{key()}</span>
              )}
            </Show>{" "}
            {foot()}
          </button>
        </Show>
      </div>
      <Show when={isBumped()}>
        <Bumped
          ticket={label()}
          table={props.ticket.table}
          isFocused={isByKeyboard()}
          isUndoHere={isLast()}
          isUnsent={isUnsent()}
          onUndo={undo}
        />
      </Show>
    </article>
  );
};
