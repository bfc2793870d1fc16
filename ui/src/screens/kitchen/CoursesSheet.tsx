import { For, Show, type Component } from "solid-js";
import { Sheet } from "../../components/Sheet";
import { Flame } from "../../components/icons";
import { Keyed } from "../../components/Keyed";
import { kitchen as words } from "../../text-staff";
import type { Kitchen } from "./model";
import { AllergyBands } from "./AllergyBands";
import { courseKey, dishKey } from "./marks";
import { numberOf, type Ticket, type TicketLine } from "./tickets";
import { Unsent } from "./Unsent";

type Props = {
  model: Kitchen;
  tickets: Ticket[];
  /** Fired here, and the hub has not heard of it. */
  unsent: Ticket[];
  courses: string[];
  onClose: () => void;
};

/** Courses that wait: fires them, and moves a dish to another one. */
export const CoursesSheet: Component<Props> = (props) => (
  <Sheet open onClose={props.onClose} title={words.coursesTitle} description={words.coursesMore}>
    <Show
      when={props.tickets.length + props.unsent.length > 0}
      fallback={<p class="py-6 text-ink-soft">{words.coursesNone}</p>}
    >
      <ul class="grid grid-cols-1 gap-4">
        <Keyed each={props.tickets} by={({ ticket }) => ticket}>
          {(ticket) => <Waiting model={props.model} ticket={ticket()} courses={props.courses} />}
        </Keyed>
        <Keyed each={props.unsent} by={({ ticket }) => ticket}>
          {(ticket) => (
            <li class="flex flex-wrap items-baseline gap-x-3 rounded-card border-2 border-edge bg-raised p-3">
              <Which ticket={ticket()} courses={props.courses} />
              <span class="ml-auto inline-flex items-center gap-2 font-semibold">
                <Flame size="1.1em" class="self-center" /> {words.fired} <Unsent />
              </span>
            </li>
          )}
        </Keyed>
      </ul>
    </Show>
  </Sheet>
);

const courseOf = (ticket: Ticket) => ticket.lines[0]?.course ?? 0;
const nameOf = (ticket: Ticket, courses: string[]) =>
  courses[courseOf(ticket) - 1] ?? words.course(courseOf(ticket));

/** Which course of which order, and where. */
const Which: Component<{ ticket: Ticket; courses: string[] }> = (props) => (
  <>
    <span class="figures text-2xl font-bold">
      <span class="sr-only">{words.table("")}</span>
      {props.ticket.table}
    </span>
    <span class="text-lg font-bold">{nameOf(props.ticket, props.courses)}</span>
    <span class="text-sm text-ink-soft">{words.order(numberOf(props.ticket))}</span>
  </>
);

const Waiting: Component<{ model: Kitchen; ticket: Ticket; courses: string[] }> = (props) => {
  const course = () => courseOf(props.ticket);
  const name = () => nameOf(props.ticket, props.courses);
  return (
    <li class="rounded-card border-2 border-dashed border-edge bg-raised p-3">
      <h3 class="flex flex-wrap items-baseline gap-x-3">
        <Which ticket={props.ticket} courses={props.courses} />
        <Show when={props.model.isUnsent(courseKey(props.ticket.order, course()))}>
          <Unsent />
        </Show>
      </h3>
      <div class="-mx-3 mt-1 empty:hidden">
        <AllergyBands ticket={props.ticket} />
      </div>
      <ul class="my-2">
        <Keyed each={props.ticket.lines} by={({ index }) => String(index)}>
          {(line) => (
            <WaitingDish model={props.model} ticket={props.ticket} line={line()} courses={props.courses} />
          )}
        </Keyed>
      </ul>
      <button
        type="button"
        onClick={() => props.model.fire(props.ticket, course())}
        aria-label={words.fireOf(name(), props.ticket.table)}
        class="inline-flex min-h-15 w-full items-center justify-center gap-2 rounded-chip bg-accent text-lg font-semibold text-on-accent hover:bg-accent-press"
      >
        <Flame size="1.2em" /> {words.fire(name())}
      </button>
    </li>
  );
};

const WaitingDish: Component<{ model: Kitchen; ticket: Ticket; line: TicketLine; courses: string[] }> = (
  props,
) => (
  <li class="border-t py-2">
    <p class="text-lg font-semibold">
      <span class="figures">{words.times(props.line.quantity)}</span> {props.line.name}{" "}
      <span class="text-base font-normal">{props.line.modifiers.join(", ")}</span>{" "}
      <Show when={props.model.isUnsent(dishKey(props.ticket.order, props.line.index))}>
        <Unsent />
      </Show>
    </p>
    <Show when={props.line.note}>
      <p class="text-base italic">{words.note(props.line.note)}</p>
    </Show>
    <fieldset aria-label={words.courseOf(props.line.name)} class="mt-1 flex flex-wrap gap-2">
      <For each={props.courses}>
        {(course, index) => (
          <button
            type="button"
            aria-pressed={props.line.course === index() + 1}
            onClick={() => props.model.moveToCourse(props.ticket, props.line.index, index() + 1)}
            class="inline-flex min-h-15 items-center rounded-chip border border-edge px-5 text-base aria-pressed:border-ink aria-pressed:bg-ink aria-pressed:font-semibold aria-pressed:text-paper"
          >
            {course}
          </button>
        )}
      </For>
    </fieldset>
  </li>
);
