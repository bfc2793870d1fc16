import { Show, type Component, type JSX } from "solid-js";
import { door as words } from "../text";
import { formatCountdown } from "./clock";
import { createSecondsLeft } from "./countdown";
import { Clock } from "./icons";

type Props = { code: string; svg: string; endsAtMs: number; whenOver: JSX.Element };

/** An invite as it is held out to somebody: the picture, the code, and how long both hold. */
export const InviteCard: Component<Props> = (props) => {
  const left = createSecondsLeft(() => props.endsAtMs);
  return (
    <Show when={left() > 0} fallback={props.whenOver}>
      <figure class="text-center">
        {/* A code is read dark on light, whatever the theme. */}
        <img
          src={`data:image/svg+xml,${encodeURIComponent(props.svg)}`}
          alt={words.qr}
          width="256"
          height="256"
          class="mx-auto size-60 rounded-card border bg-raised p-3 scheme-light"
        />
        <figcaption class="mt-3">
          <span class="block text-sm text-ink-soft">{words.code}</span>
          <span class="figures block text-4xl font-bold tracking-[0.12em] text-accent select-all">
            {props.code}
          </span>
        </figcaption>
      </figure>
      <p
        role="timer"
        aria-live="off"
        class="figures mt-3 flex items-center justify-center gap-2 font-semibold"
      >
        <Clock size={18} class="shrink-0" /> {words.holds(formatCountdown(left()))}
      </p>
    </Show>
  );
};
