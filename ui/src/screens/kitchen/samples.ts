/** Tickets and stations for tests; each test names only what matters to it. */
import type { Board, Station, Ticket, TicketLine } from "./tickets";

export function station(own: Partial<Station> = {}): Station {
  return { station: "grill", name: "Grill", warn_after_ms: 480_000, late_after_ms: 720_000, ...own };
}

export function line(own: Partial<TicketLine> = {}): TicketLine {
  return {
    index: 0,
    quantity: 1,
    name: "LAMB",
    modifiers: [],
    note: "",
    diners: [],
    status: "queued",
    ...own,
  };
}

export function ticket(order: number, stationId: string, own: Partial<Ticket> = {}): Ticket {
  return {
    ticket: `${order}-${stationId}`,
    order,
    station: stationId,
    table: "4",
    room: "Dining room",
    round: 1,
    fired_at_ms: order * 1_000,
    is_bumped: false,
    bumped_at_ms: 0,
    also_at: [],
    lines: [line()],
    ...own,
  };
}

export function bumped(order: number, bumped_at_ms: number): Ticket {
  return ticket(order, "grill", { is_bumped: true, bumped_at_ms });
}

export function board(own: Partial<Board> = {}): Board {
  return { position: 10, stations: [station()], tickets: [], done: [], items: [], ...own };
}

export function ids(tickets: Ticket[]): string[] {
  return tickets.map((one) => one.ticket);
}
