/** Which section of the menu is on top, and the way to another. */
import { createEffect, createSignal, onCleanup, type Accessor } from "solid-js";
import { prefersStillness } from "../../platform/media";

export const sectionId = (category: string) => `section-${category}`;

/** A section counts as current while it crosses this band under the sticky row. */
const BAND = "-72px 0px -70% 0px";
/** While the page glides to a section, those it passes do not count. */
const GLIDE_MS = 700;

export function createCurrentSection(ids: Accessor<string[]>) {
  const [current, setCurrent] = createSignal("");
  let quietUntil = 0;

  createEffect(() => {
    const crossing = new Set<string>();
    const watch = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) crossing.add(target.id);
          else crossing.delete(target.id);
        }
        const top = ids().find((id) => crossing.has(sectionId(id)));
        if (top !== undefined && Date.now() > quietUntil) setCurrent(top);
      },
      { rootMargin: BAND },
    );
    const found = ids();
    queueMicrotask(() => {
      for (const id of found) {
        const section = document.getElementById(sectionId(id));
        if (section) watch.observe(section);
      }
    });
    onCleanup(() => watch.disconnect());
  });

  return {
    current: () => current() || (ids()[0] ?? ""),
    goTo: (id: string) => {
      setCurrent(id);
      quietUntil = Date.now() + GLIDE_MS;
      const section = document.getElementById(sectionId(id));
      section?.scrollIntoView({ behavior: prefersStillness() ? "instant" : "smooth", block: "start" });
      section?.querySelector("h2")?.focus({ preventScroll: true });
    },
  };
}
