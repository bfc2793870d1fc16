import { Show } from "solid-js";
import { BillSheet } from "../bill/BillSheet";
import { DishSheet } from "../dish/DishSheet";
import { LineSheet } from "../dish/LineSheet";
import { InviteSheet } from "../party/InviteSheet";
import { ReviewSheet } from "../review/ReviewSheet";
import { CallSheet } from "./CallSheet";
import { useGuest } from "./context";

/** The sheets that may lie over any screen, in whichever layout: a phone that is turned keeps them open. */
export function TableSheets() {
  const { guest, places } = useGuest();
  const place = () => places.place();
  return (
    <>
      <Show when={place().dish} keyed>
        {(id) => <DishSheet id={id} />}
      </Show>
      <Show when={place().line} keyed>
        {(line) => <LineSheet line={line} />}
      </Show>
      <Show when={place().bill && guest.view.stage.type === "seated"}>
        <BillSheet />
      </Show>
      <Show when={place().call && guest.view.stage.type === "seated"}>
        <CallSheet />
      </Show>
      <Show when={guest.view.invite}>
        <InviteSheet />
      </Show>
      <Show when={guest.view.review}>{(review) => <ReviewSheet review={review()} />}</Show>
    </>
  );
}
