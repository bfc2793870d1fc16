/**
 * How much room a ticket needs, and how a long one is cut into parts. Heights are reckoned from the
 * number of letters, a little too large rather than too small; the sizes follow `TicketStrip.tsx` and
 * `DishLine.tsx`. A part that is too long even so scrolls inside its place.
 */
import { allergens } from "../../text";
import { kitchen as words } from "../../text-staff";
import { numberOf, type Ticket, type TicketLine } from "./tickets";

/** The space for tickets: columns of rows, in px. `rem` is the screen's own unit of text. */
export type Grid = { columns: number; rows: number; width: number; rowHeight: number; rem: number };

const COLUMN_MIN_REM = 16.5;
const ROW_MIN_REM = 1.25;
/** Between columns, and below each strip. */
const GAP = 10;

export function gridFor(widthPx: number, heightPx: number, rem: number): Grid {
  const columns = Math.max(1, Math.floor((widthPx + GAP) / (COLUMN_MIN_REM * rem + GAP)));
  const rows = Math.max(1, Math.floor(heightPx / (ROW_MIN_REM * rem)));
  return { columns, rows, width: (widthPx + GAP) / columns - GAP, rowHeight: heightPx / rows, rem };
}

/** The space that an element of the page has. */
export function measured(element: HTMLElement): Grid {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return gridFor(element.clientWidth, element.clientHeight, rem);
}

/** Text of one size: height of a line and width of a letter in rem, and px that it is indented by. */
type Face = { line: number; letter: number; indent: number };

const NAME: Face = { line: 1.75, letter: 0.95, indent: 82 };
const MODIFIER: Face = { line: 1.5625, letter: 0.82, indent: 92 };
const NOTE: Face = { line: 1.5, letter: 0.52, indent: 82 };
const SMALL: Face = { line: 1.3125, letter: 0.52, indent: 82 };
const HEAD: Face = { line: 1.3125, letter: 0.6, indent: 30 };
const ALLERGY: Face = { line: 1.75, letter: 0.95, indent: 70 };
const STATUS_REM = 6.5;
const EDGES = 4;

function textHeight(text: string, face: Face, grid: Grid, lessRem = 0): number {
  if (text === "") return 0;
  const room = Math.max(5 * grid.rem, grid.width - face.indent - lessRem * grid.rem);
  return Math.ceil((text.length * face.letter * grid.rem) / room) * face.line * grid.rem;
}

export function dishHeight(line: TicketLine, grid: Grid): number {
  const modifiers = line.modifiers.map((modifier) => textHeight(modifier, MODIFIER, grid));
  const diners = textHeight(line.diners.join(", "), SMALL, grid, STATUS_REM);
  const texts = [textHeight(line.name, NAME, grid), ...modifiers, textHeight(line.note, NOTE, grid)];
  const voided = (line.voided ?? 0) > 0 ? MODIFIER.line * grid.rem : 0;
  const rule = line.is_addition === true ? NOTE.line * grid.rem + 4 : 0;
  return Math.max(64, sum(texts) + Math.max(diners, 1.5 * grid.rem) + 17 + voided) + rule;
}

export function headHeight(ticket: Ticket, grid: Grid): number {
  const added = (ticket.revision ?? 0) > 0 || ticket.round > 1 ? " Changed ADD-ON" : "";
  const voided = ticket.lines.some((line) => (line.voided ?? 0) > 0) ? " !! Void" : "";
  const also = ticket.also_at.length === 0 ? "" : ` Also at ${ticket.also_at.join(", ")}`;
  return (
    3.25 * grid.rem +
    16 +
    textHeight(`Order ${numberOf(ticket)} ${ticket.station}${also}${added}${voided}`, HEAD, grid)
  );
}

/** The bands of what those who eat of it must not eat, on every part. */
function allergiesHeight(ticket: Ticket, grid: Grid): number {
  const bands = (ticket.allergies ?? []).map((one) => textHeight(allergyText(one), ALLERGY, grid) + 16);
  return sum(bands);
}

/** The bump button, and the words above a torn edge. */
const BUMP_HEIGHT = 65;
const tornHeight = (grid: Grid) => 1.3125 * grid.rem + 24;

/** What somebody must not eat, as it stands on the band. */
export function allergyText({ allergens: what, name }: NonNullable<Ticket["allergies"]>[number]): string {
  return words.allergy(
    what.map((one) => allergens[one]),
    name || words.wholeTable,
  );
}

/** A part of a ticket: its dishes, and how many rows they need with what stands around them. */
export type Part = { lines: TicketLine[]; rows: number };

/** One part for nearly every ticket. */
export function partsOf(ticket: Ticket, grid: Grid): Part[] {
  const around = headHeight(ticket, grid) + allergiesHeight(ticket, grid) + EDGES + GAP;
  const highest = grid.rows * grid.rowHeight - around;
  const parts: { lines: TicketLine[]; height: number }[] = [{ lines: [], height: 0 }];
  ticket.lines.forEach((line, i) => {
    const height = dishHeight(line, grid);
    const open = parts.at(-1);
    // Whoever is last needs room for the bump button rather than for the torn edge.
    const below = i === ticket.lines.length - 1 ? BUMP_HEIGHT : tornHeight(grid);
    if (open && (open.lines.length === 0 || open.height + height + below <= highest)) {
      open.lines.push(line);
      open.height += height;
    } else {
      parts.push({ lines: [line], height });
    }
  });
  return parts.map(({ lines, height }, i) => {
    const below = i === parts.length - 1 ? BUMP_HEIGHT : tornHeight(grid);
    const rows = Math.ceil((height + below + around) / grid.rowHeight);
    return { lines, rows: Math.min(rows, grid.rows) };
  });
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
