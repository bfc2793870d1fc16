import { For, Show, type Component } from "solid-js";
import type { Modifier, ModifierGroup } from "../../bridge/names";
import { AlertTriangle, Check } from "../../components/icons";
import { dish as text } from "../../text";
import { Answer } from "./Answer";
import type { Draft } from "./draft";
import { questionId } from "./missing";

type Props = { group: ModifierGroup; draft: Draft; isMissing: boolean };

/** A question of a dish: one answer as radio buttons, several as check boxes. */
export const Question: Component<Props> = (props) => {
  const isRequired = () => props.group.min > 0;
  const isOne = () => props.group.max === 1 && (isRequired() || props.group.options.length > 1);
  const isAnswered = () => props.draft.chosenOf(props.group).length >= props.group.min;
  const isOn = (option: Modifier) => props.draft.isChosen(props.group, option.id);
  return (
    <fieldset
      id={questionId(props.group.id)}
      aria-describedby={`${questionId(props.group.id)}-how`}
      class={`mt-6 rounded-card border p-4 ${props.isMissing ? "border-late" : ""}`}
    >
      <legend class="sr-only">{props.group.name}</legend>
      <div class="flex items-start justify-between gap-3">
        <div>
          <p aria-hidden="true" class="font-semibold">
            {props.group.name}
          </p>
          <p id={`${questionId(props.group.id)}-how`} class="text-sm text-ink-soft">
            {text.choose(props.group.min, props.group.max)}
          </p>
        </div>
        <Show when={isRequired()}>
          <Mark isAnswered={isAnswered()} isMissing={props.isMissing} />
        </Show>
      </div>
      <div class="mt-2">
        <Show when={isOne() && !isRequired()}>
          <Answer
            name={questionId(props.group.id)}
            kind="radio"
            label={text.none}
            isOn={props.draft.chosenOf(props.group).length === 0}
            onChange={() => props.draft.choose(props.group)}
          />
        </Show>
        <For each={props.group.options}>
          {(option) => (
            <Answer
              name={questionId(props.group.id)}
              kind={isOne() ? "radio" : "checkbox"}
              label={option.name}
              price={option.price}
              contains={option.contains}
              isOn={isOn(option)}
              isSoldOut={option.is_eighty_sixed === true}
              isOff={!isOne() && !isOn(option) && props.draft.isFull(props.group)}
              onChange={() =>
                isOne()
                  ? props.draft.choose(props.group, option.id)
                  : props.draft.toggle(props.group, option.id)
              }
            />
          )}
        </For>
      </div>
    </fieldset>
  );
};

const Mark: Component<{ isAnswered: boolean; isMissing: boolean }> = (props) => (
  <span
    class={`inline-flex shrink-0 items-center gap-1 rounded-chip px-2.5 py-1 text-xs font-semibold ${props.isAnswered ? "bg-ready-soft text-ready" : props.isMissing ? "bg-late-soft text-late" : "bg-wait-soft text-wait"}`}
  >
    <Show when={props.isAnswered} fallback={props.isMissing && <AlertTriangle size={14} />}>
      <Check size={14} />
    </Show>
    {props.isAnswered ? text.chosen : text.required}
  </span>
);
