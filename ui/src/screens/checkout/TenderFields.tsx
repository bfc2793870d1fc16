import type { Component } from "solid-js";
import { TextField } from "../../components/TextField";
import { checkout as text } from "../../text-bill";
import type { TenderKind } from "./PayForm";

type Props = {
  kind: TenderKind;
  value: string;
  problem: string | undefined;
  onInput: (value: string) => void;
};

/** Which card payment, voucher or account it is: as long as the hub keeps it. */
export const TenderFields: Component<Props> = (props) => {
  const label = () => {
    if (props.kind === "voucher") return text.voucher;
    if (props.kind === "online") return text.onlineReference;
    return props.kind === "account" ? text.account : text.reference;
  };
  return (
    <TextField
      label={label()}
      maxlength={64}
      autocomplete="off"
      value={props.value}
      problem={props.problem}
      onInput={(event) => props.onInput(event.currentTarget.value)}
    />
  );
};
