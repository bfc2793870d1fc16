/** The till: the bill of one visit, its payments, and what can be done about both. */
import { For, Match, onMount, Show, Switch } from "solid-js";
import { Banner } from "../../components/Banner";
import { Empty } from "../../components/Empty";
import { ChevronLeft, CloudOff, Receipt } from "../../components/icons";
import { pageTitle, staff } from "../../text-staff";
import { checkout as text } from "../../text-bill";
import { NotYours } from "../staff/NotYours";
import { StaffMenu } from "../staff/StaffMenu";
import { createWho } from "../staff/who";
import { createLiveBill, type LiveBill } from "./live";
import { TableBill } from "./TableBill";

const session = /^\/bill\/([a-z2-7]{10})/.exec(location.pathname)?.[1];

export default function Checkout() {
  const who = createWho();
  const live = createLiveBill(session);
  onMount(() => (document.title = pageTitle(text.title)));
  const title = () => {
    const known = live.checkout();
    return known ? text.of(known.bill.table) : text.title;
  };
  return (
    <main class="min-h-dvh pb-16">
      <header class="sticky top-0 z-10 border-b bg-paper print:hidden">
        <div class="mx-auto flex max-w-6xl items-center gap-2 px-4 py-2">
          <a
            href={session ? "/bill" : "/floor"}
            aria-label={session ? text.back : text.floor}
            class="-ml-2 inline-flex size-11 items-center justify-center rounded-chip hover:bg-sunken"
          >
            <ChevronLeft size={24} />
          </a>
          <h1 class="dish-name min-w-0 flex-1 truncate text-2xl font-semibold">{title()}</h1>
          <StaffMenu who={who()} />
        </div>
        <output class="block">
          <Show when={live.isCutOff()}>
            <Banner tone="wait" icon={<CloudOff size={20} />}>
              {text.cutOff}
            </Banner>
          </Show>
        </output>
      </header>
      <Switch
        fallback={
          <Empty icon={<Receipt size={36} />} title={staff.looking}>
            {staff.lookingMore}
          </Empty>
        }
      >
        <Match when={live.isForbidden()}>
          <NotYours />
        </Match>
        <Match when={live.isUnknown() ? undefined : live.checkout()}>
          {(checkout) => <TableBill session={session ?? ""} checkout={checkout()} live={live} who={who()} />}
        </Match>
        <Match when={(!session || live.isUnknown()) && live.floor()}>
          <Tables live={live} />
        </Match>
      </Switch>
    </main>
  );
}

/** Whose bill? Every table with a party. */
function Tables(props: { live: LiveBill }) {
  const seated = () =>
    (props.live.floor()?.rooms ?? []).flatMap(({ tables }) =>
      tables.flatMap(({ name, session }) => (session ? [{ name, ...session }] : [])),
    );
  return (
    <div class="mx-auto max-w-3xl px-4 pt-4">
      <Show
        when={seated().length > 0}
        fallback={
          <Empty icon={<Receipt size={36} />} title={text.none}>
            {text.noneMore}
          </Empty>
        }
      >
        <h2 class="mb-3 text-lg font-semibold">{text.choose}</h2>
        <ul class="grid gap-2 sm:grid-cols-2">
          <For each={seated()}>
            {(visit) => (
              <li>
                <a
                  href={`/bill/${visit.session}`}
                  class="flex min-h-16 items-center justify-between gap-3 rounded-card border bg-raised px-4 py-3 hover:bg-sunken"
                >
                  <span class="dish-name text-xl font-semibold">{visit.name}</span>
                  <span class="text-right text-sm text-ink-soft">
                    {visit.diners.join(", ") || text.guests(visit.covers)}
                  </span>
                </a>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </div>
  );
}
