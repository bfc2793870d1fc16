/** The kitchen display: which station, its tickets, what was bumped last, what is off. */
import { createEffect, createMemo, createSignal, Match, onCleanup, Show, Switch } from "solid-js";
import { Empty } from "../../components/Empty";
import { choice, keepChoice } from "../../platform/staff-storage";
import { kitchen as words, pageTitle, staff } from "../../text-staff";
import { ChefHat } from "../staff/icons";
import { NotYours } from "../staff/NotYours";
import { createWho } from "../staff/who";
import { atStation, isServed } from "./tickets";
import { Board } from "./Board";
import { CutOff } from "./CutOff";
import { DoneStrip } from "./DoneStrip";
import { EightySixSheet } from "./EightySixSheet";
import { createHold, whileHeld } from "./hold";
import { createKitchen } from "./model";
import { Notices } from "./Notices";
import { createMedia } from "./media";
import { Pager } from "./Pager";
import { pageWithin } from "./places";
import { StationBar } from "./StationBar";
import "./kitchen.css";

const ALL = "";

export default function Kitchen() {
  const who = createWho();
  const model = createKitchen();
  const [chosen, choose] = createSignal(choice("station") ?? ALL);
  const [isDoneOpen, setIsDoneOpen] = createSignal((choice("done") ?? defaultDone()) === "open");
  const [isEightySixOpen, setIsEightySixOpen] = createSignal(false);
  createEffect(() => keepChoice("station", chosen()));
  createEffect(() => keepChoice("done", isDoneOpen() ? "open" : "closed"));
  const [wantedPage, setWantedPage] = createSignal(0);
  const [pages, setPages] = createSignal(1);
  const page = () => pageWithin(wantedPage(), pages());
  // Banners push the board down, so they wait for the finger too.
  const hold = createHold();
  const link = whileHeld(hold, model.link);
  const notices = whileHeld(hold, model.notices);
  const isWide = createMedia("(min-width: 640px)");
  scaleText();

  /** None when all are shown, or when the chosen one is no longer in the venue file. */
  const station = createMemo(() => model.board()?.stations.find((one) => one.station === chosen()));
  const done = createMemo(() => atStation(model.board()?.done ?? [], station()?.station));

  const pager = () => <Pager page={page()} pages={pages()} onTurn={setWantedPage} />;

  return (
    <main onPointerDown={hold.touch} class="flex h-dvh flex-col overflow-y-auto bg-paper">
      <h1 class="sr-only">{staff.kitchen}</h1>
      <Switch>
        <Match when={model.link().type === "refused"}>
          <NotYours />
        </Match>
        <Match when={model.board()}>
          {(board) => (
            <>
              <StationBar
                who={who()}
                stations={board().stations}
                tickets={board().tickets}
                chosen={station()?.station}
                onChoose={(next) => {
                  choose(next ?? ALL);
                  setWantedPage(0);
                }}
                toRun={done().filter((ticket) => !isServed(ticket)).length}
                isDoneOpen={isDoneOpen()}
                onDone={() => setIsDoneOpen((open) => !open)}
                off={board().items.filter((item) => item.is_eighty_sixed).length}
                onEightySix={() => setIsEightySixOpen(true)}
                pager={<Show when={isWide()}>{pager()}</Show>}
              />
              <CutOff link={link()} waiting={model.waiting()} />
              <Notices notices={notices()} onDismiss={model.dismiss} />
              <Board model={model} hold={hold} station={station()} page={page()} onPages={setPages} />
              <Show when={!isWide()}>{pager()}</Show>
              <Show when={isDoneOpen()}>
                <DoneStrip model={model} tickets={done()} />
              </Show>
              <Show when={isEightySixOpen()}>
                <EightySixSheet
                  onClose={() => setIsEightySixOpen(false)}
                  items={board().items}
                  isUnsent={model.isUnsent}
                  onChange={model.eightySix}
                />
              </Show>
            </>
          )}
        </Match>
        <Match when={true}>
          <CutOff link={model.link()} waiting={model.waiting()} />
          <Empty icon={<ChefHat size={40} />} title={staff.looking}>
            {staff.lookingMore}
          </Empty>
        </Match>
      </Switch>
      <output class="sr-only">
        {model.justBumped().map((ticket) => words.bumpedOf(ticket.table, ticket.order))}
      </output>
    </main>
  );
}

function defaultDone(): string {
  return matchMedia("(min-width: 1200px) and (min-height: 900px)").matches ? "open" : "closed";
}

/** Everything on this screen is sized in rem: a larger rem is read from further away. */
function scaleText() {
  const page = document.documentElement;
  document.title = pageTitle(staff.kitchen);
  page.classList.add("kitchen-scale");
  const theme = choice("theme");
  if (theme) page.dataset["theme"] = theme;
  onCleanup(() => page.classList.remove("kitchen-scale"));
}
