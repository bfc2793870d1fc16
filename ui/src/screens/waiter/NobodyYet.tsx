import { type Component } from "solid-js";
import { Button } from "../../components/Button";
import { waiter as words } from "../../text-waiter";

/** Everyone here was to order for themselves, and nobody has a phone: one press, and the waiter can write. */
export const NobodyYet: Component<{ isBusy: boolean; onTogether: () => void }> = (props) => (
  <div class="grid gap-4 py-4 text-center">
    <p class="text-ink-soft">{words.nobodyYet}</p>
    <Button kind="primary" wide busy={props.isBusy} onClick={props.onTogether}>
      {words.together}
    </Button>
  </div>
);
