/** The kitchen display: which station, its tickets, what was bumped last, what is off. */
import { createEffect, createMemo, createSignal, Match, onCleanup, Show, Switch } from "solid-js";
import { Empty } from "../../components/Empty";
import { choice, keepChoice } from "../../platform/staff-storage";
import { kitchen as words, pageTitle, staff } from "../../text-staff";
import { ChefHat } from "../staff/icons";
import { NotYours } from "../staff/NotYours";
import { createWho } from "../staff/who";
import { keepAwake } from "../../platform/wake-lock";
import { AllDaySheet } from "./AllDaySheet";
import { CoursesSheet } from "./CoursesSheet";
import { onKeys } from "./hotkeys";
import { atPass, firstPass, goesOver, isAllReady, isPass, isPassView, PASS, recalledWith } from "./pass";
import { createSignals } from "./signals";
import { shownTo } from "./shown";
import { DONE_SHOWN_MAX, fired, held, isServed, numberOf, type Ticket } from "./tickets";
import { Board } from "./Board";
import { CutOff } from "./CutOff";
import { DoneStrip } from "./DoneStrip";
import { EightySixSheet } from "./EightySixSheet";
import { createHold, whileHeld } from "./hold";
import { isFiredUnsent } from "./marks";
import { createKitchen } from "./model";
import { Notices } from "./Notices";
import { createMedia } from "../../platform/media";
import { createVisible } from "../../platform/visible";
import { Pager } from "./Pager";
import { pageWithin } from "./places";
import { StationBar } from "./StationBar";
import "./kitchen.css";

const ALL = "";

export default function Kitchen() {
  const who = createWho();
  const [chosen, choose] = createSignal(choice("station") ?? ALL);
  const isOurs = (place: string) => {
    const pass = passShown();
    if (pass !== undefined) return goesOver(pass, place, model.board());
    return station() === undefined || station()?.station === place;
  };
  const signals = createSignals(isOurs, (view) => {
    const isAll = passShown() === undefined && station() === undefined;
    return passShown() === view || (isAll && view === PASS);
  });
  const model = createKitchen(signals.tell);
  const [isCoursesOpen, setIsCoursesOpen] = createSignal(false);
  const [isAllDayOpen, setIsAllDayOpen] = createSignal(false);
  const [hasKeys, setHasKeys] = createSignal(choice("keys") === "on");
  const [onPage, setOnPage] = createSignal<Ticket[]>([]);
  createEffect(() => keepChoice("keys", hasKeys() ? "on" : "off"));
  onCleanup(keepAwake());
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
  /** The pass that is shown, if one is. */
  const passShown = createMemo(() => (isPassView(chosen(), model.board()) ? chosen() : undefined));
  const ours = (tickets: Ticket[]) => tickets.filter((ticket) => isOurs(ticket.station));
  const done = createMemo(() => ours(model.board()?.done ?? []));
  const open = createMemo(() => fired(model.board()?.tickets ?? []));
  const waiting = createMemo(() => ours(held(model.board()?.tickets ?? [])));
  const here = createMemo(() => ours(open()));
  const isVisible = createVisible();
  createEffect(() => {
    // A line that has come back hears it anew.
    if (["live", "slow"].includes(model.link().type)) model.noteShown(shownTo(onPage(), isVisible()));
  });

  onKeys(hasKeys, (act) => {
    switch (act.type) {
      case "bump": {
        const ticket = onPage()[act.place];
        if (ticket && !model.justBumped().some((one) => one.ticket === ticket.ticket)) bumpByKey(ticket);
        return;
      }
      case "turn":
        setWantedPage(pageWithin(page() + act.by, pages()));
        return;
      case "recall": {
        const last = done()[0];
        if (last) recalledWith(last, model.board(), passShown()).forEach(model.recall);
        return;
      }
      case "all_day":
        setIsAllDayOpen(true);
    }
  });
  const bumpByKey = (ticket: Ticket) => {
    if (!isPass(ticket) || isAllReady(ticket)) model.bump(ticket);
  };

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
                tickets={open()}
                passShown={passShown()}
                passes={[
                  ...(board().passes ?? []).map(({ pass, name }) => ({ view: firstPass(pass), name })),
                  { view: PASS, name: words.passName },
                ].map((pass) => ({ ...pass, count: atPass(board(), pass.view).length }))}
                waiting={(board().courses ?? []).length > 0 ? waiting().length : undefined}
                onCourses={() => setIsCoursesOpen(true)}
                onAllDay={() => setIsAllDayOpen(true)}
                isSoundOn={signals.isOn()}
                onSound={signals.toggle}
                hasKeys={hasKeys()}
                onKeys={() => setHasKeys((on) => !on)}
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
              <Board
                model={model}
                hold={hold}
                station={station()}
                pass={passShown()}
                page={page()}
                onPages={setPages}
                onShown={setOnPage}
                hasKeys={hasKeys()}
              />
              <Show when={!isWide()}>{pager()}</Show>
              <Show when={isDoneOpen()}>
                <DoneStrip model={model} tickets={done().slice(0, DONE_SHOWN_MAX)} pass={passShown()} />
              </Show>
              <Show when={isCoursesOpen()}>
                <CoursesSheet
                  model={model}
                  tickets={waiting()}
                  unsent={here().filter((ticket) => isFiredUnsent(ticket, model.isUnsent))}
                  courses={board().courses ?? []}
                  onClose={() => setIsCoursesOpen(false)}
                />
              </Show>
              <Show when={isAllDayOpen()}>
                <AllDaySheet tickets={here()} onClose={() => setIsAllDayOpen(false)} />
              </Show>
              <Show when={isEightySixOpen()}>
                <EightySixSheet
                  onClose={() => setIsEightySixOpen(false)}
                  items={board().items}
                  modifiers={board().modifiers ?? []}
                  stock={board().stock ?? []}
                  isUnsent={model.isUnsent}
                  onStock={model.setStock}
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
        {model.justBumped().map((ticket) => words.bumpedOf(ticket.table, numberOf(ticket)))}
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
