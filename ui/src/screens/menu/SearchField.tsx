import { Show, type Component } from "solid-js";
import { Search, X } from "../../components/icons";
import { menu as text } from "../../text";

/** Finds dishes while one types. */
export const SearchField: Component<{ value: string; onInput: (query: string) => void }> = (props) => {
  let field: HTMLInputElement | undefined;
  const clear = () => {
    props.onInput("");
    field?.focus();
  };
  return (
    <search class="relative mx-auto mt-5 block max-w-md">
      <Search size={19} class="pointer-events-none absolute top-3.5 left-4 text-ink-soft" />
      <input
        ref={field}
        type="text"
        enterkeyhint="search"
        autocomplete="off"
        aria-label={text.search}
        placeholder={text.search}
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
        class="min-h-12 w-full rounded-chip border border-edge bg-raised pr-12 pl-11 text-base"
      />
      <Show when={props.value}>
        <button
          type="button"
          aria-label={text.clearSearch}
          onClick={clear}
          class="absolute top-0.5 right-0.5 inline-flex size-11 items-center justify-center rounded-chip hover:bg-sunken"
        >
          <X size={19} />
        </button>
      </Show>
    </search>
  );
};
