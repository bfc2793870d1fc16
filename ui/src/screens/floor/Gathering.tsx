import type { Component } from "solid-js";
import { Button } from "../../components/Button";
import { Users } from "../../components/icons";
import { Problem } from "../../components/TextField";
import { staffCalls } from "../../platform/staff-calls";
import { together as words } from "../../text-together";
import { createCommand } from "./command";

/** Orders of a table that wait for each other, and the way to send them: somebody may have gone. */
export const Gathering: Component<{ session: string; orders: number; isCutOff: boolean }> = (props) => {
  const send = createCommand({
    send: (key) => staffCalls.sendTogether(props.session, key),
    onDone: () => undefined,
  });
  return (
    <section class="rounded-card border border-wait bg-wait-soft px-4 py-3">
      <p class="flex items-center gap-2 font-semibold text-wait">
        <Users size={18} class="shrink-0" /> {words.onTile(props.orders)}
      </p>
      <p class="mt-1 text-sm text-pretty">{words.forTable}</p>
      <Button wide class="mt-3 bg-raised" busy={send.isBusy()} disabled={props.isCutOff} onClick={send.run}>
        {words.sendForTable}
      </Button>
      <Problem text={send.problem()} />
    </section>
  );
};
