/** Who did what: the audit with filters, page by page, and as a file. */
import { createResource, createSignal, For, Match, onMount, Show, Switch, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Empty } from "../../components/Empty";
import { Problem } from "../../components/TextField";
import { staffCalls } from "../../platform/staff-calls";
import { teamCalls, type AuditFilter, type AuditRecord } from "../../platform/team-calls";
import { pageTitle, staff } from "../../text-staff";
import { actText, audit as words } from "../../text-team";
import { createCommand } from "../floor/command";
import { dayTimeText } from "../staff/clock";
import { Download, Monitor, ScrollText } from "../staff/icons";
import { NotYours } from "../staff/NotYours";
import { OfficeHead } from "../staff/OfficeHead";
import { reasonOf } from "../staff/reason";
import { STEP_UP_NEEDED, StepUp } from "../staff/StepUp";
import { createWho, goToSignIn, isSignedOut } from "../staff/who";
import { Filters } from "./Filters";

export default function Audit() {
  const who = createWho();
  const [filter, setFilter] = createSignal<AuditFilter>({});
  const [records, setRecords] = createSignal<AuditRecord[]>();
  const [next, setNext] = createSignal<number>();
  const [problem, setProblem] = createSignal("");
  const [isForbidden, setIsForbidden] = createSignal(false);
  const [isBusy, setIsBusy] = createSignal(false);
  const [isProving, setIsProving] = createSignal(false);
  const [tables] = createResource(async () => {
    const answer = await staffCalls.floor();
    return answer.type === "done" ? answer.value.rooms.flatMap((room) => room.tables) : [];
  });
  const [people] = createResource(async () => {
    const answer = await teamCalls.team();
    return answer.type === "done" ? answer.value.people : [];
  });

  const load = async (before?: number) => {
    const wanted = filter();
    setIsBusy(true);
    setProblem("");
    const answer = await teamCalls.audit(before === undefined ? wanted : { ...wanted, before });
    setIsBusy(false);
    // Somebody has chosen something else meanwhile.
    if (wanted !== filter()) return;
    if (isSignedOut(answer)) goToSignIn();
    else if (answer.type === "refused" && answer.problem.status === 403) setIsForbidden(true);
    else if (answer.type !== "done") setProblem(reasonOf(answer));
    else {
      setRecords([...(before === undefined ? [] : (records() ?? [])), ...answer.value.records]);
      setNext(answer.value.next ?? undefined);
    }
  };
  const choose = (wanted: AuditFilter) => {
    setFilter(wanted);
    void load();
  };
  const exporting = createCommand({
    send: () => teamCalls.saveAudit(filter()),
    onDone: () => void load(),
    onRefused: (code) => {
      setIsProving(code === STEP_UP_NEEDED);
      return code === STEP_UP_NEEDED;
    },
  });
  onMount(() => {
    document.title = pageTitle(words.title);
    void load();
  });

  return (
    <main class="min-h-dvh pb-10">
      <OfficeHead title={words.title} who={who()} />
      <Show when={!isForbidden()} fallback={<NotYours />}>
        <div class="mx-auto w-full max-w-5xl px-4 py-4">
          <Filters people={people() ?? []} tables={tables() ?? []} filter={filter()} onChoose={choose} />
          <Button class="mt-3" busy={exporting.isBusy()} onClick={exporting.run}>
            <Download size={20} /> {words.export}
          </Button>
          <Problem text={exporting.problem() || problem()} />
          <Switch>
            <Match when={!records()}>
              <Empty icon={<ScrollText size={36} />} title={staff.looking}>
                {staff.lookingMore}
              </Empty>
            </Match>
            <Match when={records()?.length === 0 && next() === undefined}>
              <Empty icon={<ScrollText size={36} />} title={words.none}>
                {words.noneMore}
              </Empty>
            </Match>
            <Match when={true}>
              <ol class="mt-4 divide-y rounded-card border bg-raised">
                <For each={records()}>{(record) => <Row record={record} />}</For>
              </ol>
              <Show when={records()?.[0]}>
                {(newest) => (
                  <p class="mt-4 text-sm text-ink-soft">
                    {words.head}{" "}
                    <code class="break-all select-all">{`${newest().position}:${newest().hash}`}</code>
                  </p>
                )}
              </Show>
              <Show when={next()}>
                {(before) => (
                  <Button class="mt-4" wide busy={isBusy()} onClick={() => void load(before())}>
                    {words.more}
                  </Button>
                )}
              </Show>
            </Match>
          </Switch>
        </div>
      </Show>
      <Show when={isProving()}>
        <StepUp
          onClose={() => setIsProving(false)}
          onDone={() => {
            setIsProving(false);
            exporting.run();
          }}
        />
      </Show>
    </main>
  );
}

const Row: Component<{ record: AuditRecord }> = (props) => {
  const who = () => {
    if (props.record.who === "hub") return words.hub;
    if (props.record.who === "guest") return words.guest;
    return props.record.who || words.someone;
  };
  const where = () => [props.record.device, props.record.address].filter(Boolean).join(" · ");
  return (
    <li class="grid gap-x-4 px-4 py-2.5 sm:grid-cols-[9rem_1fr]">
      <span class="figures text-sm text-ink-soft">
        {dayTimeText(props.record.at_ms)}
        <span class="ml-2 sm:ml-0 sm:block">#{props.record.position}</span>
      </span>
      <span class="min-w-0">
        <span class="block break-words">
          <bdi class="font-semibold">{who()}</bdi> <bdi>{actText(props.record)}</bdi>
        </span>
        <Show
          when={props.record.user_agent}
          fallback={<span class="block text-sm break-words text-ink-soft">{where()}</span>}
        >
          <details class="text-sm text-ink-soft">
            <summary class="-my-1 flex min-h-11 cursor-pointer items-center gap-2 break-words">
              <span class="min-w-0">{where()}</span> <Monitor size={16} aria-label={words.browser} />
            </summary>
            <p class="pb-2 break-words">{props.record.user_agent}</p>
          </details>
        </Show>
      </span>
    </li>
  );
};
