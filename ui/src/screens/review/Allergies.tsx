import { createSignal, For, Show, type Component } from "solid-js";
import type { Allergen } from "../../bridge/names";
import { Chip } from "../../components/Chip";
import { AlertTriangle, Check } from "../../components/icons";
import { Problem } from "../../components/TextField";
import { allergens as names, allergy as text, list } from "../../text";
import { useGuest } from "../guest/context";
import { ALLERGENS } from "../menu/allergens";

/** What this guest must not eat: goes to the kitchen with every order of the visit. */
export const Allergies: Component = () => {
  const { guest } = useGuest();
  const [isOpen, setIsOpen] = createSignal(false);
  const declared = (): Allergen[] => guest.view.allergies.allergens ?? [];
  const toggle = (allergen: Allergen) => {
    const now = declared();
    const next = now.includes(allergen) ? now.filter((one) => one !== allergen) : [...now, allergen];
    guest.act({ type: "declare", allergens: next });
  };
  const label = () =>
    declared().length > 0 ? text.told(list(declared().map((one) => names[one]))) : text.ask;
  return (
    <section class={`mb-4 rounded-card border ${declared().length > 0 ? "border-late bg-late-soft" : ""}`}>
      <button
        type="button"
        aria-expanded={isOpen()}
        onClick={() => setIsOpen((open) => !open)}
        class="flex min-h-12 w-full items-center gap-2.5 px-4 py-2.5 text-left font-medium"
      >
        <AlertTriangle
          size={18}
          class={`shrink-0 ${declared().length > 0 ? "text-late" : "text-ink-soft"}`}
        />
        <span class="min-w-0 flex-1">{label()}</span>
        <span class="shrink-0 text-sm text-accent">{isOpen() ? text.done : text.change}</span>
      </button>
      <Show when={isOpen()}>
        <div class="px-4 pb-4">
          <p class="mb-3 text-sm text-ink-soft">{text.more}</p>
          <fieldset disabled={guest.view.allergies.is_busy || guest.view.allergies.allergens === null}>
            <legend class="sr-only">{text.ask}</legend>
            <div class="flex flex-wrap gap-2">
              <For each={ALLERGENS}>
                {(allergen) => (
                  <Chip pressed={declared().includes(allergen)} onClick={() => toggle(allergen)}>
                    {declared().includes(allergen) && <Check size={16} />}
                    <span class="inline-block first-letter:uppercase">{names[allergen]}</span>
                  </Chip>
                )}
              </For>
            </div>
          </fieldset>
          <p class="mt-3 text-sm font-medium text-late">{text.serious}</p>
        </div>
      </Show>
      <Problem text={guest.view.allergies.problem ?? ""} />
    </section>
  );
};
