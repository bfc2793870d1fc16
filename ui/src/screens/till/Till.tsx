/** The till: the books of the open day, who has not paid, counting and closing, and what was before. */
import { createResource, Match, onMount, Show, Switch } from "solid-js";
import { Empty } from "../../components/Empty";
import { Problem } from "../../components/TextField";
import { tillCalls } from "../../platform/till-calls";
import { pageTitle } from "../../text-staff";
import { till as words } from "../../text-till";
import { ScrollText } from "../staff/icons";
import { NotYours } from "../staff/NotYours";
import { OfficeHead } from "../staff/OfficeHead";
import { reasonOf } from "../staff/reason";
import { createWho, goToSignIn, isOffice, isSignedOut } from "../staff/who";
import { Books } from "./Books";
import { CashMove } from "./CashMove";
import { CheckCode } from "./CheckCode";
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
                    <Part title={words.day(view().day, view().date)}>
                      <Books day={view()} />
                    </Part>
                    <Visits visits={view().visits} isOffice={isOffice(who())} onChanged={reload} />
                  </div>
                  <div class="grid gap-4">
                    <Count day={view()} onClosed={reload} />
                    <CashMove currency={view().expected.currency} onMoved={reload} />
                    <CheckCode />
                    <Before day={view().day} isOffice={isOffice(who())} />
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
