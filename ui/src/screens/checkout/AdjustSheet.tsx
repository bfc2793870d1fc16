import { createSignal, For, Show, type Component } from "solid-js";
import { minorOf } from "../../components/amount";
import { Button } from "../../components/Button";
import { Chip } from "../../components/Chip";
import { Sheet } from "../../components/Sheet";
import { Problem, TextField } from "../../components/TextField";
import { billCalls, newShortId, type GiveDiscount } from "../../platform/bill-calls";
import type { StaffAnswer } from "../../platform/staff-calls";
import { bill as words, checkout as text } from "../../text-bill";
import { groupsOf } from "../bill/groups";
import { usePeople } from "../bill/people";
import { StepUp } from "../staff/StepUp";
import { createAct } from "../staff/act";
import { useTill } from "./context";

type Props = { role: StaffAnswer["role"] | undefined; onClose: () => void };

/** Takes something off the bill, or notes which dishes leave the house. */
export const AdjustSheet: Component<Props> = (props) => {
  const till = useTill();
  const people = usePeople();
  const act = createAct();
  // As old as the sheet, so that a press after silence gives the discount once.
  const discount = newShortId();
  const [units, setUnits] = createSignal<string[]>([]);
  const [isFixed, setIsFixed] = createSignal(false);
  const [size, setSize] = createSignal("");
  const [reason, setReason] = createSignal("");
  const [isTried, setIsTried] = createSignal(false);
  const bill = () => till.checkout().bill;
  const rows = () =>
    groupsOf(bill(), people.order()).flatMap(({ diner, rows }) =>
      rows.filter(({ fate }) => fate === "charged").map((row) => ({ diner, row })),
    );
  const isChosen = (own: string[]) => own.every((unit) => units().includes(unit));
  const toggle = (own: string[]) =>
    setUnits((all) => (isChosen(own) ? all.filter((unit) => !own.includes(unit)) : [...all, ...own]));

  const amount = (): GiveDiscount["size"] | undefined => {
    if (isFixed()) {
      const minor = minorOf(size(), bill().currency);
      return minor ? { kind: "fixed", minor } : undefined;
    }
    const percent = size().trim().replace(",", ".");
    return /^(100|\d{1,2}(\.\d{1,3})?)$/.test(percent) && !/^[0.]+$/.test(percent)
      ? { kind: "percent", percent }
      : undefined;
  };
  const sizeProblem = () => {
    if (!isTried() || amount()) return undefined;
    return isFixed() ? text.fixedProblem : text.percentProblem;
  };
  const done = () => {
    till.refresh();
    props.onClose();
  };
  const give = (event: SubmitEvent) => {
    event.preventDefault();
    setIsTried(true);
    const chosen = amount();
    if (!chosen || reason().trim() === "") return;
    const on = units().length > 0 ? { on: "portions" as const, units: units() } : { on: "bill" as const };
    const wanted = { discount, size: chosen, reason: reason().trim(), ...on };
    act.run((key) => billCalls.giveDiscount(till.session, wanted, key), done);
  };
  const leave = (isTakeAway: boolean) =>
    act.run(
      (key) => billCalls.takeAway(till.session, { units: units(), is_take_away: isTakeAway }, key),
      done,
    );

  return (
    <Sheet open onClose={props.onClose} title={text.adjust} description={text.adjustMore}>
      <fieldset class="grid min-w-0 grid-cols-1 gap-1">
        <legend class="sr-only">{text.someDishes}</legend>
        <For each={rows()}>
          {({ diner, row }) => (
            <label class="flex min-h-11 items-center gap-3 rounded-card px-2 hover:bg-sunken">
              <input
                type="checkbox"
                class="size-5 shrink-0 accent-accent"
                checked={isChosen(row.units)}
                onChange={() => toggle(row.units)}
              />
              <span class="min-w-0 flex-1 break-words">
                {row.units.length > 1 ? `${row.units.length} × ` : ""}
                {row.name}
                <span class="text-sm text-ink-soft">
                  {" "}
                  {people.nameOf(diner)}
                  {row.isTakeAway ? ` · ${words.takeAway}` : ""}
                </span>
              </span>
            </label>
          )}
        </For>
      </fieldset>
      <Show when={units().length > 0}>
        <div class="mt-3 grid grid-cols-2 gap-2">
          <Button size="small" busy={act.isBusy()} onClick={() => leave(true)}>
            {text.takesAway}
          </Button>
          <Button size="small" busy={act.isBusy()} onClick={() => leave(false)}>
            {text.staysHere}
          </Button>
        </div>
      </Show>
      <form class="mt-4 grid gap-3 border-t pt-4" novalidate onSubmit={give}>
        <p class="font-semibold">
          {words.discount}: {units().length > 0 ? text.someDishes : text.wholeBill}
        </p>
        <div class="flex gap-2">
          <Chip pressed={!isFixed()} onClick={() => setIsFixed(false)}>
            {text.percent}
          </Chip>
          <Chip pressed={isFixed()} onClick={() => setIsFixed(true)}>
            {text.fixed}
          </Chip>
        </div>
        <TextField
          label={text.size}
          inputmode="decimal"
          autocomplete="off"
          value={size()}
          problem={sizeProblem()}
          onInput={(event) => setSize(event.currentTarget.value)}
        />
        <TextField
          label={text.reason}
          maxlength={140}
          autocomplete="off"
          value={reason()}
          problem={isTried() && reason().trim() === "" ? text.reasonProblem : undefined}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        <Show when={props.role === "waiter" || props.role === "cashier"}>
          <p class="text-sm text-ink-soft">{text.waiterMax(till.checkout().waiter_discount_max)}</p>
        </Show>
        <Button type="submit" kind="primary" wide busy={act.isBusy()}>
          {text.giveDiscount}
        </Button>
        <Problem text={act.problem()} />
      </form>
      <Show when={act.isProving()}>
        <StepUp onDone={act.proved} onClose={act.giveUp} />
      </Show>
    </Sheet>
  );
};
