import type { Component } from "solid-js";

/** Where a line of text and a shorter one below it will stand; `width` in percent of the first. */
export const SkeletonLine: Component<{ width: number; below: string }> = (props) => (
  <>
    <svg class="h-5 w-full" aria-hidden="true">
      <rect class="fill-line" width={`${props.width}%`} height="20" rx="6" />
    </svg>
    <div class={`mt-2.5 h-3.5 rounded-full bg-sunken ${props.below}`} />
  </>
);
