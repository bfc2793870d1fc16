import { createStore } from "solid-js/store";
import { For, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { Stepper } from "../../components/Stepper";
import { bill as text } from "../../text-bill";
import { partsOf, type Bill, type Row } from "./groups";
import { usePeople } from "./people";

type Props = { bill: Bill; row: Row; shares: Bill["shares"]; onDone: () => void };

/** Parts of one portion at most, as the hub has it. */
const PARTS_MAX = 40;

/** Who pays a dish, and with how many parts: a bottle between three, two parts to one. */
export const PartsForm: Component<Props> = (props) => {
  const people = usePeople();
  const before = partsOf(props.bill, props.row.units[0] ?? "");
  const [parts, setParts] = createStore<Record<string, number>>(
    Object.fromEntries(before.map(({ share, parts }) => [share, parts])),
  );
  const own = (share: string) => parts[share] ?? 0;
  const given = () => props.shares.map(({ share }) => own(share)).reduce((all, one) => all + one, 0);
  const send = (wanted: { share: string; parts: number }[]) => {
    people.split({ change: "portions", units: props.row.units, parts: wanted });
    props.onDone();
  };
  const chosen = () =>
    props.shares.flatMap(({ share }) => (own(share) > 0 ? [{ share, parts: own(share) }] : []));
  return (
    <fieldset class="mt-2 grid min-w-0 grid-cols-1 gap-3 rounded-card bg-sunken p-4">
      <legend class="sr-only">{text.whoFor(props.row.name)}</legend>
      <p class="text-sm text-ink-soft text-pretty">{text.whoHint}</p>
      <For each={props.shares.map(({ share }) => share)}>
        {(share) => (
          <div class="flex items-center justify-between gap-3">
            <span class="min-w-0 flex-1 font-medium break-words">{people.shareName(share)}</span>
            <Stepper
              value={own(share)}
              canLess={own(share) > 0}
              canMore={given() < PARTS_MAX}
              lessLabel={text.less(people.shareName(share))}
              moreLabel={text.more(people.shareName(share))}
              countLabel={text.parts(own(share))}
              onLess={() => setParts(share, own(share) - 1)}
              onMore={() => setParts(share, own(share) + 1)}
            />
          </div>
        )}
      </For>
      <div class="grid gap-2">
        <Button size="small" disabled={given() === 0} onClick={() => send(chosen())}>
          {text.share}
        </Button>
        <Button size="small" onClick={() => send(props.shares.map(({ share }) => ({ share, parts: 1 })))}>
          {text.allOfUs}
        </Button>
        <Show when={before.length > 0}>
          <Button size="small" kind="quiet" onClick={() => send([])}>
            {text.asBefore}
          </Button>
        </Show>
      </div>
    </fieldset>
  );
};
