/** The bill on a guest's phone: what is on it, how it is split, and who has paid. */
import { createEffect, on, onCleanup, onMount, Show } from "solid-js";
import { Banner } from "../../components/Banner";
import { formatTime } from "../../components/clock";
import { Empty } from "../../components/Empty";
import { CloudOff, Receipt } from "../../components/icons";
import { formatMoney } from "../../components/money";
import { Sheet } from "../../components/Sheet";
import { Problem } from "../../components/TextField";
import { keepOpenBill } from "../../platform/kept";
import { bill as text } from "../../text-bill";
import { common } from "../../text";
import { useGuest, useParty } from "../guest/context";
import { Dishes } from "./Dishes";
import type { Bill } from "./groups";
import { PayHow } from "./PayHow";
import { Payers } from "./Payers";
import { createPeople, People } from "./people";
import { Totals } from "./Totals";

export function BillSheet() {
  const { guest, places, announce } = useGuest();
  const party = useParty();
  const screen = () => guest.view.bill;
  const seen = () => screen()?.bill ?? undefined;
  const isLive = () => guest.view.connection.type === "live";
  onMount(() => guest.act({ type: "watch_bill", is_watched: true }));
  onCleanup(() => guest.act({ type: "watch_bill", is_watched: false }));
  onCleanup(() => keepOpenBill(false));

  const people = createPeople({
    bill: seen,
    diners: () => guest.view.diners,
    nameOf: party.name,
    me: () => guest.view.me ?? undefined,
    split: (wanted) => guest.act({ type: "split", wanted }),
    isBusy: () => Boolean(screen()?.is_splitting),
    canSplit: () => isLive() && Boolean(seen()?.is_open),
    online: {
      pay: (share, tip) => guest.act({ type: "pay_online", share, tip: tip ?? null }),
      stop: (share) => guest.act({ type: "stop_online", share }),
      isOpening: () => Boolean(screen()?.is_opening),
    },
  });
  // The provider's page is another site: the guest comes back to this one from there.
  createEffect(
    on(
      () => screen()?.page,
      (page) => {
        if (!page) return;
        keepOpenBill(true);
        location.assign(page);
      },
    ),
  );
  createEffect(
    on(
      () => seen()?.left,
      (left, before) => {
        const one = seen();
        if (!one || left === undefined || before === undefined || left === before) return;
        announce(left === 0 ? text.settled : `${text.left}: ${money(one, left)}`);
      },
    ),
  );
  const away = () => {
    if (isLive()) return undefined;
    const asOf = screen()?.as_of_ms;
    return asOf ? text.away(formatTime(asOf)) : text.awayNever;
  };

  return (
    <Sheet open onClose={places.back} title={text.title} description={common.table(guest.view.table_name)}>
      <Show when={away()}>
        {(words) => (
          <div class="-mx-5 mb-4">
            <Banner tone="wait" icon={<CloudOff size={18} />}>
              {words()}
            </Banner>
          </div>
        )}
      </Show>
      <Show when={seen()} fallback={<p class="py-10 text-center text-ink-soft">{text.looking}</p>}>
        {(bill) => (
          <Show
            when={bill().lines.length > 0 || bill().unseen > 0}
            fallback={
              <Empty icon={<Receipt size={30} />} title={text.nothing}>
                {text.nothingMore}
              </Empty>
            }
          >
            <People.Provider value={people}>
              <div class="grid grid-cols-1 gap-8">
                <div>
                  <PayHow bill={bill()} />
                  <Problem text={screen()?.problem ?? undefined} />
                  <p role="status" class="text-sm text-ink-soft">
                    {screen()?.is_opening ? text.opening : ""}
                  </p>
                </div>
                <Payers bill={bill()} />
                <Dishes bill={bill()} />
                <Totals bill={bill()} />
                <p class="text-sm text-ink-soft text-pretty">
                  {bill().pays_online ? text.payHowOnline : text.payHow}
                </p>
              </div>
            </People.Provider>
          </Show>
        )}
      </Show>
    </Sheet>
  );
}

function money(bill: Bill, minor: number): string {
  return formatMoney({ minor, currency: bill.currency });
}
