/** Every text of the staff's screens and of the page at `/`, in one table. */
import type { AgeWord } from "./screens/kitchen/ages";
import { count, list } from "./text";
import { teamRefused } from "./text-team";

const dishes = (n: number) => count(n, "dish", "dishes");
const minutes = (n: number) => count(n, "minute", "minutes");

export const pageTitle = (screen: string) => `${screen} · Plato`;

export const staff = {
  kitchen: "Kitchen",
  floor: "Floor",
  account: "Account",
  close: "Close",
  dismissOf: (text: string) => `Dismiss: ${text}`,
  signOut: "Sign out",
  switchPerson: "Switch to someone else",
  signOutOffline: "The hub cannot be reached, so signing out has to wait.",
  light: "Light screen",
  dark: "Dark screen",
  looking: "Looking for the hub",
  lookingMore: "This screen opens as soon as the hub answers.",
  notYours: "This screen is not part of your job here",
  notYoursMore: "Ask the manager if it should be, or sign in as someone else.",
  signInAsOther: "Sign in as someone else",
  certificateEnds: (day: string) =>
    `The certificate of this hub ends on ${day}. Have it replaced before: devices refuse the hub from then on.`,
  authorityEnds: (day: string) =>
    `What devices of the house trust ends on ${day}. Have the hub make it anew before: every device then installs it once more.`,
};

export const roles = {
  owner: "Owner",
  manager: "Manager",
  waiter: "Waiter",
  kitchen: "Kitchen",
  cashier: "Cashier",
};

export const signIn = {
  title: "Staff sign-in",
  intro: "For the people who work here.",
  name: "Name",
  password: "Password",
  showPassword: "Show password",
  hidePassword: "Hide password",
  submit: "Sign in",
  busy: "Signing in",
  nameMissing: "Type your name.",
  passwordMissing: "Type your password.",
  guest: "Here to eat? Scan the QR code on your table.",
  httpsNeeded:
    "Staff sign in over a private connection, and this page has none: others in the network could read your password.",
  httpsOff: "Staff sign in over a private connection, and this hub has none. Ask the owner.",
  httpsOpen: "Open the private sign-in",
  httpsFirst: "First time on this device? Have it trust the hub",
};

export const home = {
  title: "Plato",
  lead: "This is the table hub of the house. Everyone at a table orders together from their own phones.",
  guestTitle: "Here to eat?",
  guest:
    "Scan the QR code on your table again, with the camera of your phone. If you cannot find it, wave to us: we bring you the code, or a printed menu.",
  back: (table: string) => `Back to table ${table}`,
  staffTitle: "Working here?",
  kitchen: "Tickets, oldest first",
  floor: "Tables, PINs and dishes to run",
  trust: "Have a new device trust the hub",
};

export const ageWords: Record<AgeWord, string> = { new: "New", waiting: "Waiting", late: "Late" };

export const kitchen = {
  stations: "Stations",
  all: "All",
  round: (n: number) => `Round ${n}`,
  order: (n: number) => `Order ${n}`,
  table: (name: string) => `Table ${name}`,
  ticket: (table: string, order: number, station: string) => `table ${table}, order ${order}, ${station}`,
  dishOf: (table: string, dish: string) => `Table ${table}, ${dish}`,
  alsoAt: (names: string[]) => `Also at ${names.join(", ").toUpperCase()}`,
  times: (n: number) => `${n}×`,
  status: { queued: "To do", cooking: "Cooking", ready: "Ready", served: "Served" },
  note: (words: string) => `“${words}”`,
  goesOn: "Goes on in the next strip",
  partyLeft: "Party has left",
  addOn: "Add-on",
  voided: "Void",
  voidedOf: (n: number) => `Void ${n}×`,
  voidAck: "Tap: seen",
  cancelled: "Cancelled by guest",
  allergy: (what: string[], who: string) => `ALLERGY: no ${what.join(", ").toUpperCase()} · ${who}`,
  wholeTable: "whole table",
  stock: "How many",
  stockLeft: (n: number) => `${n} left`,
  stockToday: "Off until tomorrow",
  stockUntilTomorrow: "Until tomorrow",
  stockCount: "Portions left",
  stockSet: "Count down",
  stockClear: "Do not count",
  choicesTitle: "Choices",
  news: { new: "New", changed: "Changed", void: "Void", allergy: "Allergy" },
  allReady: "All ready",
  pass: "Out",
  passOn: "Send on",
  passName: "Expo",
  toCome: (n: number) => `${n} to come`,
  emptyPass: "Nothing to bring. Enjoy the quiet.",
  courses: "Courses",
  coursesOpen: (n: number) => `Courses, ${count(n, "waits", "wait")}`,
  coursesTitle: "Waiting courses",
  coursesMore: "Not to be made before they are fired. A dish can still move to another course.",
  coursesNone: "No course is waiting.",
  course: (n: number) => `Course ${n}`,
  fire: (course: string) => `Fire ${course}`,
  fireOf: (course: string, table: string) => `Fire ${course} of table ${table}`,
  fired: "Fired",
  courseOf: (dish: string) => `Course of ${dish}`,
  allDay: "Totals, all day",
  allDayMore: "Portions still to make, over all tickets shown. What waits for its course is not counted.",
  allDayWith: "With modifiers",
  allDayNone: "Nothing left to make.",
  soundOn: "Sound is on",
  soundOff: "Turn sound on",
  keysOn: "Bump bar is on",
  keysOff: "Use a bump bar or keyboard",
  part: (part: number, parts: number) => `Part ${part} of ${parts}`,
  bump: "Bump",
  bumpOf: (ticket: string) => `Bump ${ticket}`,
  bumped: (table: string) => `${table} bumped`,
  bumpedOf: (table: string, order: number) => `Bumped table ${table}, order ${order}. `,
  undo: "Undo",
  undoOf: (ticket: string) => `Undo bump of ${ticket}`,
  notSent: "Not sent",
  notSentYet: " yet",
  page: (page: number, pages: number) => `${page} of ${pages}`,
  pages: "Page",
  nextPage: "Next page",
  previousPage: "Previous page",
  empty: "No tickets. Enjoy the quiet.",
  emptyMore: "New orders show up here by themselves.",
  emptyStation: (station: string) => `No tickets for ${station}. Enjoy the quiet.`,
  emptyStationMore: "Other stations may be busy: choose All to see.",
  done: "Done",
  doneCount: (n: number) => `Done, ${count(n, "ticket", "tickets")} to run`,
  doneTitle: "Bumped last",
  doneEmpty: "Nothing was bumped yet.",
  recall: "Recall",
  recallOf: (ticket: string) => `Recall ${ticket}`,
  serve: "Served",
  serveOf: (ticket: string) => `Served: ${ticket}`,
  allServed: "At the table",
  putBack: "Not brought",
  putBackOf: (ticket: string) => `Not brought after all: ${ticket}`,
  atPass: (pass: string) => `At ${pass}`,
  eightySix: "86",
  eightySixOpen: (n: number) => `86, ${dishes(n)} off`,
  eightySixTitle: "86 list",
  eightySixMore: "Turn a dish off and no guest can order it. Turn it on when it is back.",
  search: "Find a dish",
  noneFound: (words: string) => `No dish is called “${words}”.`,
  isOn: "On the menu",
  isOff: "86’d",
  cutOff: (since: string | undefined, waiting: number) =>
    `Not connected${since ? ` since ${since}` : ""} — tickets kept, ${waiting > 0 ? count(waiting, "tap waits", "taps wait") : "taps wait"}.`,
  slow: "Live updates do not get through here. Tickets are fetched every few seconds.",
  notices: "Taps that were not taken",
};

/** Courses that a party waits for, as the floor sees them. */
export const courses = {
  title: "Waiting for the kitchen",
  fire: (course: string, portions: number) => `Fire ${course} · ${dishes(portions)}`,
  fired: (course: string) => `${course} fired`,
  move: "Change courses",
  moved: "Done",
};

/** What somebody at a table must not eat, as the floor notes it. */
export const allergies = {
  title: "Must not eat",
  note: "Note an allergy",
  done: "Done",
  who: "Who",
  what: "What",
  table: "Whole table",
  more: "The kitchen sees it at once, also on what is being made.",
  own: (name: string) => `${name} has said this on the phone, and takes it back there.`,
  line: (name: string, what: string) => `${name}: no ${what}`,
  onTile: (what: string[]) => `No ${what.join(", ")}`,
};

/** What became of a tap that the hub did not take, by the code of its refusal. */
export function tapRefused(what: string, code: string, title: string): string {
  const because: Record<string, string> = {
    ticket_already_bumped: "someone bumped it before you.",
    ticket_not_bumped: "it is on the board already.",
    ticket_unknown: "the hub does not know this ticket any more.",
    order_unknown: "the hub does not know this order any more.",
    dish_unknown: "the hub does not know this dish any more.",
    item_unknown: "the dish is no longer on the menu.",
    modifier_unknown: "the choice is no longer on the menu.",
    dish_further_on: "the dish is further already.",
    command_reused: "the hub has it already.",
    ticket_changed: "it has changed since. Look at it again.",
    stock_changed: "somebody has changed it since. Look at it again.",
    nothing_ready: "nothing of it is ready any more. Look at it again.",
    course_not_held: "nothing of it waits for that course any more. Look at it again.",
    ticket_held: "it waits for its course.",
    void_unseen: "something was voided on it. Look at it before you bump it.",
    dish_at_pass: "it stands at its pass still.",
    session_closed: "the party has left.",
    dish_voided: "the dish was voided.",
    dish_fired: "the dish was fired already.",
    course_unknown: "there is no such course any more.",
    role_forbidden: "your role may not do that.",
  };
  return `${what[0]?.toUpperCase() ?? ""}${what.slice(1)}: ${because[code] ?? title}`;
}

export const floor = {
  title: "Floor",
  states: {
    free: "Free",
    seated: "Seated",
    ordered: "Ordered",
    ready: "Ready to run",
    eating: "Eating",
    wants_to_pay: "Wants to pay",
    paid: "Paid",
    to_clean: "To clean",
  },
  views: "Ways to look at the floor",
  tabs: { now: "Now", tables: "Tables", plan: "Plan" },
  mine: "My tables",
  everyones: "All tables",
  me: "You",
  quiet: "Nothing to do right now",
  quietMore: "Calls, dishes to run and tables that wait too long show up here.",
  calls: "Calls",
  callFrom: "Call from table ",
  callKinds: { waiter: "Waiter, please", water: "Water", cutlery: "Plates or cutlery", bill: "The bill" },
  callsWaiting: (kinds: string[]) => `Calls: ${kinds.join(", ")}`,
  onTheWay: (name: string) => `${name} is on the way`,
  goThere: "On my way",
  callDone: "Done",
  actOn: (what: string, table: string, call: string) => `${what}: table ${table}, ${call}`,
  waits: (ms: number) => {
    const minutes = Math.floor(ms / 60_000);
    return minutes < 1 ? "now" : `${minutes} min`;
  },
  lateTables: "Waiting too long",
  lateAt: "Waiting too long: table ",
  tooLong: "Too long: ",
  late: "Too long",
  clean: "Mark clean",
  cleanOf: (table: string) => `Mark clean: table ${table}`,
  brought: "Brought",
  order: (n: number) => `Order ${n}`,
  justBrought: "Brought just now",
  wasBrought: (table: string, order: number) => `Order ${order} is at table ${table}`,
  notBroughtTo: (table: string, order: number) => `Undo: order ${order} was not brought to table ${table}`,
  undo: "Undo",
  broughtTo: (table: string, order: number) => `Brought to table ${table}, order ${order}`,
  portions: (n: number, dish: string) => (n === 1 ? dish : `${n} × ${dish}`),
  servedBy: "Looked after by ",
  together: (tables: string) => `Tables ${tables}`,
  minutesShort: (n: number) =>
    n < 60 ? `${n}m` : `${Math.floor(n / 60)}h${String(n % 60).padStart(2, "0")}`,
  acts: {
    take_call: (table: string) => `The call of table ${table}`,
    end_call: (table: string) => `The call of table ${table}`,
    serve: (table: string) => `The dishes for table ${table}`,
    put_back: (table: string) => `The dishes for table ${table}`,
    fire: (table: string) => `The course of table ${table}`,
    course: (table: string) => `The other course for table ${table}`,
    allergies: (table: string) => `The allergy of table ${table}`,
    covers: (table: string) => `The guests of table ${table}`,
    waiter: (table: string) => `The waiter of table ${table}`,
    clean: (table: string) => `Table ${table}`,
    move: (table: string) => `Moving table ${table}`,
    add_table: (table: string) => `One table more for ${table}`,
    leave_table: (table: string) => `One table less for ${table}`,
    join: (table: string) => `Joining table ${table} with another`,
    part: (table: string) => `Splitting up table ${table}`,
    approve: (table: string) => `The yes to the order of table ${table}`,
    decline: (table: string) => `The no to the order of table ${table}`,
  },
  toRun: "Ready to run",
  runTo: "Run to table ",
  table: (name: string) => `Table ${name}`,
  seats: (n: number) => count(n, "seat", "seats"),
  coversWord: (n: number) => (n === 1 ? "guest" : "guests"),
  minutes: (n: number) => (n < 60 ? `${n} min` : `${Math.floor(n / 60)} h ${n % 60} min`),
  dishesReady: (n: number) => `${n} ready`,
  dishesOpen: (n: number) => `${n} to come`,
  blocked: "PIN blocked",
  knocks: (names: string[]) =>
    names.length === 1 ? `${names[0] ?? ""} wants to join` : `${names.length} want to join`,
  noTables: "No tables yet",
  noTablesMore: "Tables come from the venue file. Import one, and they show up here.",
  cutOff: (since: string | undefined, waiting: number) => {
    if (since === undefined) return "Not connected. Tables show up as soon as the hub answers.";
    const queue = waiting > 0 ? ` ${count(waiting, "thing", "things")} not sent yet.` : "";
    return `Not connected since ${since}. Tables are as they were then.${queue}`;
  },
  slow: "Live updates do not get through here. Tables are fetched every few seconds.",
  allReady: "All ready",
  coursesWait: (names: string[]) => `${names.join(", ")} waiting`,
  stuck: (names: string[]) =>
    names.length === 1 ? `${names[0] ?? ""}'s phone cannot follow` : `${names.length} phones cannot follow`,
  pinsPaused: (minutes: number) =>
    `Too many wrong PINs were typed in the house. For ${count(minutes, "minute", "minutes")} nobody joins by PIN, a new one does not help: let guests in when they knock.`,
  unshown: (tables: string[]) =>
    tables.length === 1
      ? `No kitchen display shows the order of table ${tables[0] ?? ""}. Please tell the kitchen.`
      : `No kitchen display shows the orders of tables ${list(tables)}. Please tell the kitchen.`,
  needsHub: "This needs the hub. It works again as soon as the connection is back.",
};

/** What became of a press that the hub did not take, by the code of its refusal. */
export function actRefused(what: string, code: string, title: string): string {
  const because: Record<string, string> = {
    table_taken: "somebody was seated at that table meanwhile.",
    table_unknown: "the hub does not know that table any more.",
    table_last: "it is the party's only table.",
    table_not_theirs: "the table was taken off already.",
    dish_fired: "the kitchen has the dish already.",
    nothing_ready: "nothing of it is ready any more. Look at the table again.",
    ticket_changed: "it was made again since. Look at the table again.",
    course_not_held: "nothing waits for it any more. Look at the table again.",
    dish_voided: "the dish was voided.",
    course_unknown: "there is no such course any more.",
    diner_unknown: "they are not at the table any more.",
    session_closed: "the visit has ended.",
    party_same: "they are one party already.",
    party_full: "there are too many guests for one party.",
    bill_being_paid: "somebody has paid a part of that bill, or is paying. Settle it first.",
    order_waits: "an order of theirs waits for your yes or no.",
    guests_all: "then nobody would be left at the table.",
    dishes_gone: "some of the dishes are not on that bill any more. Look at the table again.",
    covers_too_few: "more guests with a phone go.",
    discount_spans: "a discount of a fixed amount is on dishes of both. Take it off first.",
    cart_full: "there is too much in the two carts for one.",
    session_unknown: "the visit has ended.",
    order_not_waiting: "the guests have taken everything back.",
    order_unknown: "the hub does not know this order any more.",
    staff_unknown: "they cannot look after tables any more.",
    covers_out_of_bounds: "a party has between 1 and 60 guests.",
    command_reused: "the hub has it already.",
    role_forbidden: "your role may not do that.",
  };
  return `${what}: ${because[code] ?? title}`;
}

export const serving = {
  covers: "Guests",
  waiter: "Looked after by",
  nobody: "Nobody",
};

export const moving = {
  moveIt: "Move",
  addOne: "Add a table",
  moveTo: "Move them to which table?",
  moveMore: "Orders, PIN and phones go with them. The kitchen sees the new table at once.",
  addWhich: "Which table do they get as well?",
  addMore: "It is one party at all of its tables, with one cart and one bill.",
  noneFree: "No table is free.",
  move: (table: string) => `Move to table ${table}`,
  add_table: (table: string) => `Add table ${table}`,
  takeOff: (table: string) => `Take off ${table}`,
  tables: "Their tables",
  waits: "The move waits for the hub.",
  joinIt: "Join a table",
  joinWhich: "Which party do they join?",
  joinMore: "One cart, one bill, all tables. Nothing is made again, and no phone has to join anew.",
  join: (table: string) => `Join table ${table}`,
  joinAsk: (table: string, other: string) =>
    `Tables ${table} and ${other} become one party. What was two bills is one then, and stays so.`,
  joinYes: "Join them",
  joinNo: "Not now",
  noOthers: "Nobody else is seated.",
  partIt: "Split up",
};

/** A party that is split up: who and what goes. */
export const parting = {
  who: "Who sits elsewhere?",
  whoMore: "They take along what is theirs: in the cart, in the kitchen and on the bill.",
  dishes: "Which other dishes go?",
  dishesMore: "For guests without a phone. What guests above have ordered goes with them.",
  noDishes: "There are no others.",
  unknown: (why: string) => `The dishes cannot be shown. ${why}`,
  ofSo: (count: number) => `of ${count}`,
  less: (dish: string) => `One ${dish} less goes`,
  more: (dish: string) => `One ${dish} more goes`,
  goes: (count: number, dish: string) => `${count} ${dish} go`,
  howMany: "How many guests go?",
  count: (guests: number) => `${guests} go`,
  first: "Choose who or what goes.",
  all: "If all of it goes, move the party, or let it join a table.",
  where: "Where to?",
  to: (table: string) => `To the party at table ${table}`,
  free: (table: string) => `To table ${table}, as a party of their own`,
};

export const seat = {
  howMany: "How many guests?",
  more: "More",
  less: "One guest fewer",
  plus: "One guest more",
  go: (covers: number, table: string) => `Seat ${covers} at table ${table}`,
  goFirst: "Choose how many",
  busy: "Seating",
  seatsOnly: (n: number) => `This table has ${count(n, "seat", "seats")}.`,
};

export const pin = {
  tell: "Tell the guests this PIN",
  is: (digits: string) => `The PIN is ${digits.split("").join(" ")}`,
  tellMore: "They scan the QR code on the table and type the PIN.",
  reveal: "Show PIN",
  hide: "Hide PIN",
  reissue: "New PIN",
  reissueMore: "The old PIN stops working. Guests who are in stay in.",
  forgotten: "The hub was restarted and no longer knows the PIN. Make a new one; guests who are in stay in.",
  blocked: (left: number) =>
    `Too many wrong PINs. Nobody new can join for ${minutes(left)}. Guests who are in stay in.`,
  blockedForGood: "Too many wrong PINs. Nobody new can join until you make a new PIN.",
};

export const tableSheet = {
  diners: "On their phones",
  noDiners: "Nobody has joined with a phone yet.",
  seatedFor: "Here for",
  guests: "Guests",
  orders: "Orders",
  kitchen: "In the kitchen",
  ready: "Ready to run",
  showQr: "Show QR code",
  hideQr: "Hide QR code",
  qr: (table: string) => `QR code of table ${table}`,
  qrMore: "Guests scan this to open the table.",
  allPaid: "Everything is brought and paid.",
  closeTable: "Close table",
  closeAsk: (table: string) => `Close table ${table}?`,
  closeMore: "The visit ends for every phone at this table. This cannot be undone.",
  stillOpen: (open: number, ready: number) =>
    [
      open > 0 ? `${dishes(open)} still in the kitchen` : "",
      ready > 0 ? `${dishes(ready)} not brought yet` : "",
    ]
      .filter((words) => words !== "")
      .join(", ") + ".",
  nothingOpen: "Everything ordered was brought.",
  neverOrdered: "Nothing was ordered.",
  closeYes: (table: string) => `Close table ${table}`,
  closeNo: "Keep it open",
  left: "This table was closed.",
  nothingToPay: "Nobody sits here, so there is nothing to pay.",
};

export const door = {
  title: "At the door",
  knocks: (name: string) => `${name} would like to join`,
  claims: (name: string, who: string) => `${name} says: I was here as ${who}, this is my new phone`,
  letIn: "Let in",
  confirm: (who: string) => `Yes, that is ${who}`,
  asNew: "Let in as new",
  notNow: "Not now",
  labelled: (what: string, name: string) => `${what}: ${name}`,
  invite: "Let somebody in",
  inviteMore:
    "They scan this, or type the code after scanning the table’s own QR code. It lets one person in.",
  hide: "Take it back",
  over: "This invite has ended.",
  another: "Make another one",
  used: (name: string) => `${name} is in.`,
  done: "Done",
  remove: (name: string) => `Remove ${name}`,
  removeAsk: (name: string) => `Remove ${name} from this table?`,
  removeMore:
    "Their phone is signed out at once. What they ordered stays. Whoever knows the PIN can come back: make a new one if that is the point.",
  stuckMore: (names: string[]) =>
    `The hub could not follow ${names.join(" and ")}'s phone and cut it off. Reloading the page helps; what was ordered is safe.`,
  removeYes: "Remove",
  removeNo: "Keep",
};

export const sharing = {
  how: "How do they order?",
  fact: "Ordering",
  modes: { family: "Together", individual: "Each alone" },
  show: "Show what is in the cart",
  again: "Look again",
  shared: "The table's cart",
  empty: "Nothing in it.",
  sum: "Not ordered yet",
};

/** Why the hub said no, by its code; its own words where there is no better sentence. */
export function refused(code: string, title: string, retryAfterS?: number | null): string {
  const wait = retryAfterS ? count(retryAfterS, "second", "seconds") : undefined;
  const texts: Record<string, string> = {
    sign_in_wrong: "That name and password do not go together. Try again.",
    busy: wait ? `Many people are signing in right now. Try again in ${wait}.` : title,
    table_taken: "Someone has just seated guests at this table.",
    table_unknown: "The hub does not know this table any more.",
    session_unknown: "This visit has ended already.",
    session_closed: "This visit has ended already.",
    mode_fixed: "This table has ordered already, so it goes on as it began.",
    role_forbidden: "Your role may not do that.",
    knock_over: "Nobody is waiting there any more.",
    diner_unknown: "This guest is not at the table any more.",
    pin_forgotten: "The hub was restarted and no longer knows this PIN. Make a new one.",
    ...teamRefused,
  };
  return texts[code] ?? title;
}

export const unreachable = "The hub did not answer. Nothing is lost; try again.";
export const faulted = "The hub stumbled. Try again, and tell the manager if it stays.";
