import { For, Show, type Component } from "solid-js";
import { Dynamic } from "solid-js/web";
import { Bell } from "../../components/icons";
import { floor as words } from "../../text-staff";
import { LayoutGrid, MapIcon } from "../staff/icons";

export type Tab = "now" | "tables" | "plan";

export const isTab = (text: string | undefined): text is Tab =>
  text === "now" || text === "tables" || text === "plan";

const icons = { now: Bell, tables: LayoutGrid, plan: MapIcon } as const;

type Props = { tabs: Tab[]; current: Tab; count: number; onChoose: (tab: Tab) => void };

/** The ways to look at the floor, at the thumb on a phone. */
export const Tabs: Component<Props> = (props) => (
  <nav aria-label={words.views}>
    <ul class="flex gap-1">
      <For each={props.tabs}>
        {(tab) => (
          <li class="flex-1">
            <button
              type="button"
              aria-current={props.current === tab ? "page" : undefined}
              onClick={() => props.onChoose(tab)}
              class="flex min-h-14 w-full items-center justify-center gap-2 rounded-card px-1.5 font-medium text-ink-soft min-[360px]:px-3 aria-[current]:bg-sunken aria-[current]:font-semibold aria-[current]:text-ink"
            >
              <Dynamic component={icons[tab]} size={20} class="shrink-0" /> {words.tabs[tab]}
              <Show when={tab === "now" && props.count > 0}>
                <span class="figures min-w-6 rounded-chip bg-late px-1.5 text-center text-sm leading-6 font-semibold text-paper">
                  {props.count}
                </span>
              </Show>
            </button>
          </li>
        )}
      </For>
    </ul>
  </nav>
);
