import { createSignal, For, onCleanup, Show } from "solid-js";
import { Empty } from "../../components/Empty";
import { CloudOff } from "../../components/icons";
import { SkeletonLine } from "../../components/SkeletonLine";
import { common, menu as text } from "../../text";

/** After this long without a menu, we say why. */
const PATIENCE_MS = 6_000;

/** The shape of the menu while it is on its way; words when it takes long. */
export function MenuSkeleton() {
  const [isLate, setLate] = createSignal(false);
  const timer = setTimeout(() => setLate(true), PATIENCE_MS);
  onCleanup(() => clearTimeout(timer));
  return (
    <Show
      when={!isLate()}
      fallback={
        <Empty icon={<CloudOff size={28} />} title={text.unreachableTitle}>
          {text.unreachable}
        </Empty>
      }
    >
      <div class="animate-breathe px-5 pt-9" role="status" aria-label={common.loading}>
        <div class="h-8 w-40 rounded-card bg-line" />
        <ul class="mt-4 sm:grid sm:grid-cols-2 sm:gap-x-10">
          <For each={[72, 56, 64, 48, 68, 60]}>
            {(width) => (
              <li class="border-b py-5">
                <SkeletonLine width={width} below="w-4/5" />
              </li>
            )}
          </For>
        </ul>
      </div>
    </Show>
  );
}
