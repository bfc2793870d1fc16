/**
 * Which place each ticket has. The board is columns of equally high rows; a ticket takes so many rows
 * of one column, oldest first, column by column, page by page. While a finger is down nothing moves:
 * what goes leaves a hole, what comes stands at the end. Afterwards the board settles.
 */

/** A ticket, or a part of a long one, or a hole where one was. */
export type Cell =
  { type: "part"; ticket: string; part: number; rows: number } | { type: "hole"; rows: number };

/** Rows that each part of a ticket takes. */
export type RowsOf = (ticket: string) => number[];

export function settled(wanted: string[], rowsOf: RowsOf): Cell[] {
  return wanted.flatMap((ticket) => cellsOf(ticket, rowsOf));
}

/** The cells while a finger is down. */
export function held(cells: Cell[], wanted: string[], rowsOf: RowsOf): Cell[] {
  const isWanted = new Set(wanted);
  const kept = cells.map((cell): Cell => {
    if (cell.type === "hole" || isWanted.has(cell.ticket)) return cell;
    return { type: "hole", rows: cell.rows };
  });
  const isPlaced = new Set(cells.map((cell) => (cell.type === "part" ? cell.ticket : undefined)));
  const fresh = wanted.filter((ticket) => !isPlaced.has(ticket));
  return [...kept, ...fresh.flatMap((ticket) => cellsOf(ticket, rowsOf))];
}

function cellsOf(ticket: string, rowsOf: RowsOf): Cell[] {
  return rowsOf(ticket).map((rows, part) => ({ type: "part", ticket, part, rows }));
}

export type Place = { cell: Cell; page: number; column: number; row: number };

/** Where each cell stands, counted from 0. A cell never goes over the end of a column. */
export function laidOut(cells: Cell[], columns: number, rows: number): Place[] {
  let [page, column, row] = [0, 0, 0];
  return cells.map((cell) => {
    const needed = Math.min(cell.rows, rows);
    if (row + needed > rows) {
      row = 0;
      column += 1;
    }
    if (column >= columns) {
      column = 0;
      page += 1;
    }
    const place = { cell, page, column, row };
    row += needed;
    return place;
  });
}

/** One page even when there is nothing. */
export function pageCount(places: Place[]): number {
  return (places.at(-1)?.page ?? 0) + 1;
}

/** The wanted page, or the last one when that is gone. */
export function pageWithin(page: number, pages: number): number {
  return Math.min(Math.max(0, page), pages - 1);
}

/** Names a place's content for good, so that the screen moves it rather than making it anew. */
export function cellName(cell: Cell, index: number): string {
  return cell.type === "part" ? `${cell.ticket}#${cell.part}` : `hole#${index}`;
}

export function ticketOf(cell: Cell | undefined): string | undefined {
  return cell?.type === "part" ? cell.ticket : undefined;
}

export function partOf(cell: Cell | undefined): number {
  return cell?.type === "part" ? cell.part : 0;
}
