import { Show, type Component, type JSX } from "solid-js";
import { Ban, CheckCheck, Flame } from "../../components/icons";
import { Button } from "../../components/Button";
import { Keyed } from "../../components/Keyed";
import type { StaffAnswer } from "../../platform/staff-calls";
import { kitchen as words } from "../../text-staff";
import { Keyboard, Sigma, Volume, VolumeOff } from "../staff/icons";
import { StaffMenu } from "../staff/StaffMenu";
import type { Station, Ticket } from "./tickets";

type Props = {
  who: StaffAnswer | undefined;
  stations: Station[];
  /** All open tickets, to count each station's. */
  tickets: Ticket[];
  chosen: string | undefined;
  onChoose: (station: string | undefined) => void;
  toRun: number;
  isDoneOpen: boolean;
  onDone: () => void;
  off: number;
  onEightySix: () => void;
  /** The pass that is shown, if one is. */
  passShown: string | undefined;
  /** The first passes, if the house has any, and the last. */
  passes: { view: string; name: string; count: number }[];
  /** Tickets that wait for their course; the button is there only where there are courses. */
  waiting: number | undefined;
  onCourses: () => void;
  onAllDay: () => void;
  isSoundOn: boolean;
  onSound: () => void;
  hasKeys: boolean;
  onKeys: () => void;
  pager: JSX.Element;
};

/** The station chooser at the left; done, 86 and the menu at the right. */
export const StationBar: Component<Props> = (props) => {
  const open = (station: string) => props.tickets.filter((ticket) => ticket.station === station).length;
  return (
    <header class="flex shrink-0 flex-wrap items-center gap-x-2 gap-y-2 border-b bg-raised px-3 py-2">
      <fieldset
        aria-label={words.stations}
        class="-mx-3 flex max-w-[calc(100%+24px)] min-w-0 grow gap-2 overflow-x-auto px-3 py-1"
      >
        <Choice
          isOn={props.chosen === undefined && props.passShown === undefined}
          count={props.tickets.length}
          onClick={() => props.onChoose(undefined)}
        >
          {words.all}
        </Choice>
        <Keyed each={props.stations} by={({ station }) => station}>
          {(station) => (
            <Choice
              isOn={props.chosen === station().station}
              count={open(station().station)}
              onClick={() => props.onChoose(station().station)}
            >
              {station().name}
            </Choice>
          )}
        </Keyed>
        <Keyed each={props.passes} by={({ view }) => view}>
          {(pass) => (
            <Choice
              isOn={props.passShown === pass().view}
              count={pass().count}
              onClick={() => props.onChoose(pass().view)}
            >
              {pass().name}
            </Choice>
          )}
        </Keyed>
      </fieldset>
      {props.pager}
      <div class="ml-auto flex flex-wrap justify-end gap-2 max-sm:gap-1.5">
        <BarButton pressed={props.isDoneOpen} label={words.doneCount(props.toRun)} onClick={props.onDone}>
          <CheckCheck size="1.25em" />
          <Word>{words.done}</Word> <Count>{props.toRun}</Count>
        </BarButton>
        <BarButton label={words.eightySixOpen(props.off)} onClick={props.onEightySix}>
          <Ban size="1.25em" />
          <Word>{words.eightySix}</Word> <Count>{props.off}</Count>
        </BarButton>
        <Show when={props.waiting !== undefined}>
          <BarButton label={words.coursesOpen(props.waiting ?? 0)} onClick={props.onCourses}>
            <Flame size="1.25em" />
            <Word>{words.courses}</Word> <Count>{props.waiting ?? 0}</Count>
          </BarButton>
        </Show>
        <BarButton label={words.allDay} onClick={props.onAllDay}>
          <Sigma size="1.25em" />
        </BarButton>
        <BarButton
          pressed={props.isSoundOn}
          label={props.isSoundOn ? words.soundOn : words.soundOff}
          onClick={props.onSound}
        >
          {props.isSoundOn ? <Volume size="1.25em" /> : <VolumeOff size="1.25em" />}
        </BarButton>
        <StaffMenu who={props.who} canSwitchTheme>
          <Button aria-pressed={props.hasKeys} onClick={() => props.onKeys()}>
            <Keyboard size={20} /> {props.hasKeys ? words.keysOn : words.keysOff}
          </Button>
        </StaffMenu>
      </div>
    </header>
  );
};

const Choice: Component<{ isOn: boolean; count: number; onClick: () => void; children: JSX.Element }> = (
  props,
) => (
  <button
    type="button"
    aria-pressed={props.isOn}
    onClick={() => props.onClick()}
    class={`inline-flex min-h-15 shrink-0 items-center gap-2 rounded-chip border px-3.5 text-lg font-semibold transition-colors ${props.isOn ? "border-ink bg-ink text-paper" : "border-edge hover:bg-sunken"}`}
  >
    {props.children} <Count>{props.count}</Count>
  </button>
);

const BarButton: Component<{
  label: string;
  pressed?: boolean;
  onClick: () => void;
  children: JSX.Element;
}> = (props) => (
  <button
    type="button"
    aria-label={props.label}
    aria-pressed={props.pressed}
    onClick={() => props.onClick()}
    class={`inline-flex min-h-15 min-w-11 items-center justify-center gap-2 rounded-chip border px-3.5 text-lg font-semibold transition-colors max-sm:gap-1 max-sm:px-1.5 ${props.pressed ? "border-ink bg-ink text-paper" : "border-edge hover:bg-sunken"}`}
  >
    {props.children}
  </button>
);

/** Left out where all would not stand in one row. */
const Word: Component<{ children: string }> = (props) => (
  <span class="max-[1500px]:hidden">{props.children}</span>
);

const Count: Component<{ children: number }> = (props) => (
  <span class="figures font-normal">{props.children}</span>
);
