import { createSignal, Show, type Component } from "solid-js";
import { Button } from "../../components/Button";
import { formatMoney } from "../../components/money";
import { bill as text } from "../../text-bill";
import type { Bill } from "./groups";
import { usePeople } from "./people";
import { TipChoice, type ChosenTip } from "./TipChoice";

type Props = { bill: Bill; share: Bill["shares"][number] };

/** Pays a share online, goes on with that, or stops it. Not there where guests cannot. */
export const PayOnline: Component<Props> = (props) => {
  const people = usePeople();
  const [isChoosing, setIsChoosing] = createSignal(false);
  const [chosen, setChosen] = createSignal<ChosenTip>({ percent: 0, typed: "" });
  const name = () => people.shareName(props.share.share);
  const left = () => formatMoney({ minor: props.share.left, currency: props.bill.currency });
  const isFree = () => !props.share.paid_to && props.share.left > 0;
  return (
    <Show when={people.online}>
      {(online) => (
        <>
          <Show when={props.share.is_paid_online}>
            <div class="mt-2 flex flex-wrap gap-2">
              <Show when={props.bill.pays_online}>
                <Button
                  size="small"
                  busy={online().isOpening()}
                  disabled={!people.canSplit()}
                  aria-label={text.goOnOf(name())}
                  onClick={() => online().pay(props.share.share)}
                >
                  {text.goOn}
                </Button>
              </Show>
              <Button
                size="small"
                kind="quiet"
                disabled={!people.canSplit()}
                aria-label={text.stopOnlineOf(name())}
                onClick={() => online().stop(props.share.share)}
              >
                {text.stopOnline}
              </Button>
            </div>
          </Show>
          <Show when={isFree() && props.share.online}>
            {(offer) => (
              <>
                <Button
                  size="small"
                  class="mt-2"
                  disabled={!people.canSplit()}
                  aria-expanded={isChoosing()}
                  aria-label={text.payOnlineOf(name(), left())}
                  onClick={() => setIsChoosing((is) => !is)}
                >
                  {text.payOnline}
                </Button>
                <Show when={isChoosing()}>
                  <TipChoice
                    currency={props.bill.currency}
                    chosen={chosen()}
                    onChoose={setChosen}
                    tips={offer().tips}
                    isBusy={online().isOpening()}
                    canPay={people.canSplit()}
                    onPay={(tip) => online().pay(props.share.share, tip)}
                  />
                </Show>
              </>
            )}
          </Show>
        </>
      )}
    </Show>
  );
};
