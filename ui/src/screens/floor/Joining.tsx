import { createSignal, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { moving as words } from "../../text-staff";
import type { Act } from "./acts";
import { TableChoice } from "./TableChoice";
import { calledOf, type Room, type Table, type TableSession } from "./tables";

type Props = {
  table: Table;
  session: TableSession;
  rooms: Room[];
  onAct: (act: Act) => void;
};

/** The party becomes one with another. Asked about first: two carts and two bills do not come apart as they were. */
export const Joining: Component<Props> = (props) => {
  const [other, choose] = createSignal<Table>();
  const isOther = (table: Table) => !!table.session && table.session.session !== props.session.session;
  return (
    <div role="group" aria-label={words.joinWhich} class="rounded-card border px-4 py-3">
      <p class="font-semibold">{words.joinWhich}</p>
      <p class="mt-1 text-sm text-pretty text-ink-soft">{words.joinMore}</p>
      <Show
        when={other()}
        fallback={
          <TableChoice
            rooms={props.rooms}
            isMeant={isOther}
            label={(table) => words.join(calledOf(table))}
            none={words.noOthers}
            onChoose={choose}
          />
        }
      >
        {(there) => (
          <>
            <p class="mt-3 font-medium text-pretty">
              {words.joinAsk(calledOf(props.table), calledOf(there()))}
            </p>
            <div class="mt-3 grid grid-cols-2 gap-2">
              <Button onClick={() => choose(undefined)}>{words.joinNo}</Button>
              <Button
                kind="primary"
                onClick={() =>
                  props.onAct({
                    type: "join",
                    session: props.session.session,
                    to: there().session?.session ?? "",
                    table: calledOf(props.table),
                  })
                }
              >
                {words.joinYes}
              </Button>
            </div>
          </>
        )}
      </Show>
    </div>
  );
};
