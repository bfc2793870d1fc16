import type { ParentComponent } from "solid-js";

/** A link that looks like an outlined button: it goes somewhere rather than doing something. */
export const LinkButton: ParentComponent<{ href: string; current?: boolean }> = (props) => (
  <a
    href={props.href}
    aria-current={props.current ? "page" : undefined}
    class="inline-flex min-h-12 items-center justify-center gap-2 rounded-chip border border-edge px-5 py-2.5 text-center leading-tight font-medium transition-colors hover:bg-sunken aria-[current]:border-ink aria-[current]:bg-sunken"
  >
    {props.children}
  </a>
);
