import { For, Match, Switch, type Component } from "solid-js";
import type { CartLine, LineProblem } from "../../bridge/names";
import { Button } from "../../components/Button";
import { AlertTriangle } from "../../components/icons";
import { cart as text } from "../../text";
import { useGuest } from "../guest/context";

/** Why a line cannot be ordered as it is, and what to do about it. */
export const LineTrouble: Component<{ line: CartLine; problem: LineProblem }> = (props) => {
  const { guest } = useGuest();
  const conflict = () => (props.problem.type === "choices_conflict" ? props.problem : undefined);
  return (
    <div
      class="mt-2 rounded-card bg-late-soft px-3.5 py-2.5 text-sm"
      data-trouble
      role="group"
      aria-label={words(props.problem)}
    >
      <p class="flex items-start gap-2 font-medium text-late">
        <AlertTriangle size={17} class="mt-0.5 shrink-0" />
        {words(props.problem)}
      </p>
      <Switch>
        <Match when={conflict()}>
          {(it) => (
            <div class="mt-2.5 flex flex-col gap-2">
              <For each={it().choices}>
                {(choice) => (
                  <Button
                    class="justify-start rounded-card bg-raised text-left"
                    onClick={() =>
                      guest.act({ type: "reconfigure", line: props.line.line, config: choice.config })
                    }
                  >
                    {choiceWords(choice.modifiers, choice.config.note ?? "")}
                  </Button>
                )}
              </For>
            </div>
          )}
        </Match>
      </Switch>
    </div>
  );
};

function choiceWords(modifiers: string[], note: string): string {
  const said = note ? [...modifiers, text.conflictNote(note)] : modifiers;
  return said.length > 0 ? said.join(", ") : text.plain;
}

function words(problem: LineProblem): string {
  switch (problem.type) {
    case "eighty_sixed":
      return text.eightySixed;
    case "not_on_menu":
      return text.notOnMenu;
    case "choices_conflict":
      return text.conflict;
    case "choices":
      return problem.message;
  }
}
