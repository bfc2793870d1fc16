import { createEffect, createResource, createSignal, For, on, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Receipt } from "../../components/icons";
import { Price } from "../../components/Price";
import { StatusWord } from "../../components/StatusWord";
import { Problem } from "../../components/TextField";
import { servingCalls, type OrdersAnswer } from "../../platform/serving-calls";
import { together } from "../../text-together";
import { rounds as words, waiter } from "../../text-waiter";
import { reasonOf } from "../staff/reason";
import { TakeOffForm, type Eater, type OffLine } from "./TakeOffForm";

type Round = OrdersAnswer["orders"][number];
type Props = {
  session: string;
  /** Those who have joined. */
  people: Eater[];
  /** Differs when something was ordered since. */
  news: string;
  isCutOff: boolean;
  /** May whoever looks give something free? Only the office may. */
  mayComp: boolean;
};

/** The rounds of a visit with what they come to, and the way to take portions off. */
export const RoundsPanel: Component<Props> = (props) => {
  const [isShown, show] = createSignal(false);
  const [off, takeOff] = createSignal<OffLine>();
  const [answer, { refetch }] = createResource(
    () => isShown() && props.session,
    (session) => servingCalls.orders(session),
  );
  createEffect(
    on(
      () => props.news,
      () => isShown() && void refetch(),
      { defer: true },
    ),
  );
  const there = () => {
    const known = answer.latest;
    return known?.type === "done" ? known.value : undefined;
  };
  const problem = () => {
    const known = answer.latest;
    return known && known.type !== "done" ? reasonOf(known) : "";
  };
  return (
    <section class="grid gap-3">
      <Button
        wide
        disabled={props.isCutOff}
        busy={answer.loading}
        onClick={() => (isShown() ? void refetch() : show(true))}
      >
        <Receipt size={20} /> {isShown() ? words.again : words.show}
      </Button>
      <Show when={isShown() && there()}>
        {(all) => (
          <Show when={all().orders.length > 0} fallback={<p class="text-ink-soft">{words.none}</p>}>
            <For each={all().orders.toReversed()}>
              {(round) => (
                <OneRound round={round} mayComp={props.mayComp} people={props.people} onTakeOff={takeOff} />
              )}
            </For>
            <p class="flex justify-between font-semibold">
              {words.sum} <Price of={all().total} />
            </p>
          </Show>
        )}
      </Show>
      <Problem text={problem()} />
      <Show when={off()}>
        {(line) => (
          <TakeOffForm
            of={line()}
            session={props.session}
            onClose={() => takeOff(undefined)}
            onDone={() => {
              takeOff(undefined);
              void refetch();
            }}
          />
        )}
      </Show>
    </section>
  );
};

const stands = { waiting: waiter.checked, together: together.round, declined: waiter.declined } as const;

type RoundProps = { round: Round; mayComp: boolean; people: Eater[]; onTakeOff: (line: OffLine) => void };

/** Whoever eats of a line, each once, by the name that the party knows. */
const eatersOf = (diners: string[], people: Eater[]): Eater[] =>
  [...new Set(diners)].map((diner) => ({
    diner,
    name: people.find((one) => one.diner === diner)?.name ?? words.everyone,
  }));

const OneRound: Component<RoundProps> = (props) => (
  <section class="rounded-card border px-4 py-3">
    <h3 class="font-semibold">{words.title(props.round.round, props.round.number ?? props.round.order)}</h3>
    <Show when={props.round.approval}>
      {(approval) => (
        <p class={`text-sm font-semibold ${approval().state === "declined" ? "text-late" : "text-wait"}`}>
          {stands[approval().state]}
        </p>
      )}
    </Show>
    <ul class="divide-y">
      <For each={props.round.lines}>
        {(line) => {
          const charged = () => (props.round.approval ? 0 : line.diners.length - (line.comped ?? 0));
          const act = () => (line.status === "ready" || line.status === "served" ? "comp" : "void");
          return (
            <li class="py-2">
              <div class="flex gap-3">
                <span class="figures font-semibold">{line.diners.length}</span>
                <span class="min-w-0 flex-1">
                  {[line.name, ...line.modifiers].join(", ")}
                  <span class="block text-sm text-ink-soft">
                    {[
                      line.voided ? words.voided(line.voided) : "",
                      line.comped ? words.comped(line.comped) : "",
                    ]
                      .filter(Boolean)
                      .join(" · ")}
                  </span>
                </span>
                <Price of={line.total} bare />
              </div>
              <Show when={charged() > 0}>
                <div class="mt-1 flex items-center justify-between gap-2">
                  <StatusWord status={line.status} isHeld={line.is_held === true} />
                  <Show
                    when={act() === "void" || props.mayComp}
                    fallback={<span class="text-right text-sm text-ink-soft">{words.compByOffice}</span>}
                  >
                    <Button
                      size="small"
                      aria-label={act() === "void" ? words.voidOf(line.name) : words.compOf(line.name)}
                      onClick={() =>
                        props.onTakeOff({
                          act: act(),
                          order: props.round.order,
                          index: line.index,
                          name: line.name,
                          portions: charged(),
                          eaters: eatersOf(line.diners, props.people),
                        })
                      }
                    >
                      {words[act()]}
                    </Button>
                  </Show>
                </div>
              </Show>
            </li>
          );
        }}
      </For>
    </ul>
  </section>
);
