import { Show, type Component } from "solid-js";
import { CheckCheck } from "../../components/icons";
import { Keyed } from "../../components/Keyed";
import { kitchen as words } from "../../text-staff";
import { Undo } from "../staff/icons";
import { allTargets } from "./marks";
import { recalledWith } from "./pass";
import { putBackTap, serveTaps } from "./taps";
import { isServed, numberOf, stationName, type Ticket } from "./tickets";
import type { Kitchen } from "./model";
import { Unsent } from "./Unsent";

/** What was bumped last, newest first: brings a ticket back, or tells that it was brought. */
export const DoneStrip: Component<{ model: Kitchen; tickets: Ticket[]; pass: string | undefined }> = (
  props,
) => (
  <section
    aria-label={words.doneTitle}
    class="flex min-h-[max(96px,3.0625rem+36px)] shrink-0 items-center border-t bg-sunken"
  >
    <Show
      when={props.tickets.length > 0}
      fallback={<p class="px-4 text-base text-ink-soft">{words.doneEmpty}</p>}
    >
      <ul class="relative flex w-full gap-2.5 overflow-x-auto overscroll-contain p-2.5">
        <Keyed each={props.tickets} by={({ ticket }) => ticket}>
          {(ticket) => <DoneTicket model={props.model} ticket={ticket()} pass={props.pass} />}
        </Keyed>
      </ul>
    </Show>
  </section>
);

const DoneTicket: Component<{ model: Kitchen; ticket: Ticket; pass: string | undefined }> = (props) => {
  const recall = () =>
    recalledWith(props.ticket, props.model.board(), props.pass).forEach(props.model.recall);
  /** The pass at which something of it stands that nobody can bring yet. */
  const passBefore = () => {
    const board = props.model.board();
    if (!board || serveTaps(props.ticket, board).length > 0) return undefined;
    const pass = board.stations.find(({ station }) => station === props.ticket.station)?.pass;
    return board.passes?.find((one) => one.pass === pass)?.name ?? words.passName;
  };
  const station = () => stationName(props.model.board()?.stations ?? [], props.ticket);
  const label = () => words.ticket(props.ticket.table, numberOf(props.ticket), station());
  const dishes = () =>
    props.ticket.lines.map(({ quantity, name }) => `${words.times(quantity)} ${name}`).join(", ");
  const isUnsent = () => allTargets(props.ticket, props.model.board()).some(props.model.isUnsent);
  return (
    <li class="flex w-[24rem] max-w-[88vw] shrink-0 items-center gap-2 rounded-card border bg-raised py-1.5 pr-1.5 pl-3">
      <div class="min-w-0 flex-1">
        <p class="flex items-baseline gap-2 font-bold whitespace-nowrap">
          <span class="figures text-xl">{props.ticket.table}</span>
          <span class="truncate text-sm text-ink-soft">
            {words.round(props.ticket.round)} · {station()}
          </span>
        </p>
        <Show when={isUnsent()} fallback={<p class="truncate text-sm">{dishes()}</p>}>
          <Unsent />
        </Show>
      </div>
      <button
        type="button"
        onClick={recall}
        aria-label={words.recallOf(label())}
        class="inline-flex min-h-15 shrink-0 flex-col items-center justify-center rounded-[8px] border border-edge px-3 text-sm font-semibold hover:bg-sunken"
      >
        <Undo size="1.3em" /> {words.recall}
      </button>
      <Show
        when={!isServed(props.ticket)}
        fallback={
          <div class="flex w-24 shrink-0 flex-col items-center">
            <p class="text-center text-sm text-ink-soft">{words.allServed}</p>
            <Show when={putBackTap(props.ticket)}>
              <button
                type="button"
                onClick={() => props.model.putBack(props.ticket)}
                aria-label={words.putBackOf(label())}
                class="min-h-15 w-full rounded-[8px] border border-edge text-sm font-semibold hover:bg-sunken"
              >
                {words.putBack}
              </button>
            </Show>
          </div>
        }
      >
        <Show
          when={passBefore()}
          fallback={
            <button
              type="button"
              onClick={() => props.model.serve(props.ticket)}
              aria-label={words.serveOf(label())}
              class="inline-flex min-h-15 w-24 shrink-0 flex-col items-center justify-center rounded-[8px] bg-ready text-sm font-semibold text-paper"
            >
              <CheckCheck size="1.3em" /> {words.serve}
            </button>
          }
        >
          {(pass) => <p class="w-24 shrink-0 text-center text-sm text-ink-soft">{words.atPass(pass())}</p>}
        </Show>
      </Show>
    </li>
  );
};
