import {
  createEffect,
  createMemo,
  createSignal,
  For,
  onCleanup,
  onMount,
  Show,
  type Component,
} from "solid-js";
import { Empty } from "../../components/Empty";
import { kitchen as words } from "../../text-staff";
import { ChefHat } from "../staff/icons";
import { createArrangement } from "./arrangement";
import { rows } from "./dishes";
import { keyOf } from "./keys";
import { atPass } from "./pass";
import { atStation, isAddition, type Station, type Ticket } from "./tickets";
import type { Hold } from "./hold";
import type { Kitchen } from "./model";
import { gridFor, measured, type Grid } from "./parts";
import { cellName, pageCount, partOf, ticketOf } from "./places";
import { TicketStrip } from "./TicketStrip";

type Props = {
  model: Kitchen;
  station: Station | undefined;
  /** The pass that is shown: whole orders, rather than tickets of a station. */
  pass: string | undefined;
  hold: Hold;
  page: number;
  /** Tells how many pages the tickets take. */
  onPages: (pages: number) => void;
  /** Tells which tickets are on the page, in their places. */
  onShown: (tickets: Ticket[]) => void;
  hasKeys: boolean;
};

/** The tickets of a station in their places, a page at a time. */
export const Board: Component<Props> = (props) => {
  const [element, setElement] = createSignal<HTMLDivElement>();
  const [grid, setGrid] = createSignal<Grid>(gridFor(1280, 720, 16));

  const tickets = createMemo(() => {
    const board = props.model.board();
    const shown =
      props.pass && board
        ? atPass(board, props.pass)
        : atStation(props.model.onBoard(), props.station?.station);
    return shown.map((ticket) => ({ ...ticket, lines: rows(ticket.lines) }));
  });
  const byId = createMemo(() => new Map(tickets().map((ticket) => [ticket.ticket, ticket])));
  const arrangement = createArrangement(
    tickets,
    grid,
    props.hold.isHeld,
    () => props.pass ?? props.station?.station,
    element,
  );

  createEffect(() => props.onPages(pageCount(arrangement.places())));
  const shown = createMemo(() => {
    const named = arrangement.places().map((place, index) => [cellName(place.cell, index), place] as const);
    return new Map(named.filter(([, place]) => place.page === props.page));
  });

  const onPage = createMemo(() => {
    const ids = new Set([...shown().values()].flatMap(({ cell }) => ticketOf(cell) ?? []));
    return [...ids].flatMap((id) => byId().get(id) ?? []);
  });
  createEffect(() => props.onShown(onPage()));
  const keyFor = (ticket: string) =>
    props.hasKeys ? keyOf(onPage().findIndex((one) => one.ticket === ticket)) : undefined;

  const [space, setSpace] = createSignal(grid());
  createEffect(() => {
    if (!props.hold.isHeld()) setGrid(space());
  });
  onMount(() => {
    const board = element();
    if (!board) return;
    const measure = new ResizeObserver(() => setSpace(measured(board)));
    measure.observe(board);
    onCleanup(() => measure.disconnect());
  });

  return (
    <div class="relative flex min-h-[19rem] flex-1 basis-0 flex-col px-3 pt-2.5">
      <Show when={tickets().length === 0}>
        <div class="absolute inset-0 flex items-center overflow-y-auto">
          <Quiet station={props.station} isPass={props.pass !== undefined} />
        </div>
      </Show>
      <div
        ref={setElement}
        class="grid min-h-0 flex-1 content-start gap-x-2.5 overflow-hidden"
        style={{
          "grid-template-columns": `repeat(${grid().columns}, minmax(0, 1fr))`,
          "grid-template-rows": `repeat(${grid().rows}, ${grid().rowHeight}px)`,
        }}
      >
        <For each={[...shown().keys()]}>
          {(name) => {
            const place = () => shown().get(name);
            const cell = () => place()?.cell;
            const ticket = () => byId().get(ticketOf(cell()) ?? "");
            return (
              <div
                data-cell={name}
                class="min-h-0 min-w-0 pb-2.5"
                style={{
                  "grid-column": String((place()?.column ?? 0) + 1),
                  "grid-row": `${(place()?.row ?? 0) + 1} / span ${cell()?.rows ?? 1}`,
                }}
              >
                <Show when={ticket()}>
                  {(there) => (
                    <TicketStrip
                      model={props.model}
                      ticket={there()}
                      parts={arrangement.parts(there().ticket)}
                      part={partOf(cell())}
                      isStationShown={props.station === undefined && props.pass === undefined}
                      isAddition={isAddition(there(), tickets())}
                      hotkey={keyFor(there().ticket)}
                    />
                  )}
                </Show>
              </div>
            );
          }}
        </For>
      </div>
    </div>
  );
};

const Quiet: Component<{ station: Station | undefined; isPass: boolean }> = (props) => {
  const title = () => {
    if (props.isPass) return words.emptyPass;
    return props.station ? words.emptyStation(props.station.name) : words.empty;
  };
  return (
    <Empty icon={<ChefHat size={44} />} title={title()}>
      {props.station ? words.emptyStationMore : words.emptyMore}
    </Empty>
  );
};
