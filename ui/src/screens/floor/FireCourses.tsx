import { For, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Flame } from "../../components/icons";
import { courses as words } from "../../text-staff";
import type { Act } from "./acts";
import type { TableSession } from "./tables";

type Props = { session: TableSession; called: string; onAct: (act: Act) => void };

/** Courses of a party that wait: tells the kitchen to start one, also later, once the hub is heard again. */
export const FireCourses: Component<Props> = (props) => (
  <Show when={(props.session.held ?? []).length > 0}>
    <section>
      <h3 class="font-semibold">{words.title}</h3>
      <ul class="mt-2 grid gap-2">
        <For each={props.session.held ?? []}>
          {({ course, name, portions }) => (
            <li>
              <Button
                wide
                onClick={() =>
                  props.onAct({
                    type: "fire",
                    session: props.session.session,
                    course,
                    table: props.called,
                  })
                }
              >
                <Flame size={20} /> {words.fire(name, portions)}
              </Button>
            </li>
          )}
        </For>
      </ul>
    </section>
  </Show>
);
