import type { Component } from "solid-js";
import type { StaffAnswer } from "../../platform/staff-calls";
import { StaffMenu } from "./StaffMenu";

/** The head of an office screen: what it is, and who is signed in. */
export const OfficeHead: Component<{ title: string; who: StaffAnswer | undefined }> = (props) => (
  <header class="sticky top-0 z-10 border-b bg-paper">
    <div class="mx-auto flex max-w-5xl items-center gap-3 px-4 py-2">
      <h1 class="dish-name flex-1 text-2xl font-semibold">{props.title}</h1>
      <StaffMenu who={props.who} />
    </div>
  </header>
);
