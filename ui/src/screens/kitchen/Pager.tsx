import type { Component } from "solid-js";
import { ChevronLeft, ChevronRight } from "../../components/icons";
import { kitchen as words } from "../../text-staff";

type Props = { page: number; pages: number; onTurn: (page: number) => void };

/** Turns pages. Always there, so that a second page coming up moves nothing. */
export const Pager: Component<Props> = (props) => (
  <nav aria-label={words.pages} class="flex shrink-0 items-center justify-center gap-2 max-sm:pb-2">
    <Turn
      label={words.previousPage}
      isEnd={props.page === 0}
      onClick={() => props.onTurn(props.page - 1)}
      icon={ChevronLeft}
    />
    <p class="figures min-w-16 text-center text-lg font-semibold" aria-live="polite">
      <span class="sr-only">{words.pages}: </span>
      {words.page(props.page + 1, props.pages)}
    </p>
    <Turn
      label={words.nextPage}
      isEnd={props.page === props.pages - 1}
      onClick={() => props.onTurn(props.page + 1)}
      icon={ChevronRight}
    />
  </nav>
);

/** Stays focusable at the end, so that a keyboard does not lose its place. */
const Turn: Component<{ label: string; isEnd: boolean; onClick: () => void; icon: typeof ChevronLeft }> = (
  props,
) => (
  <button
    type="button"
    aria-label={props.label}
    aria-disabled={props.isEnd}
    onClick={() => (props.isEnd ? undefined : props.onClick())}
    class="inline-flex h-15 w-16 items-center justify-center rounded-chip border border-edge transition-colors hover:bg-sunken aria-disabled:opacity-40"
  >
    {props.icon({ size: "1.6em" })}
  </button>
);
