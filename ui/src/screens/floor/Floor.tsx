/** The waiter's screen: what to do now, every table as a list and as a plan, and a sheet for each table. */
import "./floor.css";
import { createEffect, createSignal, Match, onMount, Show, Switch } from "solid-js";
import { Banner } from "../../components/Banner";
import { Empty } from "../../components/Empty";
import { AlertTriangle, CloudOff } from "../../components/icons";
import { createMedia } from "../../platform/media";
import { choice, keepChoice } from "../../platform/staff-storage";
import { floor as words, kitchen, pageTitle, staff } from "../../text-staff";
import { Notices } from "../kitchen/Notices";
import { timeText } from "../staff/clock";
import { Armchair, HandPlatter, Lock, Volume, VolumeOff } from "../staff/icons";
import { NotYours } from "../staff/NotYours";
import { StaffMenu } from "../staff/StaffMenu";
import { createWho } from "../staff/who";
import { CartFollowing } from "../waiter/follow";
import { tableTargets } from "./acts";
import { createFloor } from "./model";
import { Now } from "./Now";
import { Rooms } from "./Rooms";
import { createFloorSignals } from "./signals";
import { findTable, partiesOf, unshownTables } from "./tables";
import { countOf, toDo } from "./to-do";
import { TableSheet } from "./TableSheet";
import { isTab, Tabs, type Tab } from "./Tabs";

export default function Floor() {
  const who = createWho();
  const model = createFloor(who);
  const isWide = createMedia("(min-width: 720px)");
  const [chosen, choose] = createSignal<string>();
  const [isMineOnly, setMineOnly] = createSignal(choice("floor-mine") === "yes");
  const [wanted, setWanted] = createSignal<Tab>(keptTab());
  /** Whoever only takes money looks at tables and their bills. Kept, so that nothing moves once it is known. */
  const serves = () => (who()?.role ?? choice("floor-role")) !== "cashier";
  const hasNow = () => serves() && !isWide();
  const tab = (): Tab => (wanted() === "now" && !hasNow() ? "tables" : wanted());
  const rooms = () => model.view()?.rooms ?? [];
  const signals = createFloorSignals(model.view, model.hubNowMs, {
    me: () => who()?.staff,
    isOnly: isMineOnly,
  });
  /** Nobody joins by a PIN for so long. */
  const pausedMinutes = () => {
    const until = model.view()?.pins_paused_until_ms ?? 0;
    return Math.max(0, Math.ceil((until - model.hubNowMs()) / 60_000));
  };
  const unshown = () => unshownTables(rooms(), model.hubNowMs());
  const notice = () => {
    const link = model.link();
    if (link.type === "slow") return words.slow;
    if (link.type !== "cut_off") return undefined;
    return words.cutOff(link.sinceMs === undefined ? undefined : timeText(link.sinceMs), model.waiting());
  };
  const go = (next: Tab) => {
    setWanted(next);
    keepChoice("floor-tab", next);
  };
  createEffect(() => {
    const role = who()?.role;
    if (role) keepChoice("floor-role", role);
  });
  // A party that is moved while its sheet is open takes the sheet along.
  createEffect<string | undefined>((before) => {
    const party = findTable(rooms(), chosen())?.session?.session;
    if (before === undefined || chosen() === undefined || party === before) return party;
    const elsewhere = partiesOf(rooms()).find(({ session }) => session?.session === before);
    if (elsewhere) choose(elsewhere.table);
    return elsewhere ? before : party;
  });
  onMount(() => (document.title = pageTitle(staff.floor)));

  return (
    <main class="flex min-h-dvh flex-col">
      <header class="sticky top-0 z-10 bg-paper">
        <div class="flex items-center gap-3 border-b px-4 py-2">
          <h1 class="dish-name flex-1 text-2xl font-semibold">{words.title}</h1>
          <button
            type="button"
            aria-pressed={signals.isOn()}
            aria-label={signals.isOn() ? kitchen.soundOn : kitchen.soundOff}
            onClick={signals.toggle}
            class="inline-flex size-12 shrink-0 items-center justify-center rounded-chip border border-edge transition-colors hover:bg-sunken aria-pressed:border-ink aria-pressed:bg-ink aria-pressed:text-paper"
          >
            {signals.isOn() ? <Volume size="1.5em" /> : <VolumeOff size="1.5em" />}
          </button>
          <StaffMenu who={who()} />
        </div>
        <output class="block">
          <Show when={notice()}>
            {(text) => (
              <Banner tone="wait" icon={<CloudOff size={20} />}>
                {text()}
              </Banner>
            )}
          </Show>
        </output>
        <output class="block">
          <Show when={pausedMinutes()}>
            {(minutes) => (
              <Banner tone="wait" icon={<Lock size={20} />}>
                {words.pinsPaused(minutes())}
              </Banner>
            )}
          </Show>
        </output>
        <Notices notices={model.notices()} onDismiss={model.dismiss} />
        <div role="alert">
          <Show when={unshown().length > 0}>
            <Banner tone="late" icon={<AlertTriangle size={20} />}>
              <span class="text-base font-semibold">{words.unshown(unshown())}</span>
            </Banner>
          </Show>
        </div>
      </header>
      <Switch>
        <Match when={model.link().type === "refused"}>
          <NotYours />
        </Match>
        <Match when={!model.view()}>
          <Empty icon={<HandPlatter size={36} />} title={staff.looking}>
            {staff.lookingMore}
          </Empty>
        </Match>
        <Match when={rooms().length === 0}>
          <Empty icon={<Armchair size={36} />} title={words.noTables}>
            {words.noTablesMore}
          </Empty>
        </Match>
        <Match when={model.view()}>
          {(view) => (
            <>
              <div
                class="flex-1"
                classList={{
                  "min-[720px]:grid min-[720px]:grid-cols-[minmax(18rem,22rem)_minmax(0,1fr)]": serves(),
                }}
              >
                <Show when={serves() && (isWide() || tab() === "now")}>
                  <div class="min-[720px]:border-r">
                    <Now
                      view={view()}
                      model={model}
                      me={who()?.staff}
                      isMineOnly={isMineOnly()}
                      onMineOnly={(isOnly) => {
                        setMineOnly(isOnly);
                        keepChoice("floor-mine", isOnly ? "yes" : "no");
                      }}
                      onChoose={choose}
                    />
                  </div>
                </Show>
                <Show when={isWide() || tab() !== "now"}>
                  <div class="pb-6">
                    <Show when={isWide()}>
                      <div class="px-4 pt-4">
                        <Tabs tabs={["tables", "plan"]} current={tab()} count={0} onChoose={go} />
                      </div>
                    </Show>
                    <Rooms
                      view={view()}
                      hubNowMs={model.hubNowMs()}
                      isPlan={tab() === "plan"}
                      isUnsent={(table) => tableTargets(table).some(model.isUnsent)}
                      onChoose={choose}
                    />
                  </div>
                </Show>
              </div>
              <Show when={!isWide()}>
                <div class="sticky bottom-0 z-10 border-t bg-raised px-2 pt-1.5 pb-[max(6px,env(safe-area-inset-bottom))]">
                  <Tabs
                    tabs={hasNow() ? ["now", "tables", "plan"] : ["tables", "plan"]}
                    current={tab()}
                    count={countOf(
                      toDo(view(), model.hubNowMs(), { isMineOnly: isMineOnly(), me: who()?.staff }),
                    )}
                    onChoose={go}
                  />
                </div>
              </Show>
            </>
          )}
        </Match>
      </Switch>
      <Show when={findTable(rooms(), chosen())}>
        {(table) => (
          <CartFollowing.Provider value={model.followCart}>
            <TableSheet
              table={table()}
              view={model.view()}
              model={model}
              hubNowMs={model.hubNowMs()}
              viewMs={model.view()?.hub_time_ms ?? 0}
              isCutOff={model.link().type === "cut_off"}
              serves={serves()}
              onClose={() => choose(undefined)}
            />
          </CartFollowing.Provider>
        )}
      </Show>
    </main>
  );
}

function keptTab(): Tab {
  const kept = choice("floor-tab");
  return isTab(kept) ? kept : "now";
}
