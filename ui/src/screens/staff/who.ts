/** Who is signed in on this device. A device that nobody is signed in on goes to the sign-in page. */
import { createSignal, onMount, type Accessor } from "solid-js";
import { newCommandKey, staffCalls, type Outcome, type StaffAnswer } from "../../platform/staff-calls";
import { forgetBoard } from "../../platform/staff-storage";

/** Asks the hub; nothing while it has not answered. */
export function createWho(): Accessor<StaffAnswer | undefined> {
  const [who, setWho] = createSignal<StaffAnswer>();
  const ask = async () => {
    const answer = await staffCalls.me();
    if (isSignedOut(answer)) goToSignIn();
    if (answer.type === "done") setWho(answer.value);
  };
  onMount(() => void ask());
  return who;
}

/** Does somebody run the house? Only they give away what was made. */
export function isOffice(who: StaffAnswer | undefined): boolean {
  return who?.role === "owner" || who?.role === "manager";
}

export function isSignedOut(answer: Outcome<unknown>): boolean {
  return answer.type === "refused" && answer.problem.status === 401;
}

/** The code with which a feed turns away a device that nobody is signed in on. */
export const SIGNED_OUT = "staff_signed_out";

export function goToSignIn() {
  location.replace(`/staff?next=${encodeURIComponent(location.pathname)}`);
}

/** Whether the hub took note; the device forgets what it kept of the kitchen either way. */
export async function signOut(): Promise<boolean> {
  const answer = await staffCalls.signOut(newCommandKey());
  if (answer.type !== "done" && !isSignedOut(answer)) return false;
  forgetBoard();
  location.assign("/staff");
  return true;
}
