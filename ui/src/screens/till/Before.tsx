import { createResource, createSignal, For, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Price } from "../../components/Price";
import { Problem } from "../../components/TextField";
import { tillCalls, type DayBrief } from "../../platform/till-calls";
import { goodbye, receipt, till as words } from "../../text-till";
import { dayTimeText } from "../staff/clock";
import { createAct } from "../staff/act";
import { StepUp } from "../staff/StepUp";
import { ClosedDay } from "./ClosedDay";
import { Part } from "./Part";

/** What was before: closed days, receipts, what guests said. Looked up anew with every new day. */
export const Before: Component<{ day: number; isOffice: boolean }> = (props) => {
  const [shown, setShown] = createSignal<DayBrief>();
  const saving = createAct();
  const save = (day: DayBrief, kind: "pdf" | "csv") =>
    saving.run(
      () => tillCalls.saveBooks(day, kind),
      () => undefined,
    );
  const [days] = createResource(
    () => props.day,
    async () => {
      const answer = await tillCalls.days();
      return answer.type === "done" ? answer.value : [];
    },
  );
  const [receipts] = createResource(
    () => props.day,
    async () => {
      const answer = await tillCalls.receipts();
      return answer.type === "done" ? answer.value : [];
    },
  );
  const [ratings] = createResource(
    () => props.isOffice && props.day,
    async () => {
      const answer = await tillCalls.ratings();
      return answer.type === "done" ? answer.value : undefined;
    },
  );
  return (
    <>
      <Part title={words.days}>
        <ul class="mt-1 divide-y">
          <For each={days()} fallback={<li class="text-ink-soft">{words.noDays}</li>}>
            {(day) => (
              <li class="py-3">
                <p class="flex flex-wrap justify-between gap-x-4">
                  <span class="font-semibold">{words.day(day.day, day.date)}</span>
                  <Price of={day.sales} />
                </p>
                <p class="flex flex-wrap justify-between gap-x-4 text-sm text-ink-soft">
                  <span>{words.closed(day.by)}</span>
                  <span>
                    {words.difference} <Price of={day.difference} plus />
                  </span>
                </p>
                <div class="mt-2 flex flex-wrap gap-2">
                  <Button aria-label={words.showOf(day.day)} onClick={() => setShown(day)}>
                    {words.show}
                  </Button>
                  <Button
                    aria-label={words.pdfOf(day.day)}
                    busy={saving.isBusy()}
                    onClick={() => save(day, "pdf")}
                  >
                    {words.pdf}
                  </Button>
                  <Button
                    aria-label={words.csvOf(day.day)}
                    busy={saving.isBusy()}
                    onClick={() => save(day, "csv")}
                  >
                    {words.csv}
                  </Button>
                </div>
              </li>
            )}
          </For>
        </ul>
        <Problem text={saving.problem()} />
        <Show when={saving.isProving()}>
          <StepUp onDone={saving.proved} onClose={saving.giveUp} />
        </Show>
        <Show when={shown()}>{(day) => <ClosedDay day={day()} onClose={() => setShown(undefined)} />}</Show>
      </Part>
      <Part title={words.receipts}>
        <ul class="mt-1 divide-y">
          <For each={receipts()} fallback={<li class="text-ink-soft">{words.noReceipts}</li>}>
            {(brief) => (
              <li>
                <a
                  href={brief.path}
                  class="flex min-h-12 flex-wrap items-center justify-between gap-x-4 py-2"
                >
                  <span class="text-accent underline">
                    {brief.kind === "refund" ? goodbye.refund(brief.number) : goodbye.receipt(brief.number)}
                  </span>
                  <span class="text-sm text-ink-soft">
                    {receipt.table(brief.table)} · {dayTimeText(brief.issued_at_ms)}
                  </span>
                  <Price of={brief.total} />
                </a>
              </li>
            )}
          </For>
        </ul>
      </Part>
      <Show when={props.isOffice}>
        <Part title={words.ratings}>
          <Show
            when={ratings()?.count ? ratings() : undefined}
            fallback={<p class="mt-1 text-ink-soft">{words.noRatings}</p>}
          >
            {(all) => (
              <>
                <p class="mt-1">{words.average(all().average_tenths, all().count)}</p>
                <ul class="mt-2 divide-y">
                  <For each={all().newest}>
                    {(rating) => (
                      <li class="py-2">
                        <p class="text-sm text-ink-soft">
                          {goodbye.stars(rating.stars)} · {receipt.table(rating.table)} ·{" "}
                          {dayTimeText(rating.at_ms)}
                        </p>
                        <p class="break-words">
                          <bdi>{rating.comment}</bdi>
                        </p>
                      </li>
                    )}
                  </For>
                </ul>
              </>
            )}
          </Show>
        </Part>
      </Show>
    </>
  );
};
