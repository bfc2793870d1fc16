import { For, type Component, type JSX } from "solid-js";
import type { TableView } from "../../platform/staff-calls";
import type { AuditFilter, AuditKind, PersonView } from "../../platform/team-calls";
import { audit as words, kinds } from "../../text-team";

type Props = {
  people: PersonView[];
  tables: TableView[];
  filter: AuditFilter;
  onChoose: (filter: AuditFilter) => void;
};

const KINDS: readonly AuditKind[] = ["sign_in", "team", "device", "pin", "table", "menu", "export", "bill"];
const DAY_MS = 24 * 60 * 60 * 1000;
const field = "mt-1.5 block min-h-12 w-full rounded-card border border-edge bg-raised px-3 py-2.5 text-base";

/** Which records: whose, of which kind, at which table, of which days. */
export const Filters: Component<Props> = (props) => {
  const change = (part: Partial<AuditFilter>) => props.onChoose({ ...props.filter, ...part });
  return (
    <div class="grid grid-cols-2 gap-3 lg:grid-cols-5">
      <Field label={words.person}>
        <select class={field} onChange={(event) => change({ person: event.currentTarget.value || null })}>
          <option value="">{words.everyone}</option>
          <For each={props.people}>{({ staff, name }) => <option value={staff}>{name}</option>}</For>
        </select>
      </Field>
      <Field label={words.kind}>
        <select
          class={field}
          onChange={(event) =>
            change({ kind: KINDS.find((kind) => kind === event.currentTarget.value) ?? null })
          }
        >
          <option value="">{words.everything}</option>
          <For each={KINDS}>{(kind) => <option value={kind}>{kinds[kind]}</option>}</For>
        </select>
      </Field>
      <Field label={words.table}>
        <select class={field} onChange={(event) => change({ table: event.currentTarget.value || null })}>
          <option value="">{words.everywhere}</option>
          <For each={props.tables}>{({ table, name }) => <option value={table}>{name}</option>}</For>
        </select>
      </Field>
      <Field label={words.from}>
        <input
          type="date"
          class={field}
          onChange={(event) => change({ from_ms: startOfDay(event.currentTarget.value) })}
        />
      </Field>
      <Field label={words.until}>
        <input
          type="date"
          class={field}
          onChange={(event) => {
            const start = startOfDay(event.currentTarget.value);
            change({ until_ms: start === null ? null : start + DAY_MS });
          }}
        />
      </Field>
    </div>
  );
};

const Field: Component<{ label: string; children: JSX.Element }> = (props) => (
  <label class="block min-w-0">
    <span class="font-semibold">{props.label}</span>
    {props.children}
  </label>
);

/** The moment at which a day begins on this device; none for no day. */
function startOfDay(day: string): number | null {
  const start = new Date(`${day}T00:00`).getTime();
  return Number.isNaN(start) ? null : start;
}
