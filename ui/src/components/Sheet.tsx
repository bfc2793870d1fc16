import { Dialog } from "@kobalte/core/dialog";
import { onCleanup, Show, type JSX, type ParentComponent } from "solid-js";
import { common } from "../text";
import { X } from "./icons";

type Props = {
  open: boolean;
  onClose: () => void;
  title: JSX.Element;
  /** One line under the title; also read out with it. */
  description?: JSX.Element;
  /** Stays at the bottom while the rest scrolls: the main action. */
  footer?: JSX.Element;
  /** There is nothing to press inside, so the text itself takes the focus for scrolling by keys. */
  isText?: boolean;
};

/**
 * Slides up from the bottom on a phone, stands in the middle on a wide screen. Holds the focus, and
 * gives it back when closed.
 */
export const Sheet: ParentComponent<Props> = (props) => {
  let title: HTMLHeadingElement | undefined;
  giveFocusBack();
  return (
    <Dialog open={props.open} onOpenChange={(open) => (open ? undefined : props.onClose())} preventScroll>
      <Dialog.Portal>
        <Dialog.Overlay class="fixed inset-0 z-50 animate-fade bg-scrim" />
        <div class="pointer-events-none fixed inset-0 z-50 flex items-end justify-center sm:items-center sm:p-6">
          <Dialog.Content
            onOpenAutoFocus={(event) => {
              // The title, not the cross: what opens is read out, and no ring is shown before a key is used.
              event.preventDefault();
              title?.focus({ preventScroll: true });
            }}
            class="pointer-events-auto flex max-h-[92dvh] w-full animate-rise flex-col overflow-hidden rounded-t-[22px] bg-raised text-ink sm:max-w-lg sm:rounded-[22px]"
          >
            <header class="flex items-start gap-2 px-5 pt-4 pb-1.5">
              <div class="min-w-0 flex-1 pt-1.5">
                <Dialog.Title ref={title} tabindex="-1" class="dish-name text-2xl font-semibold">
                  {props.title}
                </Dialog.Title>
              </div>
              <Dialog.CloseButton
                aria-label={common.close}
                class="-mr-2 inline-flex size-11 shrink-0 items-center justify-center rounded-chip hover:bg-sunken"
              >
                <X size={22} />
              </Dialog.CloseButton>
            </header>
            <div
              // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- keys must reach what scrolls
              tabindex={props.isText ? 0 : undefined}
              class="relative min-h-0 flex-1 overflow-y-auto overscroll-contain px-5 pb-5"
            >
              <Show when={props.description}>
                <Dialog.Description class="mb-3 text-ink-soft text-pretty">
                  {props.description}
                </Dialog.Description>
              </Show>
              {props.children}
            </div>
            <Show when={props.footer}>
              <footer class="border-t px-5 pt-3 pb-[max(12px,env(safe-area-inset-bottom))]">
                {props.footer}
              </footer>
            </Show>
          </Dialog.Content>
        </div>
      </Dialog.Portal>
    </Dialog>
  );
};

/** To what was pressed, when it is still there once the sheet is gone. */
function giveFocusBack() {
  const before = document.activeElement;
  onCleanup(() =>
    requestAnimationFrame(() => {
      const isLost = document.activeElement === null || document.activeElement === document.body;
      if (isLost && before instanceof HTMLElement) before.focus({ preventScroll: true });
    }),
  );
}
