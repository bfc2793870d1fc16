/** The till: the books of the open day, who has not paid, counting and closing, and what was before. */
import { createResource, For, Match, onMount, Show, Switch, type Component } from "solid-js";
import { Empty } from "../../components/Empty";
import { Price } from "../../components/Price";
import { Problem } from "../../components/TextField";
import { tillCalls, type DayView } from "../../platform/till-calls";
import { pageTitle } from "../../text-staff";
import { sections, till as words } from "../../text-till";
import { ScrollText } from "../staff/icons";
import { NotYours } from "../staff/NotYours";
import { OfficeHead } from "../staff/OfficeHead";
import { reasonOf } from "../staff/reason";
import { createWho, goToSignIn, isSignedOut } from "../staff/who";
import { CashMove } from "./CashMove";
import { Count } from "./Count";
import { Before } from "./Before";
import { Part } from "./Part";
import { Visits } from "./Visits";

export default function Till() {
  const who = createWho();
  const [answer, { refetch }] = createResource(async () => {
    const now = await tillCalls.day();
    if (isSignedOut(now)) goToSignIn();
    return now;
  });
  const day = () => {
    const now = answer.latest;
    return now?.type === "done" ? now.value : undefined;
  };
  const problem = () => {
    const now = answer.latest;
    return now === undefined || now.type === "done" ? "" : reasonOf(now);
  };
  const isForbidden = () => {
    const now = answer.latest;
    return now?.type === "refused" && now.problem.status === 403;
  };
  const isOffice = () => who()?.role === "owner" || who()?.role === "manager";
  const reload = () => void refetch();
  onMount(() => (document.title = pageTitle(words.title)));
  return (
    <main class="min-h-dvh pb-10">
      <OfficeHead title={words.title} who={who()} />
      <Show when={!isForbidden()} fallback={<NotYours />}>
        <div class="mx-auto w-full max-w-5xl px-4 py-4">
          <Problem text={problem()} />
          <Switch>
            <Match when={day()}>
              {(view) => (
                <div class="grid items-start gap-4 lg:grid-cols-2">
                  <div class="grid gap-4">
                    <Books day={view()} />
                    <Visits visits={view().visits} isOffice={isOffice()} onChanged={reload} />
                  </div>
                  <div class="grid gap-4">
                    <Count day={view()} onClosed={reload} />
                    <CashMove currency={view().expected.currency} onMoved={reload} />
                    <Before day={view().day} isOffice={isOffice()} />
                  </div>
                </div>
              )}
            </Match>
            <Match when={answer.loading}>
              <Empty icon={<ScrollText size={36} />} title={words.looking} />
            </Match>
          </Switch>
        </div>
      </Show>
    </main>
  );
}

const Books: Component<{ day: DayView }> = (props) => {
  const kinds = () => [...new Set(props.day.rows.map(({ section }) => section))];
  return (
    <Part title={words.day(props.day.day, props.day.date)}>
      <Show when={kinds().length > 0} fallback={<p class="mt-1 text-ink-soft">{words.nothing}</p>}>
        <For each={kinds()}>
          {(kind) => (
            <>
              <h3 class="mt-4 border-b pb-1 text-sm font-semibold text-ink-soft">{sections[kind]}</h3>
              <dl>
                <For each={props.day.rows.filter(({ section }) => section === kind)}>
                  {(row) => (
                    <div class="flex justify-between gap-4 py-1">
                      <dt class="min-w-0 break-words">{row.label}</dt>
                      <dd>
                        <Price of={row.amount} />
                      </dd>
                    </div>
                  )}
                </For>
              </dl>
            </>
          )}
        </For>
      </Show>
    </Part>
  );
};
