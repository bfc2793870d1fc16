import { For, Show, type Component } from "solid-js";
import { Dynamic } from "solid-js/web";
import type { Order, OrderLine } from "../../bridge/names";
import { Button } from "../../components/Button";
import { formatTime } from "../../components/clock";
import { DinerDot } from "../../components/DinerDot";
import { Ban, Clock, Users, Utensils } from "../../components/icons";
import { Price } from "../../components/Price";
import { StatusWord } from "../../components/StatusWord";
import { orders as text } from "../../text";
import { waitingOrder as house, whyDeclined } from "../../text-approval";
import { together } from "../../text-together";
import { LineWords } from "../cart/CartLine";
import { useGuest, useParty } from "../guest/context";
import { LineActions } from "./LineActions";
import { WaitsForOthers } from "./WaitsForOthers";

/** How a round stands with the house, in a word and a sign. */
const looks = {
  taken: { icon: Utensils, word: text.sent },
  waiting: { icon: Clock, word: house.round },
  together: { icon: Users, word: together.round },
  declined: { icon: Ban, word: house.declined },
} as const;

/** A round behind the border: what has gone to the kitchen can only be watched, and once the visit is over not even taken back. */
export const SentRound: Component<{ order: Order; isOver?: boolean }> = (props) => {
  const party = useParty();
  const id = () => `round-${props.order.order}`;
  const look = () => looks[props.order.approval?.state ?? "taken"];
  return (
    <section aria-labelledby={id()} class="mt-8">
      <div class="sent-edge flex items-center gap-3 bg-ink px-5 pt-3.5 pb-3 text-paper">
        <Dynamic component={look().icon} size={20} class="shrink-0" />
        <div class="min-w-0 flex-1">
          <h2 id={id()} class="text-lg leading-tight font-semibold">
            {look().word}{" "}
            <span class="figures whitespace-nowrap">{formatTime(props.order.placed_at_ms)}</span>
          </h2>
          <p class="text-sm leading-snug opacity-85">
            {text.round(props.order.round)}{" "}
            {text.by(party.isMe(props.order.placed_by) ? undefined : party.name(props.order.placed_by))}
          </p>
        </div>
        <Show when={props.order.number}>
          {(number) => (
            <p class="figures shrink-0 text-xl font-bold">
              <span class="sr-only">{text.number(number())}</span>
              <span aria-hidden="true">№ {number()}</span>
            </p>
          )}
        </Show>
      </div>
      <HouseSays order={props.order} />
      <ul class="bg-sunken px-5">
        <For each={props.order.lines}>
          {(line) => <SentLine order={props.order} line={line} isOver={props.isOver === true} />}
        </For>
      </ul>
      <p class="flex justify-between border-t-2 border-line bg-sunken px-5 py-3 font-semibold">
        {props.order.approval ? house.notCharged : text.total}
        <Show when={props.order.approval?.state !== "declined"}>
          <Price of={props.order.total} />
        </Show>
      </p>
    </section>
  );
};

/** What the house says of an order that it wanted to look at first. */
const HouseSays: Component<{ order: Order }> = (props) => {
  const { places } = useGuest();
  const declined = () => {
    const approval = props.order.approval;
    return approval?.state === "declined" ? approval : undefined;
  };
  const gathering = () => {
    const approval = props.order.approval;
    return approval?.state === "together" ? approval : undefined;
  };
  return (
    <div aria-live="polite">
      <Show when={props.order.approval?.state === "waiting"}>
        <p class="flex gap-3 bg-wait-soft px-5 py-3 text-sm font-medium text-wait">
          <Clock size={18} class="shrink-0" /> {house.more}
        </p>
      </Show>
      <Show when={gathering()}>{(it) => <WaitsForOthers ready={it().ready} />}</Show>
      <Show when={declined()}>
        {(said) => (
          <div class="bg-late-soft px-5 py-3">
            <p class="font-semibold text-late">{whyDeclined(said().reason, said().text)}</p>
            <p class="mt-1 text-sm">{said().is_back ? house.isBack : house.notBack}</p>
            <Show when={said().is_back}>
              <Button size="small" class="mt-2 bg-raised" onClick={() => places.go("cart")}>
                {house.toCart}
              </Button>
            </Show>
          </div>
        )}
      </Show>
    </div>
  );
};

const SentLine: Component<{ order: Order; line: OrderLine; isOver: boolean }> = (props) => {
  const party = useParty();
  const people = () => [...new Set(props.line.diners)];
  /** Nothing of it is left. */
  const isOff = () => props.line.diners.length === 0;
  return (
    <li class="flex flex-wrap gap-x-3 border-b py-3 last:border-b-0">
      <div class="min-w-0 flex-1">
        <p class={`dish-name font-semibold ${isOff() ? "text-ink-soft line-through" : ""}`}>
          <Show when={props.line.diners.length > 1}>
            <span class="figures">{props.line.diners.length} × </span>
          </Show>
          {props.line.name}
        </p>
        <LineWords line={props.line} />
        <p class="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1">
          <span class="inline-flex -space-x-1.5">
            <For each={people()}>{(id) => <DinerDot diner={party.find(id)} size="sm" />}</For>
          </span>
          <span class="min-w-0 text-sm text-ink-soft">{people().map(party.name).join(", ")}</span>
        </p>
        <Show when={!isOff() && props.line.voided}>
          {(portions) => <p class="mt-1 text-sm font-medium text-late">{text.voided(portions())}</p>}
        </Show>
        <Show when={props.line.comped}>
          {(portions) => <p class="mt-1 text-sm font-medium text-ready">{text.comped(portions())}</p>}
        </Show>
      </div>
      <div class="flex flex-col items-end justify-between gap-2">
        <Price of={props.line.total} bare />
        <Show
          when={!isOff()}
          fallback={
            <span class="inline-flex items-center gap-1.5 text-sm font-semibold whitespace-nowrap text-late">
              <Ban size={17} />
              {text.takenOff}
            </span>
          }
        >
          <LineState order={props.order} line={props.line} />
        </Show>
      </div>
      <Show when={!props.isOver}>
        <div class="basis-full">
          <LineActions order={props.order} line={props.line} />
        </div>
      </Show>
    </li>
  );
};

const states = { waiting: house.status, together: together.status, declined: house.notMade } as const;

/** How far a dish is; of an order that nobody makes, what becomes of it. */
const LineState: Component<{ order: Order; line: OrderLine }> = (props) => (
  <Show
    when={props.order.approval}
    fallback={<StatusWord status={props.line.status} isHeld={props.line.is_held === true} />}
  >
    {(approval) => (
      <span
        class={`inline-flex items-center gap-1.5 text-sm font-semibold whitespace-nowrap ${approval().state === "declined" ? "text-late" : "text-wait"}`}
      >
        <Dynamic component={looks[approval().state].icon} size={17} />
        {states[approval().state]}
      </span>
    )}
  </Show>
);
