import { createSignal, For, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Price } from "../../components/Price";
import { Sheet } from "../../components/Sheet";
import { Problem, TextField } from "../../components/TextField";
import { staffCalls } from "../../platform/staff-calls";
import { tillCalls, type TillVisit } from "../../platform/till-calls";
import { receipt, till as words } from "../../text-till";
import { createCommand } from "../floor/command";
import { STEP_UP_NEEDED, StepUp } from "../staff/StepUp";
import { Part } from "./Part";

type Props = { visits: TillVisit[]; isOffice: boolean; onChanged: () => void };

/** Who has to pay or to get something back, and who has paid and can go. */
export const Visits: Component<Props> = (props) => {
  const [leaving, setLeaving] = createSignal<TillVisit>();
  return (
    <Part title={words.visits}>
      <ul class="mt-1 divide-y">
        <For each={props.visits} fallback={<li class="text-ink-soft">{words.noVisits}</li>}>
          {(visit) => (
            <li class="py-3">
              <Visit visit={visit} {...props} onLeave={() => setLeaving(visit)} />
            </li>
          )}
        </For>
      </ul>
      <Show when={leaving()}>
        {(visit) => (
          <LeaveUnpaid
            visit={visit()}
            onClose={() => setLeaving(undefined)}
            onDone={() => {
              setLeaving(undefined);
              props.onChanged();
            }}
          />
        )}
      </Show>
    </Part>
  );
};

const Visit: Component<Props & { visit: TillVisit; onLeave: () => void }> = (props) => {
  const isSettled = () => props.visit.left.minor === 0 && props.visit.due_back.minor === 0;
  const command = createCommand({
    send: (key) => staffCalls.closeSession(props.visit.session, key),
    onDone: () => props.onChanged(),
  });
  return (
    <>
      <p class="flex flex-wrap justify-between gap-x-4">
        <span class="font-semibold">
          {receipt.table(props.visit.table)}
          <Show when={!props.visit.is_open}>
            <span class="font-normal text-ink-soft"> · {words.gone}</span>
          </Show>
        </span>
        <Show when={!isSettled()} fallback={<span class="text-ready">{words.paid}</span>}>
          <span>
            <Show when={props.visit.left.minor > 0}>
              <Price of={props.visit.left} /> {words.left}
            </Show>
            <Show when={props.visit.due_back.minor > 0}>
              {" "}
              <Price of={props.visit.due_back} /> {words.dueBack}
            </Show>
          </span>
        </Show>
      </p>
      <Show when={props.visit.is_open}>
        <Show
          when={isSettled()}
          fallback={
            <Show when={props.isOffice}>
              <Button
                kind="danger"
                size="small"
                aria-label={words.closeUnpaidOf(props.visit.table)}
                onClick={() => props.onLeave()}
              >
                {words.closeUnpaid}
              </Button>
            </Show>
          }
        >
          <Button
            size="small"
            class="mt-2"
            aria-label={words.closePaid(props.visit.table)}
            busy={command.isBusy()}
            onClick={command.run}
          >
            {words.close}
          </Button>
        </Show>
      </Show>
      <Problem text={command.problem()} />
    </>
  );
};

const LeaveUnpaid: Component<{ visit: TillVisit; onDone: () => void; onClose: () => void }> = (props) => {
  const [reason, setReason] = createSignal("");
  const [isProving, setIsProving] = createSignal(false);
  const command = createCommand({
    send: (key) => tillCalls.closeUnpaid(props.visit.session, reason(), key),
    onDone: () => props.onDone(),
    onRefused: (code) => {
      setIsProving(code === STEP_UP_NEEDED);
      return code === STEP_UP_NEEDED;
    },
  });
  return (
    <Show
      when={!isProving()}
      fallback={
        <StepUp
          onClose={() => setIsProving(false)}
          onDone={() => {
            setIsProving(false);
            command.run();
          }}
        />
      }
    >
      <Sheet
        open
        onClose={() => props.onClose()}
        title={words.closeUnpaidOf(props.visit.table)}
        description={words.closeUnpaidMore}
      >
        <TextField
          label={words.reason}
          maxlength={140}
          value={reason()}
          problem={command.problem()}
          onInput={(event) => {
            command.renew();
            setReason(event.currentTarget.value);
          }}
        />
        <Button
          kind="danger"
          wide
          class="mt-3 border-2 border-late"
          busy={command.isBusy()}
          onClick={command.run}
        >
          {words.closeUnpaid}
        </Button>
      </Sheet>
    </Show>
  );
};
