import { createResource, Show, type Component } from "solid-js";
import { staffCalls } from "../../platform/staff-calls";
import { signIn as words } from "../../text-staff";
import { Lock } from "./icons";

/** Where to sign in when this page is not private: an address, or none when the hub has no other. */
export type OtherDoor = { address: string | undefined };

/** Asks the hub before anyone types a password that it would refuse. None while it is fine, or unknown. */
export function createOtherDoor(page: "/staff" | "/setup"): () => OtherDoor | undefined {
  const [trust] = createResource(() => staffCalls.trust());
  return () => {
    const answer = trust.latest;
    if (answer?.type !== "done" || answer.value.may_sign_in) return undefined;
    const { https_url: url } = answer.value;
    return { address: url ? `${url}${page}` : undefined };
  };
}

/** Stands in the place of the form: the way to the private sign-in, and to trusting it. */
export const Elsewhere: Component<OtherDoor> = (props) => (
  <div class="mt-7" role="status">
    <p class="flex items-start gap-3 text-pretty">
      <Lock size={22} class="mt-0.5 shrink-0 text-accent" />
      {props.address ? words.httpsNeeded : words.httpsOff}
    </p>
    <Show when={props.address}>
      {(address) => (
        <>
          <a
            href={`${address()}${location.search}`}
            class="mt-5 flex min-h-12 items-center justify-center rounded-chip bg-accent px-5 text-center font-semibold text-on-accent hover:bg-accent-press"
          >
            {words.httpsOpen}
          </a>
          <a
            href="/trust"
            class="mt-3 inline-flex min-h-11 items-center font-medium text-accent underline underline-offset-4"
          >
            {words.httpsFirst}
          </a>
        </>
      )}
    </Show>
  </div>
);
