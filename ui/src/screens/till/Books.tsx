import { For, Show, type Component } from "solid-js";
import { Price } from "../../components/Price";
import type { DayRatings, DayView } from "../../platform/till-calls";
import { goodbye, receipt, sections, till as words } from "../../text-till";

/** The sums of a business day, and what guests said on it. */
export const Books: Component<{ day: DayView }> = (props) => {
  const kinds = () => [...new Set(props.day.rows.map(({ section }) => section))];
  return (
    <>
      <Show when={kinds().length > 0} fallback={<p class="mt-1 text-ink-soft">{words.nothing}</p>}>
        <For each={kinds()}>
          {(kind) => (
            <>
              <Heading text={sections[kind]} />
              <dl>
                <For each={props.day.rows.filter(({ section }) => section === kind)}>
                  {(row) => (
                    <div class="flex justify-between gap-4 py-1">
                      <dt class="min-w-0 break-words text-pretty">{row.label}</dt>
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
      <Show when={props.day.ratings}>{(ratings) => <Ratings of={ratings()} />}</Show>
    </>
  );
};

const Heading: Component<{ text: string }> = (props) => (
  <h3 class="mt-4 border-b pb-1 text-sm font-semibold text-ink-soft">{props.text}</h3>
);

const Ratings: Component<{ of: DayRatings }> = (props) => (
  <>
    <Heading text={words.ratings} />
    <p class="py-1">{words.average(props.of.average_tenths, props.of.count)}</p>
    <ul>
      <For each={props.of.comments}>
        {(said) => (
          <li class="py-1">
            <p class="text-sm text-ink-soft">
              {goodbye.stars(said.stars)} · {receipt.table(said.table)}
            </p>
            <p class="break-words">
              <bdi>{said.comment}</bdi>
            </p>
          </li>
        )}
      </For>
    </ul>
  </>
);

/** How the drawer was when the day was closed, and who owed something then. */
export const Closing: Component<{ day: DayView }> = (props) => (
  <>
    <Show when={props.day.closing}>
      {(closing) => (
        <>
          <Heading text={words.drawer} />
          <dl>
            <For
              each={[
                { label: words.expected, amount: props.day.expected },
                { label: words.counted, amount: closing().counted },
                { label: words.difference, amount: closing().difference },
                { label: words.stayed, amount: closing().left },
              ]}
            >
              {(row) => (
                <div class="flex justify-between gap-4 py-1">
                  <dt>{row.label}</dt>
                  <dd>
                    <Price of={row.amount} />
                  </dd>
                </div>
              )}
            </For>
          </dl>
        </>
      )}
    </Show>
    <Show when={props.day.visits.length > 0}>
      <Heading text={words.openVisits} />
      <ul>
        <For each={props.day.visits}>
          {(visit) => (
            <li class="flex flex-wrap justify-between gap-x-4 py-1">
              <span>{receipt.table(visit.table)}</span>
              <span>
                <Show when={visit.left.minor === 0 && visit.due_back.minor === 0}>{words.paid}</Show>
                <Show when={visit.left.minor > 0}>
                  <Price of={visit.left} /> {words.left}
                </Show>
                <Show when={visit.due_back.minor > 0}>
                  {" "}
                  <Price of={visit.due_back} /> {words.dueBack}
                </Show>
              </span>
            </li>
          )}
        </For>
      </ul>
    </Show>
  </>
);
