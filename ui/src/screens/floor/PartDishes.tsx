import { createResource, For, Match, Switch, type Component } from "solid-js";
import { SkeletonLine } from "../../components/SkeletonLine";
import { Stepper } from "../../components/Stepper";
import { billCalls } from "../../platform/bill-calls";
import { parting as words } from "../../text-staff";
import { reasonOf } from "../staff/reason";
import { leftToPart, type PartLine } from "./part-dishes";

type Props = {
  session: string;
  /** Those who go anyway, with what is theirs. */
  guests: string[];
  /** Ids of the portions that go beside. */
  chosen: string[];
  onChoose: (chosen: string[]) => void;
  /** Told once it is known what the party has. */
  onKnown: (lines: PartLine[]) => void;
};

/** What of those who have no phone goes along, dish by dish. */
export const PartDishes: Component<Props> = (props) => {
  const [answer] = createResource(
    () => props.session,
    async (session) => {
      const bill = await billCalls.bill(session);
      if (bill.type === "done") props.onKnown(bill.value.bill.lines);
      return bill;
    },
  );
  const lines = () => {
    const known = answer.latest;
    return known?.type === "done" ? leftToPart(known.value.bill.lines, props.guests) : undefined;
  };
  const problem = () => {
    const known = answer.latest;
    return known && known.type !== "done" ? reasonOf(known) : undefined;
  };
  return (
    <div role="group" aria-label={words.dishes} class="mt-4">
      <p class="font-semibold">{words.dishes}</p>
      <p class="mt-1 text-sm text-pretty text-ink-soft">{words.dishesMore}</p>
      <Switch
        fallback={
          <div class="mt-3">
            <SkeletonLine width={55} below="w-2/5" />
          </div>
        }
      >
        <Match when={problem()}>
          {(why) => <p class="mt-2 text-sm font-medium">{words.unknown(why())}</p>}
        </Match>
        <Match when={lines()?.length === 0}>
          <p class="mt-2 text-sm text-ink-soft">{words.noDishes}</p>
        </Match>
        <Match when={lines()}>
          {(all) => (
            <ul class="mt-2 divide-y">
              <For each={all()}>
                {({ name, modifiers, units }) => {
                  const goes = () => units.filter((unit) => props.chosen.includes(unit)).length;
                  const count = (wanted: number) =>
                    props.onChoose([
                      ...props.chosen.filter((unit) => !units.includes(unit)),
                      ...units.slice(0, wanted),
                    ]);
                  return (
                    <li class="flex items-center gap-3 py-2">
                      <p class="min-w-0 flex-1">
                        <span class="dish-name font-medium">{name}</span>{" "}
                        <span class="figures text-sm whitespace-nowrap text-ink-soft">
                          {words.ofSo(units.length)}
                        </span>
                        <span class="block text-sm text-ink-soft">{modifiers.join(", ")}</span>
                      </p>
                      <Stepper
                        value={goes()}
                        canLess={goes() > 0}
                        canMore={goes() < units.length}
                        lessLabel={words.less(name)}
                        moreLabel={words.more(name)}
                        countLabel={words.goes(goes(), name)}
                        onLess={() => count(goes() - 1)}
                        onMore={() => count(goes() + 1)}
                      />
                    </li>
                  );
                }}
              </For>
            </ul>
          )}
        </Match>
      </Switch>
    </div>
  );
};
