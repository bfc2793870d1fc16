import { For, Show, type Component, type JSX } from "solid-js";
import { EVERYONE } from "../../bridge/names";
import { DinerDot } from "../../components/DinerDot";
import { common, dish as text } from "../../text";
import { useGuest, useParty } from "../guest/context";

type Props = { value: string; onChange: (diner: string) => void };

/**
 * Who eats and pays it: me first, then everyone, then the others. Where everyone has a cart of their
 * own there is nothing to ask.
 */
export const WhoFor: Component<Props> = (props) => {
  const { view } = useGuest().guest;
  const party = useParty();
  const others = () => view.diners.filter(({ diner, has_left }) => !has_left && !party.isMe(diner));
  const me = () => party.find(view.me ?? "");
  return (
    <Show when={view.mode === "family"}>
      <fieldset class="mt-6 min-w-0">
        <legend class="mb-2.5 font-semibold">{text.forWhom}</legend>
        <div class="flex flex-wrap gap-2">
          <Person
            {...props}
            diner={view.me ?? ""}
            label={text.me}
            dot={<DinerDot diner={me()} size="sm" />}
          />
          <Person {...props} diner={EVERYONE} label={common.everyone} dot={<DinerDot size="sm" />} />
          <For each={others()}>
            {(diner) => (
              <Person
                {...props}
                diner={diner.diner}
                label={diner.name}
                dot={<DinerDot diner={diner} size="sm" />}
              />
            )}
          </For>
        </div>
      </fieldset>
    </Show>
  );
};

const Person: Component<Props & { diner: string; label: string; dot: JSX.Element }> = (props) => (
  <label class="relative inline-flex min-h-11 max-w-full items-center gap-2 rounded-chip border border-edge bg-raised py-1 pr-4 pl-2 text-sm font-medium has-[:checked]:border-ink has-[:checked]:bg-ink has-[:checked]:text-paper has-[:focus-visible]:outline-3 has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-accent">
    <input
      type="radio"
      name="for-whom"
      class="sr-only"
      checked={props.value === props.diner}
      onChange={() => props.onChange(props.diner)}
    />
    {props.dot}
    <span class="min-w-0">{props.label}</span>
  </label>
);
