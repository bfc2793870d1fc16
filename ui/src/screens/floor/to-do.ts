/** What a waiter has to do right now, of all tables or of their own: the tab and its count say the same. Pure. */
import {
  approvalsIn,
  callsIn,
  isLate,
  isMine,
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
  /** Tables that wait too long, and have no card of their own. */
  late: Table[];
  toClean: Table[];
};

/** Whose tables count. A table that nobody looks after is everybody's. */
export type Whose = { isMineOnly: boolean; me: string | undefined };

export function toDo(view: FloorView, hubNowMs: number, { isMineOnly, me }: Whose): ToDo {
  const isShown = (table: Table) => !isMineOnly || isMine(table, me);
  return {
    approvals: approvalsIn(view, hubNowMs).filter(({ table }) => isShown(table)),
    toRun: tablesToRun(view.rooms).filter(isShown),
    calls: callsIn(view, hubNowMs).filter(({ table }) => isShown(table)),
    late: partiesOf(view.rooms).filter(
      (table) => isShown(table) && isToLookAt(table) && isLate(table, view, hubNowMs),
    ),
    toClean: view.rooms.flatMap(({ tables }) => tables).filter((table) => stateOf(table) === "to_clean"),
  };
}

/** How many things press. A table that is to be cleaned can wait. */
export function countOf({ approvals, toRun, calls, late }: ToDo): number {
  return approvals.length + toRun.length + calls.length + late.length;
}

/** Tables with something to bring or to say yes to have a card of their own. */
const isToLookAt = (table: Table) =>
  stateOf(table) !== "ready" && (table.session?.approvals ?? []).length === 0;
