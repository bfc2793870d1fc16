import type { Component } from "solid-js";
import { CircleDashed } from "../../components/icons";
import { kitchen as words } from "../../text-staff";

/** Marks what this device knows and the hub does not. */
export const Unsent: Component = () => (
  <span class="inline-flex shrink-0 items-center gap-1 rounded-chip bg-wait-soft px-2 text-sm font-semibold whitespace-nowrap text-wait">
    <CircleDashed size="1em" />
    <span>
      {words.notSent}
      <span class="sr-only">{words.notSentYet}</span>
    </span>
  </span>
);
