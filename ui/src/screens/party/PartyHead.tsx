import { createMemo, createSignal, Show } from "solid-js";
import { DinerDots } from "../../components/DinerDot";
import { CloudOff, Eye } from "../../components/icons";
import { isolated } from "../../components/isolated";
import { party as text } from "../../text";
import { PartySheet } from "./PartySheet";
import { isLongAway, presenceWords, useCompanions, type Companion } from "./presence";

/** Who is at the table: everyone as a dot, with the whole list behind it. */
export function PartyDots() {
  const { all, isTold } = useCompanions();
  const [isOpen, setOpen] = createSignal(false);
  const dots = () =>
    all().map(({ diner, presence }) => ({ ...diner, isAway: isTold() && presence.type === "away" }));
  const words = () =>
    all().map((one) => text.entry(nameOf(one), isTold() ? presenceWords(one.presence) : ""));
  return (
    <Show when={all().length > 0}>
      <button
        type="button"
        onClick={() => setOpen(true)}
        class="-mr-2 inline-flex min-h-11 min-w-11 items-center justify-center rounded-chip px-2 hover:bg-sunken active:bg-sunken"
      >
        <span class="sr-only">{text.button(words())}</span>
        <DinerDots diners={dots()} max={5} size="md" />
      </button>
      <PartySheet isOpen={isOpen()} companions={all()} isTold={isTold()} onClose={() => setOpen(false)} />
    </Show>
  );
}

/** The same in a line of its own that is always there, so that nothing moves when it changes. */
export function PartyLine() {
  const { all, isTold, isOffline } = useCompanions();
  const others = () => all().filter(({ isMe }) => !isMe);
  const confirming = () => others().filter(({ presence }) => presence.type === "confirming");
  const away = () => others().filter(({ presence }) => isLongAway(presence));
  const words = createMemo(() => {
    if (all().length === 0) return "";
    if (!isTold()) return isOffline() ? text.unseen : "";
    if (confirming().length > 0) return text.isConfirming(confirming().map(nameOf));
    if (away().length > 0) return awayWords(away());
    return others().length === 0 ? text.alone : text.allHere(others().map(nameOf));
  });
  return (
    <p
      role="status"
      aria-label={text.title}
      class="flex min-h-[1.3125rem] items-center gap-1.5 text-sm text-ink-soft"
    >
      <Show when={words() && confirming().length > 0}>
        <Eye size={15} class="shrink-0" />
      </Show>
      <Show when={words() && confirming().length === 0 && away().length > 0}>
        <CloudOff size={15} class="shrink-0" />
      </Show>
      <span class="min-w-0 truncate">{words()}</span>
    </p>
  );
}

const nameOf = ({ diner, isMe }: Companion) => (isMe ? text.you : isolated(diner.name));

function awayWords(away: Companion[]): string {
  const [first, ...more] = away;
  const minutes = first?.presence.type === "away" ? first.presence.minutes : undefined;
  if (more.length === 0) return text.phoneAway(isolated(first?.diner.name ?? ""), minutes);
  return text.phonesAway(away.map(nameOf));
}
