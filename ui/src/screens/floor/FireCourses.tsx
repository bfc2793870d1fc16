import { createSignal, For, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Chip } from "../../components/Chip";
import { Flame } from "../../components/icons";
import { Keyed } from "../../components/Keyed";
import { courses as words, floor, kitchen } from "../../text-staff";
import { Unsent } from "../kitchen/Unsent";
import { courseKey, dishKey } from "./acts";
import type { FloorModel } from "./model";
import type { TableSession } from "./tables";

type Props = { session: TableSession; called: string; courses: string[]; model: FloorModel };
type Held = NonNullable<TableSession["held"]>[number];

/**
 * Courses of a party that wait: tells the kitchen to start one, or moves a dish to another; also later, once
 * the hub is heard again.
 */
export const FireCourses: Component<Props> = (props) => {
  const [isMoving, setIsMoving] = createSignal(false);
  const held = () => props.session.held ?? [];
  /** Fired here, and the hub has not heard of it. */
  const fired = () =>
    props.courses.filter((_, index) => props.model.isUnsent(courseKey(props.session.session, index + 1)));
  const canMove = () => props.courses.length > 1 && held().some(({ dishes = [] }) => dishes.length > 0);
  return (
    <Show when={held().length + fired().length > 0}>
      <section>
        <div class="flex min-h-12 items-center gap-3">
          <h3 class="flex-1 font-semibold">{words.title}</h3>
          <Show when={canMove()}>
            <Button size="small" aria-expanded={isMoving()} onClick={() => setIsMoving((open) => !open)}>
              {isMoving() ? words.moved : words.move}
            </Button>
          </Show>
        </div>
        <ul class="mt-2 grid gap-2">
          <For each={fired()}>
            {(name) => (
              <li class="flex min-h-12 items-center justify-center gap-2 rounded-chip border px-4 font-semibold">
                <Flame size={20} /> {words.fired(name)} <Unsent />
              </li>
            )}
          </For>
          <Keyed each={held()} by={({ course }) => String(course)}>
            {(one) => (
              <li class="grid gap-2">
                <Button
                  wide
                  onClick={() =>
                    props.model.act({
                      type: "fire",
                      session: props.session.session,
                      course: one().course,
                      ...ordersOf(one()),
                      table: props.called,
                    })
                  }
                >
                  <Flame size={20} /> {words.fire(one().name, one().portions)}
                </Button>
                <Show when={isMoving()}>
                  <Dishes {...props} held={one()} />
                </Show>
              </li>
            )}
          </Keyed>
        </ul>
      </section>
    </Show>
  );
};

/** The orders that are shown to wait; a hub of before says none, and fires what waits by then. */
function ordersOf({ dishes = [] }: Held): { orders?: number[] } {
  const orders = [...new Set(dishes.map(({ order }) => order))];
  return orders.length > 0 ? { orders } : {};
}

const Dishes: Component<Props & { held: Held }> = (props) => (
  <ul class="grid gap-2 rounded-card border px-4 py-3">
    <Keyed each={props.held.dishes ?? []} by={({ order, index }) => dishKey(order, index)}>
      {(dish) => (
        <li>
          <p class="flex items-center gap-2 font-medium">
            <span class="min-w-0 flex-1">{floor.portions(dish().quantity, dish().name)}</span>
            <Show when={props.model.isUnsent(dishKey(dish().order, dish().index))}>
              <Unsent />
            </Show>
          </p>
          <div role="group" aria-label={kitchen.courseOf(dish().name)} class="mt-1 flex flex-wrap gap-2">
            <For each={props.courses}>
              {(name, index) => (
                <Chip
                  pressed={props.held.course === index() + 1}
                  onClick={() =>
                    props.model.act({
                      type: "course",
                      session: props.session.session,
                      order: dish().order,
                      index: dish().index,
                      course: index() + 1,
                      table: props.called,
                    })
                  }
                >
                  {name}
                </Chip>
              )}
            </For>
          </div>
        </li>
      )}
    </Keyed>
  </ul>
);
