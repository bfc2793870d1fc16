/** The waiter's screen: every table as a tile, what is ready to run, and a sheet for each table. */
import { createSignal, For, Match, onMount, Show, Switch } from "solid-js";
import { Banner } from "../../components/Banner";
import { Empty } from "../../components/Empty";
import { AlertTriangle, CloudOff } from "../../components/icons";
import { floor as words, pageTitle, staff } from "../../text-staff";
import { timeText } from "../staff/clock";
import { Armchair, HandPlatter } from "../staff/icons";
import { NotYours } from "../staff/NotYours";
import { StaffMenu } from "../staff/StaffMenu";
import { createWho } from "../staff/who";
import { createLive } from "./live";
import { RoomSection } from "./RoomSection";
import { findTable, unshownTables } from "./tables";
import { TableSheet } from "./TableSheet";
import { ToRun } from "./ToRun";

export default function Floor() {
  const who = createWho();
  const live = createLive();
  const [chosen, choose] = createSignal<string>();
  const rooms = () => live.view()?.rooms ?? [];
  const unshown = () => unshownTables(rooms(), live.hubNowMs());
  const notice = () => {
    const link = live.link();
    if (link.type === "slow") return words.slow;
    if (link.type !== "cut_off") return undefined;
    return words.cutOff(link.sinceMs === undefined ? undefined : timeText(link.sinceMs));
  };
  onMount(() => (document.title = pageTitle(staff.floor)));

  return (
    <main class="min-h-dvh pb-10">
      <header class="sticky top-0 z-10 bg-paper">
        <div class="flex items-center gap-3 border-b px-4 py-2">
          <h1 class="dish-name flex-1 text-2xl font-semibold">{words.title}</h1>
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
        <div role="alert">
          <Show when={unshown().length > 0}>
            <Banner tone="late" icon={<AlertTriangle size={20} />}>
              {words.unshown(unshown())}
            </Banner>
          </Show>
        </div>
        <ToRun rooms={rooms()} onChoose={choose} />
      </header>
      <Switch>
        <Match when={live.link().type === "refused"}>
          <NotYours />
        </Match>
        <Match when={!live.view()}>
          <Empty icon={<HandPlatter size={36} />} title={staff.looking}>
            {staff.lookingMore}
          </Empty>
        </Match>
        <Match when={rooms().length === 0}>
          <Empty icon={<Armchair size={36} />} title={words.noTables}>
            {words.noTablesMore}
          </Empty>
        </Match>
        <Match when={true}>
          <For each={rooms().map(({ room }) => room)}>
            {(id) => (
              <Show when={rooms().find(({ room }) => room === id)}>
                {(room) => (
                  <RoomSection
                    room={room()}
                    hubNowMs={live.hubNowMs()}
                    viewMs={live.view()?.hub_time_ms ?? 0}
                    onChoose={choose}
                  />
                )}
              </Show>
            )}
          </For>
        </Match>
      </Switch>
      <Show when={findTable(rooms(), chosen())}>
        {(table) => (
          <TableSheet
            table={table()}
            hubNowMs={live.hubNowMs()}
            viewMs={live.view()?.hub_time_ms ?? 0}
            isCutOff={live.link().type === "cut_off"}
            onClose={() => choose(undefined)}
          />
        )}
      </Show>
    </main>
  );
}
