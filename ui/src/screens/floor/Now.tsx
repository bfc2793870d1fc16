import { createMemo, createUniqueId, For, Show, type Component, type JSX } from "solid-js";
import { Button } from "../../components/Button";
import { Empty } from "../../components/Empty";
import { AlertTriangle, Bell, Check, HandHelping } from "../../components/icons";
import { Keyed } from "../../components/Keyed";
import { approval as approvalWords } from "../../text-approval";
import { floor as words } from "../../text-staff";
import { numberOf } from "../kitchen/tickets";
import { Unsent } from "../kitchen/Unsent";
import { Footprints, HandPlatter, Sparkles } from "../staff/icons";
import { callKey, orderKey } from "./acts";
import { AllergyLines } from "./AllergyLines";
import { ApprovalCard } from "./ApprovalCard";
import { CallCard } from "./CallCard";
import { JustBrought } from "./JustBrought";
import type { FloorModel } from "./model";
import {
  calledOf,
  isStateLate,
  minutesIn,
  stateOf,
  unshownTables,
  type FloorView,
  type Table,
  type WaitingCall,
} from "./tables";
import { toDo } from "./to-do";
import { Waited } from "./Waited";

type Props = {
  view: FloorView;
  model: FloorModel;
  me: string | undefined;
  isMineOnly: boolean;
  onMineOnly: (isMineOnly: boolean) => void;
  onChoose: (table: string) => void;
};

const keyOfCall = ({ table, call }: WaitingCall) => callKey(table.session?.session ?? "", call.call);

/**
 * What a waiter has to do next, most pressing first. An order that waits for a yes comes before all: no kitchen has
 * it, so until then nobody works for that table, and saying yes takes one press and no walk. Then what is ready and
 * gets cold, calls, and tables that wait too long.
 */
export const Now: Component<Props> = (props) => {
  const now = () => props.model.hubNowMs();
  const toDoNow = createMemo(() => toDo(props.view, now(), props));
  const approvals = () => toDoNow().approvals;
  const calls = () => toDoNow().calls;
  const toRun = () => toDoNow().toRun;
  const late = () => toDoNow().late;
  const toClean = () => toDoNow().toClean;
  const isQuiet = () =>
    approvals().length + calls().length + toRun().length + late().length + toClean().length === 0 &&
    unshownTables(props.view.rooms, now()).length === 0;
  return (
    <div class="grid grid-cols-1 gap-5 px-4 pt-4 pb-6">
      <div class="grid grid-cols-2 gap-2">
        <For each={[false, true]}>
          {(isMineOnly) => (
            <button
              type="button"
              aria-pressed={props.isMineOnly === isMineOnly}
              onClick={() => props.onMineOnly(isMineOnly)}
              class="min-h-11 rounded-chip border border-edge px-3 text-sm font-semibold aria-pressed:border-ink aria-pressed:bg-ink aria-pressed:text-paper"
            >
              {isMineOnly ? words.mine : words.everyones}
            </button>
          )}
        </For>
      </div>
      <Show when={isQuiet()}>
        <Empty icon={<HandPlatter size={36} />} title={words.quiet}>
          {words.quietMore}
        </Empty>
      </Show>
      <Show when={approvals().length > 0}>
        <Section title={approvalWords.title} icon={<HandHelping size={18} />} tone="text-late">
          <Keyed each={approvals()} by={({ order }) => String(order.order)}>
            {(waits) => <ApprovalCard waits={waits()} model={props.model} onChoose={props.onChoose} />}
          </Keyed>
        </Section>
      </Show>
      <Show when={toRun().length > 0}>
        <nav aria-label={words.toRun}>
          <Section title={words.toRun} icon={<Footprints size={18} />} tone="text-ready">
            <Keyed each={toRun()} by={({ table }) => table}>
              {(table) => <RunCard {...props} table={table()} />}
            </Keyed>
          </Section>
        </nav>
      </Show>
      <Show when={calls().length > 0}>
        <Section title={words.calls} icon={<Bell size={18} />}>
          <Keyed each={calls()} by={keyOfCall}>
            {(call) => (
              <CallCard
                call={call()}
                isUnsent={props.model.isUnsent(keyOfCall(call()))}
                onAct={props.model.act}
                onChoose={props.onChoose}
              />
            )}
          </Keyed>
        </Section>
      </Show>
      <Show when={late().length > 0}>
        <Section title={words.lateTables} icon={<AlertTriangle size={18} />} tone="text-late">
          <Keyed each={late()} by={({ table }) => table}>
            {(table) => (
              <li>
                <button
                  type="button"
                  onClick={() => props.onChoose(table().table)}
                  class="is-late flex min-h-14 w-full items-center gap-3 rounded-card border border-edge bg-raised px-4 py-2 text-left"
                >
                  <span class="figures text-2xl font-bold">
                    <span class="sr-only">{words.lateAt}</span>
                    {calledOf(table())}
                  </span>
                  <span class="min-w-0 flex-1 font-medium">{words.states[stateOf(table())]}</span>
                  <Waited text={words.minutes(minutesIn(table(), now()) ?? 0)} isLate />
                </button>
              </li>
            )}
          </Keyed>
        </Section>
      </Show>
      <JustBrought model={props.model} />
      <Show when={toClean().length > 0}>
        <Section title={words.states.to_clean} icon={<Sparkles size={18} />}>
          <Keyed each={toClean()} by={({ table }) => table.table}>
            {(waits) => (
              <li
                class={`flex min-h-14 items-center gap-3 rounded-card border border-edge bg-raised py-1.5 pr-1.5 pl-4 ${waits().isLate ? "is-late" : ""}`}
              >
                <span class="figures flex-1 text-2xl font-bold">{waits().table.name}</span>
                <Waited text={words.minutes(minutesIn(waits().table, now()) ?? 0)} isLate={waits().isLate} />
                <Button
                  size="small"
                  aria-label={words.cleanOf(waits().table.name)}
                  onClick={() => {
                    const { table, name } = waits().table;
                    props.model.act({ type: "clean", table, name });
                  }}
                >
                  <Check size={18} /> {words.clean}
                </Button>
              </li>
            )}
          </Keyed>
        </Section>
      </Show>
    </div>
  );
};

const Section: Component<{ title: string; icon: JSX.Element; tone?: string; children: JSX.Element }> = (
  props,
) => {
  const heading = createUniqueId();
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading} class={`mb-2 flex items-center gap-2 font-semibold ${props.tone ?? "text-ink"}`}>
        {props.icon} {props.title}
      </h2>
      <ul class="grid grid-cols-1 gap-2">{props.children}</ul>
    </section>
  );
};

/** Dishes of a table that stand on the pass, by order: where to, what, and that they were brought. */
const RunCard: Component<Props & { table: Table }> = (props) => {
  const ready = () => props.table.session?.ready ?? [];
  const session = () => props.table.session?.session ?? "";
  const isOver = () => isStateLate(props.table, props.view, props.model.hubNowMs());
  return (
    <li class={`rounded-card border border-ready bg-ready-soft px-4 py-2.5 ${isOver() ? "is-late" : ""}`}>
      <button
        type="button"
        onClick={() => props.onChoose(props.table.table)}
        class="flex min-h-11 w-full items-center gap-3 text-left"
      >
        <span class="sr-only">{words.runTo}</span>
        <span class="figures text-2xl font-bold">{calledOf(props.table)}</span>
        <span class="figures min-w-0 flex-1 text-sm font-medium text-ready">
          {words.dishesReady(props.table.session?.dishes_ready ?? 0)}
        </span>
        <Waited text={words.minutes(minutesIn(props.table, props.model.hubNowMs()) ?? 0)} isLate={isOver()} />
      </button>
      <AllergyLines session={props.table.session} />
      <For each={ready()}>
        {(one) => (
          <div class="mt-1.5 flex items-center gap-3 border-t pt-1.5">
            <ul class="min-w-0 flex-1 text-sm font-medium">
              <li class="figures text-ink-soft">{words.order(numberOf(one))}</li>
              <For each={one.dishes}>{(dish) => <li>{words.portions(dish.quantity, dish.name)}</li>}</For>
            </ul>
            <Show when={props.model.isUnsent(orderKey(one.order))}>
              <Unsent />
            </Show>
            <Button
              kind="primary"
              size="small"
              aria-label={words.broughtTo(calledOf(props.table), numberOf(one))}
              onClick={() => props.model.bring(session(), calledOf(props.table), one)}
            >
              <Check size={18} /> {words.brought}
            </Button>
          </div>
        )}
      </For>
    </li>
  );
};
