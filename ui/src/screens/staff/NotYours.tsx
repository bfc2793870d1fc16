import type { Component } from "solid-js";
import { Empty } from "../../components/Empty";
import { staff } from "../../text-staff";
import { Lock } from "./icons";
import { LinkButton } from "./LinkButton";

/** Someone is signed in whose role has no use for this screen. */
export const NotYours: Component = () => (
  <Empty
    icon={<Lock size={40} />}
    title={staff.notYours}
    action={<LinkButton href={`/staff?next=${location.pathname}`}>{staff.signInAsOther}</LinkButton>}
  >
    {staff.notYoursMore}
  </Empty>
);
