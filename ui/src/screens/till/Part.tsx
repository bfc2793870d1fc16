import type { Component, JSX } from "solid-js";

/** A part of the till with its heading. */
export const Part: Component<{ title: string; children: JSX.Element }> = (props) => (
  <section class="min-w-0 rounded-card border bg-raised p-4">
    <h2 class="text-lg font-semibold">{props.title}</h2>
    {props.children}
  </section>
);
