import { For } from "solid-js";
import { SkeletonLine } from "../../components/SkeletonLine";
import { common } from "../../text";

/** Where a cart or a round will stand: what this phone has kept was not read yet, so nothing is said of it. */
export function Unread() {
  return (
    <div
      role="status"
      aria-label={common.loading}
      class="mx-3 mt-4 min-h-80 animate-breathe rounded-card border-[1.5px] border-dashed border-edge px-4 pt-4"
    >
      <div class="h-7 w-28 rounded-full bg-line" />
      <For each={[64, 52, 58]}>
        {(width) => (
          <div class="mt-4 border-t pt-4">
            <SkeletonLine width={width} below="w-2/5" />
          </div>
        )}
      </For>
    </div>
  );
}
