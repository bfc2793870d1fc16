import { createResource, Match, Show, Switch, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Problem } from "../../components/TextField";
import { staffCalls } from "../../platform/staff-calls";
import { tableSheet as words } from "../../text-staff";
import { QrCode } from "../staff/icons";
import { reasonOf } from "../staff/reason";
import type { Table } from "./tables";

type Props = { table: Table; isShown: boolean; onToggle: () => void };

/** The table's QR code on the waiter's screen, for guests who cannot find the printed one. */
export const QrPanel: Component<Props> = (props) => {
  const [code] = createResource(
    () => props.isShown && props.table.table,
    (table) => staffCalls.tableCode(table),
  );
  const picture = () => {
    const answer = code();
    return answer?.type === "done" ? answer.value : undefined;
  };
  const problem = () => {
    const answer = code();
    return answer && answer.type !== "done" ? reasonOf(answer) : undefined;
  };

  return (
    <div class="grid gap-3">
      <Button wide aria-expanded={props.isShown} onClick={() => props.onToggle()}>
        <QrCode size={20} /> {props.isShown ? words.hideQr : words.showQr}
      </Button>
      <Show when={props.isShown}>
        <Switch>
          <Match when={picture()}>
            {(there) => (
              <figure class="text-center">
                {/* A code is read dark on light, whatever the theme. */}
                <img
                  src={`data:image/svg+xml,${encodeURIComponent(there().svg)}`}
                  alt={words.qr(props.table.name)}
                  width="256"
                  height="256"
                  class="mx-auto size-64 rounded-card border bg-raised p-3 scheme-light"
                />
                <figcaption class="mt-2 text-sm text-ink-soft">{words.qrMore}</figcaption>
              </figure>
            )}
          </Match>
          <Match when={problem()}>
            <Problem text={problem()} />
          </Match>
        </Switch>
      </Show>
    </div>
  );
};
