/** A receipt on a page of its own, for whoever has its link: to read, to print, to keep. */
import { createResource, For, Match, onMount, Show, Switch, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Empty } from "../../components/Empty";
import { formatMoney, type Money } from "../../components/money";
import { Price } from "../../components/Price";
import { tillCalls, type ReceiptAnswer } from "../../platform/till-calls";
import { pageTitle } from "../../text-staff";
import { receipt as words } from "../../text-till";
import { Download, ScrollText } from "../staff/icons";
import { LinkButton } from "../staff/LinkButton";

type Line = ReceiptAnswer["receipt"]["lines"][number];

/** How many portions, or which part of them: 2, 1/3, 2 × 1/3. */
function howMuch(line: Line): string {
  if (!line.fraction) return String(line.quantity);
  const part = `${line.fraction.parts}/${line.fraction.of}`;
  return line.quantity === 1 ? part : `${line.quantity} × ${part}`;
}

/** Who took it or gave it back. Nobody of the house takes what a guest pays online. */
function handedBy(receipt: ReceiptAnswer["receipt"]): string {
  if (receipt.kind === "refund") return words.givenBackBy(receipt.by);
  return receipt.tender === "online" ? words.online : words.servedBy(receipt.by);
}

export default function Receipt() {
  const [, , payment = "", key = ""] = location.pathname.split("/");
  const [answer, { refetch }] = createResource(() => tillCalls.receipt(payment, key));
  const known = () => {
    const now = answer.latest;
    return now?.type === "done" ? now.value : undefined;
  };
  onMount(() => (document.title = pageTitle(words.title(0).replace(" 0", ""))));
  return (
    <main class="mx-auto min-h-dvh w-full max-w-md px-5 py-8 print:max-w-none print:p-0">
      <Switch
        fallback={
          <Empty
            isPage
            icon={<ScrollText size={36} />}
            title={words.away}
            action={
              <Button kind="primary" wide busy={answer.loading} onClick={() => void refetch()}>
                {words.again}
              </Button>
            }
          >
            {words.awayMore}
          </Empty>
        }
      >
        <Match when={known()}>{(value) => <Page answer={value()} />}</Match>
        <Match when={answer.latest === undefined}>
          <Empty isPage icon={<ScrollText size={36} />} title={words.looking}>
            {words.lookingMore}
          </Empty>
        </Match>
        <Match when={answer.latest?.type === "refused"}>
          <Empty isPage icon={<ScrollText size={36} />} title={words.unknown}>
            {words.unknownMore}
          </Empty>
        </Match>
      </Switch>
    </main>
  );
}

const Page: Component<{ answer: ReceiptAnswer }> = (props) => {
  const receipt = () => props.answer.receipt;
  const title = () => {
    const { kind, number, of } = receipt();
    return kind === "refund" ? words.refund(number, of ?? 0) : words.title(number);
  };
  const isPart = () => {
    const { share, amount } = receipt();
    return share !== undefined && share !== null && share.minor !== amount.minor;
  };
  return (
    <>
      <article class="rounded-[22px] border bg-raised p-6 print:rounded-none print:border-0 print:p-0">
        <header class="text-center">
          <p class="dish-name text-2xl font-semibold text-balance">{receipt().venue}</p>
          <For each={receipt().address}>{(line) => <p class="text-sm text-ink-soft">{line}</p>}</For>
          <p class="text-sm text-ink-soft">{receipt().tax_number}</p>
        </header>
        <h1 class="mt-6 text-lg font-semibold">{title()}</h1>
        <p class="flex flex-wrap justify-between gap-x-4 text-sm text-ink-soft">
          <span class="figures">{receipt().issued}</span>
          <span>{words.table(receipt().table)}</span>
        </p>
        <Show when={receipt().reason}>
          <p class="mt-1 text-sm break-words">{receipt().reason}</p>
        </Show>
        <Show when={receipt().lines.length > 0}>
          <ul class="mt-4 border-t pt-3">
            <For each={receipt().lines}>
              {(line) => (
                <li class="flex justify-between gap-4 py-0.5">
                  <span class="min-w-0 break-words">
                    <span class="figures">{howMuch(line)}</span> {line.name}
                    <Show when={line.is_part && !line.fraction}>
                      <span class="text-sm text-ink-soft"> ({words.part})</span>
                    </Show>
                    <Show when={line.modifiers?.length}>
                      <span class="block text-sm text-ink-soft">{line.modifiers?.join(", ")}</span>
                    </Show>
                  </span>
                  <Price of={line.amount} bare />
                </li>
              )}
            </For>
          </ul>
        </Show>
        <dl class="mt-3 border-t pt-3">
          <Show when={isPart() && receipt().share}>
            {(share) => <Sum label={words.share} of={share()} />}
          </Show>
          <Sum label={words.amount} of={receipt().amount} />
          <Show when={receipt().tip.minor !== 0}>
            <Sum label={words.tip} of={receipt().tip} />
          </Show>
          <div class="flex justify-between gap-4 py-1 text-lg font-semibold">
            <dt>{words.total}</dt>
            <dd>
              <Price of={receipt().total} />
            </dd>
          </div>
          <Tender answer={props.answer} />
        </dl>
        <Taxes answer={props.answer} />
        <footer class="mt-5 border-t pt-4 text-center text-sm text-ink-soft">
          <p>{handedBy(receipt())}</p>
          <p class="mt-2">
            {words.code} <code class="text-ink select-all">{props.answer.code}</code>
          </p>
          <p class="print:hidden">{words.codeMore}</p>
          <p class="mt-3 text-base text-ink">{receipt().footer}</p>
        </footer>
      </article>
      <div class="mt-5 grid gap-2 print:hidden">
        <LinkButton href={`${props.answer.path.replace("/receipt/", "/api/receipts/")}/pdf`}>
          <Download size={20} /> {words.pdf}
        </LinkButton>
        <Button wide onClick={() => globalThis.print()}>
          {words.print}
        </Button>
      </div>
    </>
  );
};

const Sum: Component<{ label: string; of: Money }> = (props) => (
  <div class="flex justify-between gap-4 py-0.5">
    <dt>{props.label}</dt>
    <dd>
      <Price of={props.of} bare />
    </dd>
  </div>
);

const Tender: Component<{ answer: ReceiptAnswer }> = (props) => {
  const rows = (): [string, string][] => {
    const { receipt } = props.answer;
    switch (receipt.tender) {
      case "cash": {
        const rounding: [string, string][] =
          receipt.rounding.minor === 0 ? [] : [[words.rounding, formatMoney(receipt.rounding, "bare")]];
        return [
          [words.cash, formatMoney(receipt.given, "bare")],
          [words.change, formatMoney(receipt.change, "bare")],
          ...rounding,
        ];
      }
      case "card":
        return [[words.card, receipt.reference]];
      case "voucher":
        return [[words.voucher, receipt.voucher]];
      case "account":
        return [[words.account, receipt.account]];
      case "online":
        return [[words.online, receipt.online]];
    }
  };
  return (
    <For each={rows()}>
      {([label, value]) => (
        <div class="flex justify-between gap-4 py-0.5 text-sm text-ink-soft">
          <dt>{label}</dt>
          <dd class="figures min-w-0 break-words">{value}</dd>
        </div>
      )}
    </For>
  );
};

const Taxes: Component<{ answer: ReceiptAnswer }> = (props) => (
  <Show when={props.answer.receipt.taxes.length > 0}>
    <table class="figures mt-4 w-full border-t text-sm text-ink-soft">
      <caption class="sr-only">{words.taxes}</caption>
      <thead>
        <tr>
          <th class="pt-3 text-left font-normal">{words.taxes}</th>
          <th class="pt-3 pl-2 text-right font-normal">{words.net}</th>
          <th class="pt-3 pl-2 text-right font-normal">{words.tax}</th>
          <th class="pt-3 pl-2 text-right font-normal">{words.gross}</th>
        </tr>
      </thead>
      <tbody>
        <For each={props.answer.receipt.taxes}>
          {(tax) => (
            <tr>
              <td>{tax.percent ? `${tax.name} ${tax.percent} %` : words.noTax}</td>
              <td class="pl-2 text-right">
                <Price of={tax.net} bare />
              </td>
              <td class="pl-2 text-right">
                <Price of={tax.tax} bare />
              </td>
              <td class="pl-2 text-right">
                <Price of={tax.gross} bare />
              </td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  </Show>
);
