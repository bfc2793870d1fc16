import { createSignal, For, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Flame } from "../../components/icons";
import { Problem } from "../../components/TextField";
import { staffCalls } from "../../platform/staff-calls";
import { courses as words } from "../../text-staff";
import { createCommand } from "./command";
import type { TableSession } from "./tables";

/** Courses of a party that wait: tells the kitchen to start one. */
export const FireCourses: Component<{ session: TableSession; isCutOff: boolean }> = (props) => {
  const [wanted, setWanted] = createSignal(0);
  const fire = createCommand({
    send: (key) => staffCalls.fire(props.session.session, wanted(), key),
    onDone: () => undefined,
    // Somebody else was quicker: the course is with the kitchen, as was wanted.
    onRefused: (code) => code === "course_not_held",
  });
  return (
    <Show when={(props.session.held ?? []).length > 0}>
      <section>
        <h3 class="font-semibold">{words.title}</h3>
        <ul class="mt-2 grid gap-2">
          <For each={props.session.held ?? []}>
            {(course) => (
              <li>
                <Button
                  wide
                  disabled={props.isCutOff || fire.isBusy()}
                  onClick={() => {
                    setWanted(course.course);
                    fire.renew();
                    fire.run();
                  }}
                >
                  <Flame size={20} /> {words.fire(course.name, course.portions)}
                </Button>
              </li>
            )}
          </For>
        </ul>
        <Problem text={fire.problem()} />
      </section>
    </Show>
  );
};
