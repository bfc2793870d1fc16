/**
 * Keeps tickets in their places: holds still while a finger is down, then settles, sliding each
 * strip from where it was.
 */
import { createEffect, createMemo, createSignal, on, type Accessor } from "solid-js";
import type { Ticket } from "./tickets";
import { partsOf, type Grid, type Part } from "./parts";
import { held, laidOut, settled, type Cell, type Place } from "./places";

const SLIDE_MS = 180;
/** What changes again this soon does not slide: as after an outage, the board would never come to rest. */
const REST_MS = 400;

export type Arrangement = {
  places: Accessor<Place[]>;
  parts: (ticket: string) => Part[];
};

/** `element` holds the strips; each has its cell's name as `data-cell`. */
export function createArrangement(
  tickets: Accessor<Ticket[]>,
  grid: Accessor<Grid>,
  isHeld: Accessor<boolean>,
  station: Accessor<string | undefined>,
  element: Accessor<HTMLElement | undefined>,
): Arrangement {
  const [cells, setCells] = createSignal<Cell[]>([]);
  const parts = createMemo(
    () => new Map(tickets().map((ticket) => [ticket.ticket, partsOf(ticket, grid())])),
  );
  const rowsOf = (ticket: string) =>
    parts()
      .get(ticket)
      ?.map(({ rows }) => rows) ?? [];

  let changedMs = -REST_MS;
  createEffect(
    on([tickets, grid, isHeld, station], ([wanted, , hold, here], was) => {
      const ids = wanted.map(({ ticket }) => ticket);
      // Whoever chooses another station wants to see other tickets at once.
      if (hold && was?.[3] === here) {
        setCells((now) => held(now, ids, rowsOf));
        return;
      }
      const nowMs = performance.now();
      const isAtRest = nowMs - changedMs >= REST_MS;
      changedMs = nowMs;
      const before = isAtRest ? positions(element()) : undefined;
      setCells(settled(ids, rowsOf));
      if (before) queueMicrotask(() => slideFrom(before, element()));
    }),
  );

  return {
    places: createMemo(() => laidOut(cells(), grid().columns, grid().rows)),
    parts: (ticket) => parts().get(ticket) ?? [],
  };
}

function strips(board: HTMLElement | undefined): HTMLElement[] {
  return board ? [...board.querySelectorAll<HTMLElement>("[data-cell]")] : [];
}

function positions(board: HTMLElement | undefined): Map<string, DOMRect> {
  return new Map(strips(board).map((strip) => [strip.dataset["cell"] ?? "", strip.getBoundingClientRect()]));
}

function slideFrom(before: Map<string, DOMRect>, board: HTMLElement | undefined) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  for (const strip of strips(board)) {
    const was = before.get(strip.dataset["cell"] ?? "");
    const is = strip.getBoundingClientRect();
    if (!was || (was.x === is.x && was.y === is.y)) continue;
    const from = `translate(${was.x - is.x}px, ${was.y - is.y}px)`;
    // While a strip slides, a finger on its way down would hit the wrong one.
    const frames = [
      { transform: from, pointerEvents: "none" },
      { transform: "none", pointerEvents: "none" },
    ];
    strip.animate(frames, { duration: SLIDE_MS, easing: "cubic-bezier(0.2, 0.8, 0.2, 1)" });
  }
}
