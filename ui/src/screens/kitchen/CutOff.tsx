import { Show, type Component } from "solid-js";
import { Banner } from "../../components/Banner";
import { CloudOff } from "../../components/icons";
import { kitchen as words } from "../../text-staff";
import { timeText } from "../staff/clock";
import type { Link } from "./live";

/** While the hub cannot be heard: since when, and that nothing is lost. */
export const CutOff: Component<{ link: Link; waiting: number }> = (props) => {
  const text = () => {
    const link = props.link;
    if (link.type === "slow") return words.slow;
    if (link.type !== "cut_off") return "";
    return words.cutOff(link.sinceMs === undefined ? undefined : timeText(link.sinceMs), props.waiting);
  };
  return (
    <output class="block shrink-0">
      <Show when={text()}>
        <Banner tone="wait" icon={<CloudOff size="1.4em" />}>
          <span class="text-base font-semibold">{text()}</span>
        </Banner>
      </Show>
    </output>
  );
};
