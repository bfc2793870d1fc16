/** Every text about accounts, devices of the house, PINs, step-up and the audit, in one table. */
import type { AuditAct, AuditKind, AuditRecord } from "./platform/team-calls";
import { isolated } from "./components/isolated";
import { count } from "./text";

export const setup = {
  title: "Welcome to Plato",
  intro: "This hub has no owner yet. Make the first account: it can do everything, and makes the others.",
  code: "Code from the hub",
  codeHint: "The hub printed it where it was started, as 12 letters and digits.",
  name: "Your name",
  password: "Password",
  passwordHint: "At least 8 characters. Several words are easy to remember and hard to guess.",
  submit: "Make the owner’s account",
  busy: "Making the account",
  missing: "Fill this in.",
  none: "This hub has no owner yet. The first account is made with a code from its console.",
  begin: "Make the first account",
  done: "This hub has an owner already.",
  signIn: "Sign in",
};

export const door = {
  who: "Who are you?",
  whoMore: (device: string) => `This is “${device}”, a device of the house.`,
  pinOf: (name: string) => `PIN of ${name}`,
  typed: (digits: number) => count(digits, "digit typed", "digits typed"),
  back: "Someone else",
  withPassword: "Sign in with a password",
  withPin: "Back to the people",
  noPin: "No PIN yet",
  noPinMore: (name: string) =>
    `${name} has no PIN yet. Sign in with the password once, and choose a PIN under “My account”.`,
  digit: (digit: string) => `Digit ${digit}`,
  erase: "Erase the last digit",
  go: "Go on",
  busy: "Looking",
  wrongPin: "That is not the PIN. Try again.",
  enrol: "Make this a device of the house",
  enrolMore: "Then people switch on it with a short PIN. An owner or manager shows the code under “Team”.",
  code: "Code",
  codeHint: "8 letters and digits, good for ten minutes.",
  enrolSubmit: "Use the code",
  enrolBusy: "Asking the hub",
  codeMissing: "Type the code.",
  waitFor: (left: string) => `Try again in ${left}`,
};

export const stepUp = {
  title: "Is it still you?",
  more: "This asks for your PIN or password, so that nobody else does it at a screen you left open. It is good for five minutes.",
  pin: "Your PIN",
  password: "Your password",
  usePassword: "Use the password instead",
  usePin: "Use the PIN instead",
  submit: "Confirm",
  busy: "Looking",
};

export const account = {
  title: "My account",
  pin: "PIN for shared devices",
  pinMore: "With it you switch to your name on a device of the house.",
  pinHas: "You have one. A new one takes its place.",
  pinNew: "New PIN, 4 to 6 digits",
  password: "Your password",
  pinSave: "Save the PIN",
  passwordTitle: "Password",
  passwordMore: "A new password ends your PIN, and signs you out everywhere else.",
  passwordNew: "New password, at least 8 characters",
  passwordSave: "Save the password",
  saved: "Saved.",
  where: "Where you are signed in",
};

export const team = {
  title: "Team",
  people: "People",
  devices: "Devices",
  signIns: "Signed in",
  add: "Add a person",
  name: "Name",
  role: "Role",
  password: "Password",
  passwordHint: "At least 8 characters. Tell it to the person; they can change it.",
  addSubmit: "Add",
  disabled: "Disabled",
  hasPin: "PIN chosen",
  change: (name: string) => `Change ${name}`,
  rename: "Save the name",
  changeRole: "Save the role",
  roleMore: "They are signed out everywhere and sign in anew with the new role.",
  newPassword: "New password",
  setPassword: "Set the password",
  passwordMore: "Their PIN ends, and they are signed out everywhere.",
  disable: "Disable the account",
  disableMore: "Nobody can sign in with it, and it is signed out everywhere. Records of it stay.",
  enable: "Enable the account",
  noDevices: "No devices yet",
  noDevicesMore: "A tablet that belongs to the house lets people switch with a short PIN.",
  deviceName: "What is the device called?",
  deviceHint: "For example “Bar tablet”.",
  makeCode: "Show a code",
  codeTitle: (name: string) => `Code for “${name}”`,
  codeMore:
    "Open /staff on the device, choose “Make this a device of the house” and type the code. It works once, for ten minutes.",
  revokeDevice: (name: string) => `Remove ${name}`,
  removeDevice: "Remove",
  since: (when: string) => `since ${when}`,
  seen: (when: string) => `last seen ${when}`,
  end: "End",
  endOf: (name: string) => `End the sign-in of ${name}`,
  thisOne: "This one",
  elsewhere: "Not a device of the house",
};

export const kinds: Record<AuditKind, string> = {
  sign_in: "Signing in",
  team: "Team",
  device: "Devices",
  pin: "Table PINs",
  table: "Tables",
  menu: "Menu",
  export: "Exports",
  bill: "Bills",
};

export const audit = {
  title: "Audit",
  everyone: "Everyone",
  everything: "Everything",
  person: "Person",
  kind: "What",
  table: "Table",
  everywhere: "Everywhere",
  from: "From",
  until: "Until",
  more: "Older records",
  none: "Nothing on record",
  noneMore: "Nothing that fits was found.",
  export: "Export as CSV",
  someone: "Someone",
  hub: "The hub",
  guest: "A guest",
  browser: "Which browser",
  head: "The newest record shown, for “plato audit verify --head”:",
};

const proofs: Record<string, string> = { password: "with the password", pin: "with the PIN" };

/** How somebody who was signed in did not prove again who they are. */
const stepUps: Record<string, string> = {
  step_up_password: "the password was wrong",
  step_up_pin: "the PIN was wrong",
};

/** What happened, as a sentence without who did it. */
export function actText(record: AuditRecord): string {
  const { detail } = record;
  const subject = isolated(record.subject);
  const how = proofs[detail] ?? "";
  const texts: Record<AuditAct, string> = {
    signed_in: `signed in ${how}`,
    sign_in_failed: stepUps[detail]
      ? `did not confirm that it is ${subject}: ${stepUps[detail]}`
      : subject
        ? `tried to be ${subject}, with a wrong ${detail === "pin" ? "PIN" : detail}`
        : "tried a name that nobody has",
    signed_out: record.who === record.subject ? "signed out" : `signed ${subject || "someone"} out`,
    stepped_up: `confirmed who they are ${how}`,
    account_added: `added ${subject} as ${detail}`,
    account_renamed: `renamed an account to ${isolated(detail)}`,
    role_changed: `made ${subject} ${detail}`,
    password_set: record.who === record.subject ? "changed their password" : `set a password for ${subject}`,
    staff_pin_set: "chose a PIN",
    account_disabled: `disabled ${subject}`,
    account_enabled: `enabled ${subject}`,
    device_code_issued: `asked for a code for “${subject}”`,
    device_enrolled: `made “${subject}” a device of the house`,
    device_revoked: `removed “${subject}” from the devices of the house`,
    pin_revealed: `looked at the PIN of table ${subject}`,
    pin_reissued: `made a new PIN for table ${subject}`,
    table_seated: `seated ${detail} at table ${subject}`,
    table_closed: `closed table ${subject}`,
    mode_changed: `changed how table ${subject} orders`,
    venue_imported: "put a venue file in force",
    item_eighty_sixed: `took ${subject} off the menu`,
    item_back: `put ${subject} back on the menu`,
    invite_shown: `showed an invite to table ${subject}`,
    pin_tried: `somebody typed a PIN for table ${subject}`,
    pin_wrong: `a PIN typed for table ${subject} was wrong`,
    order_entered: `ordered for table ${subject}: ${detail}`,
    invite_tried: `somebody typed the code of an invite for table ${subject}`,
    guest_joined: `a guest came in at table ${subject} with the PIN`,
    guest_let_in: `a guest came in at table ${subject} without the PIN`,
    guest_turned_away: `turned somebody away from table ${subject}`,
    guest_moved: `a guest at table ${subject} went on with another phone`,
    guest_removed: `took a guest off table ${subject}`,
    covers_changed: `counted ${count(Number(detail), "guest", "guests")} at table ${subject}`,
    waiter_assigned: detail ? `gave table ${subject} to ${detail}` : `took table ${subject} from its waiter`,
    party_moved: `moved the party of table ${detail} to ${subject}`,
    table_added: `added table ${detail} to the party at ${subject}`,
    table_taken_off: `took table ${detail} off the party at ${subject}`,
    guests_to_party: `took guests of table ${detail} to the party at ${subject}`,
    portions_voided: `voided ${detail} at table ${subject}`,
    portions_comped: `gave free ${detail} at table ${subject}`,
    audit_exported: `exported ${count(Number(detail), "record", "records")}`,
    day_exported: `saved the books of business day ${subject} as a file`,
    discount_given: `took ${detail} off the bill of table ${subject}`,
    discount_withdrawn: `took a discount back at table ${subject}`,
    take_away_marked: `changed what table ${subject} takes away (${count(Number(detail), "portion", "portions")})`,
    payment_taken: `took a payment of ${detail} at table ${subject}`,
    payment_refunded: `gave ${detail} back at table ${subject}`,
    cash_moved: `moved ${detail} into or out of the drawer`,
    day_closed: `closed business day ${subject} with ${detail} over in the drawer`,
    online_strayed: `had ${detail} paid online that table ${subject} did not owe`,
    online_returned: `noted that money paid online was given back to table ${subject}`,
    left_unpaid: `closed table ${subject} with ${detail} not paid`,
    order_approved: `approved ${detail} of table ${subject}`,
    order_declined: `declined ${detail} of table ${subject}`,
  };
  return texts[record.act];
}

/** Why the hub said no, where there is a better sentence than its own. */
export const teamRefused: Record<string, string> = {
  owner_exists: "This hub has an owner already. Sign in instead.",
  owners_only: "Only an owner may make or change owners.",
  proof_wrong: "That is not right. Try again.",
  step_up_needed: "Confirm first that it is you.",
};
