/** What a waiter has to do right now, of all tables or of their own: the tab and its count say the same. Pure. */
import {
  approvalsIn,
  callsIn,
  isMine,
  isStateLate,
  partiesOf,
  stateOf,
  tablesToRun,
  type FloorView,
  type Table,
  type WaitingCall,
  type WaitingOrder,
} from "./tables";

export type ToDo = {
  approvals: WaitingOrder[];
  toRun: Table[];
  calls: WaitingCall[];
  /** Tables that wait too long, and have no card of their own; the longest first. */
  late: Table[];
  /** The one that has waited longest comes first. */
  toClean: { table: Table; isLate: boolean }[];
};

/** Whose tables count. A table that nobody looks after is everybody's. */
export type Whose = { isMineOnly: boolean; me: string | undefined };

export function toDo(view: FloorView, hubNowMs: number, { isMineOnly, me }: Whose): ToDo {
  const isShown = (table: Table) => !isMineOnly || isMine(table, me);
  return {
    approvals: approvalsIn(view, hubNowMs).filter(({ table }) => isShown(table)),
    toRun: tablesToRun(view.rooms).filter(isShown),
    calls: callsIn(view, hubNowMs).filter(({ table }) => isShown(table)),
    late: partiesOf(view.rooms)
      .filter((table) => isShown(table) && isToLookAt(table) && isStateLate(table, view, hubNowMs))
      .toSorted((a, b) => sinceOf(a) - sinceOf(b)),
    toClean: tablesToClean(view).map((table) => ({ table, isLate: isStateLate(table, view, hubNowMs) })),
  };
}

/** How many things press. A table that is to be cleaned can wait, until the house says that it has waited too long. */
export function countOf({ approvals, toRun, calls, late, toClean }: ToDo): number {
  const dirty = toClean.filter(({ isLate }) => isLate);
  return approvals.length + toRun.length + calls.length + late.length + dirty.length;
}

function tablesToClean({ rooms }: FloorView): Table[] {
  const dirty = rooms.flatMap(({ tables }) => tables).filter((table) => stateOf(table) === "to_clean");
  return dirty.toSorted((a, b) => sinceOf(a) - sinceOf(b));
}

const sinceOf = (table: Table) => table.status?.since_ms ?? 0;

/** Tables with something to bring or to say yes to have a card of their own. */
const isToLookAt = (table: Table) =>
  stateOf(table) !== "ready" && (table.session?.approvals ?? []).length === 0;
