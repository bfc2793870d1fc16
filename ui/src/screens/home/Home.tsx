/** The page at `/`: what this hub is, a word for guests who lost their code, and the staff's doors. */
import { createEffect, createResource, For, Show, type Component, type JSX } from "solid-js";
import { staffCalls } from "../../platform/staff-calls";
import { home as words, staff } from "../../text-staff";
import { ArrowRight, ChefHat, HandPlatter, QrCode } from "../staff/icons";
import { tablesOfThisPhone } from "./tables";

export default function Home() {
  const [menu] = createResource(async () => {
    const answer = await staffCalls.menu();
    return answer.type === "done" ? answer.value : undefined;
  });
  createEffect(() => (document.title = menu()?.venue ?? words.title));

  return (
    <main class="mx-auto flex min-h-dvh w-full max-w-xl flex-col px-5 py-10">
      <header>
        <h1 class="dish-name text-4xl font-semibold text-balance">{menu()?.venue ?? words.title}</h1>
        <Show when={menu()?.tagline}>
          {(tagline) => <p class="dish-name mt-2 text-lg text-accent">{tagline()}</p>}
        </Show>
        <p class="mt-4 text-ink-soft text-pretty">{words.lead}</p>
      </header>

      <section class="mt-8 rounded-card border bg-raised p-5">
        <h2 class="dish-name flex items-center gap-3 text-xl font-semibold">
          <QrCode size={26} class="shrink-0 text-accent" /> {words.guestTitle}
        </h2>
        <p class="mt-2 text-pretty">{words.guest}</p>
        <For each={tablesOfThisPhone()}>
          {(table) => (
            <a
              href={`/t/${table}`}
              class="mt-4 flex min-h-12 items-center justify-center gap-2 rounded-chip bg-accent px-5 font-semibold text-on-accent hover:bg-accent-press"
            >
              {words.back(table.toUpperCase())} <ArrowRight size={18} />
            </a>
          )}
        </For>
      </section>

      <section class="mt-8">
        <h2 class="dish-name text-xl font-semibold">{words.staffTitle}</h2>
        <ul class="mt-3 grid gap-3 sm:grid-cols-2">
          <Door href="/kitchen" icon={<ChefHat size={26} />} title={staff.kitchen} more={words.kitchen} />
          <Door href="/floor" icon={<HandPlatter size={26} />} title={staff.floor} more={words.floor} />
        </ul>
        <a
          href="/trust"
          class="mt-3 inline-flex min-h-11 items-center font-medium text-accent underline underline-offset-4"
        >
          {words.trust}
        </a>
      </section>
    </main>
  );
}

const Door: Component<{ href: string; icon: JSX.Element; title: string; more: string }> = (props) => (
  <li>
    <a
      href={props.href}
      class="flex h-full min-h-16 items-center gap-4 rounded-card border bg-raised px-4 py-3 transition-colors hover:bg-sunken"
    >
      <span aria-hidden="true" class="text-accent">
        {props.icon}
      </span>
      <span>
        <span class="block font-semibold">{props.title}</span>
        <span class="block text-sm text-ink-soft">{props.more}</span>
      </span>
    </a>
  </li>
);
