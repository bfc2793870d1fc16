import { Show, type Component } from "solid-js";
import { Banner } from "../../components/Banner";
import type { StaffAnswer } from "../../platform/staff-calls";
import { staff as words } from "../../text-staff";
import { dayText } from "./clock";
import { StaffMenu } from "./StaffMenu";

/** The head of an office screen: what it is, and who is signed in. */
export const OfficeHead: Component<{ title: string; who: StaffAnswer | undefined }> = (props) => (
  <header class="sticky top-0 z-10 border-b bg-paper">
    <div class="mx-auto flex max-w-5xl items-center gap-3 px-4 py-2">
      <h1 class="dish-name flex-1 text-2xl font-semibold">{props.title}</h1>
      <StaffMenu who={props.who} />
    </div>
    <Show when={props.who?.certificate}>
      {(end) => (
        <Banner tone="wait">
          {(end().is_authority ? words.authorityEnds : words.certificateEnds)(dayText(end().ends_at_ms))}
        </Banner>
      )}
    </Show>
  </header>
);
