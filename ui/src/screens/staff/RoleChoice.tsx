import { For, type Component } from "solid-js";
import type { Role } from "../../platform/team-calls";
import { roles } from "../../text-staff";

const ALL: readonly Role[] = ["owner", "manager", "waiter", "kitchen", "cashier"];

type Props = {
  label: string;
  value: Role;
  onChoose: (role: Role) => void;
  /** Whoever asks; managers make no owners. */
  asRole: Role | undefined;
};

/** Chooses a role out of those that whoever asks may give. */
export const RoleChoice: Component<Props> = (props) => {
  const offered = () => ALL.filter((role) => role !== "owner" || props.asRole === "owner");
  return (
    <label class="block">
      <span class="font-semibold">{props.label}</span>
      <select
        class="mt-1.5 block min-h-12 w-full rounded-card border border-edge bg-raised px-4 py-2.5 text-base"
        value={props.value}
        onChange={(event) => {
          const chosen = ALL.find((role) => role === event.currentTarget.value);
          if (chosen) props.onChoose(chosen);
        }}
      >
        <For each={offered()}>{(role) => <option value={role}>{roles[role]}</option>}</For>
      </select>
    </label>
  );
};
