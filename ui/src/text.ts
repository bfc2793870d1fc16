/**
 * Every text of the guest's screens, in one table: the words of a good waiter, short and friendly.
 * Staff screens have a table of their own in `text-staff.ts`.
 */
import type { Allergen, Diet } from "./bridge/names";

const plurals = new Intl.PluralRules("en");

/** `count(2, "dish", "dishes")` is "2 dishes". */
export function count(n: number, one: string, many: string): string {
  return `${n} ${plurals.select(n) === "one" ? one : many}`;
}

/** `list(["gluten", "eggs"])` is "gluten and eggs". */
export function list(words: string[], joined: "and" | "or" = "and"): string {
  const type = joined === "and" ? "conjunction" : "disjunction";
  return new Intl.ListFormat("en-GB", { type }).format(words);
}

export const common = {
  close: "Close",
  everyone: "Everyone",
  you: "You",
  someone: "Someone",
  waiter: "Your waiter",
  loading: "One moment",
  stuckTitle: "This page did not load",
  stuck: "The Wi-Fi may be weak here. Opening it anew helps; nothing you chose is lost.",
  openAnew: "Open it anew",
  table: (name: string) => `Table ${name}`,
};

export const dishStatus = {
  queued: "With the kitchen",
  cooking: "Being made",
  ready: "On its way",
  served: "At your table",
};

/** Of a dish whose course the kitchen has not been told to start. */
export const comesLater = "Comes later";

export const allergens: Record<Allergen, string> = {
  gluten: "gluten",
  crustaceans: "crustaceans",
  eggs: "eggs",
  fish: "fish",
  peanuts: "peanuts",
  soybeans: "soya",
  milk: "milk",
  nuts: "nuts",
  celery: "celery",
  mustard: "mustard",
  sesame: "sesame",
  sulphites: "sulphites",
  lupin: "lupin",
  molluscs: "molluscs",
};

export const diets: Record<Diet, string> = {
  vegetarian: "Vegetarian",
  vegan: "Vegan",
  "gluten-free": "Gluten-free",
  halal: "Halal",
  kosher: "Kosher",
  spicy: "Spicy",
};

export const join = {
  title: "Good to have you",
  lead: "Your waiter has a PIN for this table. Everyone who types it orders together.",
  pin: "Table PIN",
  pinHint: (digits: number) => `${digits} digits, from your waiter`,
  pinProblem: (digits: number) => `The PIN has ${digits} digits.`,
  name: "Your name",
  nameHint: "So the others know who orders",
  nameProblem: "Please tell us what to call you.",
  nameTooLong: (max: number) => `A little shorter, please: at most ${max} letters.`,
  button: "Join the table",
  busy: "Letting you in…",
  lookFirst: "Look at the menu first",
  wasHere: "I was here before, with another phone",
  noPin: "No PIN? Ask to be let in",
  haveInvite: "I have an invite",
  havePin: "I have the PIN",
  inviteTitle: "You are invited",
  inviteLead: "Somebody at this table lets you in. Just say who you are.",
  codeLead: "Type the code that somebody at the table, or your waiter, shows you.",
  code: "Invite code",
  codeHint: "6 letters and digits, good for two minutes",
  codeProblem: "The code has 6 letters and digits.",
  knockTitle: "Ask to be let in",
  knockLead: "Everyone at the table, and the waiter, sees your name and can let you in.",
  knockButton: "Ask to be let in",
  knockBusy: "Asking…",
  noKeyTitle: "Please scan the code on your table",
  noKey: "This page was opened without it, so we cannot tell where you sit. You can still read the menu.",
  pinWrong: "That is not the PIN of this table.",
  attemptsLeft: (n: number) => {
    if (n === 0) return "The table takes no more tries for now. Your waiter can let you in at once.";
    return `You can try ${n === 1 ? "once more" : `${n} more times`}.`;
  },
  blocked: "Too many wrong PINs. To keep strangers out, this table takes none for now.",
  paused: "Somebody has tried too many PINs in this house. To keep strangers out, no PIN works for now.",
  addressBlocked: "Too many wrong PINs came over this connection, so it takes none for now.",
  onlyNewPin: "Too many wrong PINs. Waiting does not help: please ask your waiter for a new PIN.",
  blockedNext: "Somebody at your table or a waiter can let you in at once.",
  blockedFor: (time: string) => `Try again in ${time}`,
  blockedOver: "You can try again now.",
  haveNewPin: "I have a new PIN",
  tableKeyWrong: "This code is no longer in use. Please scan the one on your table.",
  hubUnreachable: "We cannot reach the restaurant. Is your phone on the restaurant's Wi-Fi?",
  brainFailed: "Ordering has not loaded yet. The Wi-Fi may be weak here.",
  tryAgain: "Try again",
};

export const knocking = {
  asking: "Looking how it stands…",
  waitingTitle: "Somebody will let you in",
  waiting: "Ask somebody at your table or a waiter to let you in. They see your name on their phones.",
  claiming: (name: string) =>
    `We asked the others whether you are ${name}. Somebody at your table or a waiter has to say yes.`,
  as: (name: string) => `Waiting as ${name}`,
  left: (time: string) => `They can answer for another ${time}`,
  unheard: "The hub does not answer just now. We keep asking.",
  giveUp: "Stop waiting",
  chooseTitle: "Were you here before?",
  choose: "There is somebody at this table whose phone is away. If that was you, you get your place back.",
  itIsMe: (name: string) => `Yes, I am ${name}`,
  newHere: "No, I am new here",
  refusedTitle: "Not just now",
  refused: "The table did not let you in. Have a word with them, or ask your waiter.",
  notKnown: "They did not say that it is you. You can still come in as somebody new.",
  comeInNew: "Come in as somebody new",
  expiredTitle: "Nobody has answered",
  expired: "They may not have seen it. Ask once more, or wave to your waiter.",
  replacedTitle: "There is a new PIN",
  replaced: "Your table has another PIN since you typed yours. Ask your waiter for it, and type it.",
  replacedNext: "Type the new PIN",
  joinedTitle: "They sit with another party now",
  joined: "Ask again, and that party can let you in. Or scan the code on the table where they sit.",
  closedTitle: "This visit is over",
  closed: "The table was closed while you waited. If you are about to sit down, ask your waiter.",
  again: "Try another way",
};

export const door = {
  invite: "Let somebody in",
  inviteMore: "For a friend who has no PIN, or whose PIN is blocked",
  knocks: (name: string) => `${name} would like to join`,
  claims: (name: string) => `Is this ${name} on a new phone?`,
  claimsMe: "Is this you, on another phone?",
  claimsMeMore: "If you say yes, this phone is signed out and the other one goes on.",
  letIn: "Let in",
  notNow: "Not now",
  yes: "Yes",
  asNew: "Let in as new",
  labelled: (what: string, name: string) => `${what}: ${name}`,
  inviteTitle: "Let somebody in",
  inviteLead:
    "They scan this, or type the code after scanning the table’s own QR code. It lets one person in.",
  making: "Making an invite…",
  qr: "QR code of the invite",
  code: "Code",
  holds: (time: string) => `Good for another ${time}`,
  over: "This invite has ended.",
  used: (name: string) => `${name} is in.`,
  another: "Make another one",
  takeBack: "Take it back",
  done: "Done",
  stay: (time: string) => `In ${time} this phone is signed out of the table.`,
  stayMore: "For safety that happens after eight hours. Your cart and orders stay with the table.",
  stayButton: "Stay at the table",
  staying: "One moment…",
};

export const calls = {
  title: "Call the waiter",
  lead: (table: string) =>
    `${table ? `You are at table ${table}. ` : ""}Everyone of you sees that you called; pressing once is enough.`,
  short: "Waiter",
  called: "Called",
  coming: "Coming",
  kinds: {
    waiter: "Please come to us",
    water: "Water, please",
    cutlery: "Plates or cutlery, please",
    bill: "The bill, please",
  },
  told: "The waiters know.",
  notSent: "Not sent yet. It goes out by itself as soon as the hub answers.",
  onTheWay: (name: string) => `${name} is on the way.`,
  takeBack: "Never mind",
  takeBackOf: (what: string) => `Never mind: ${what}`,
};

export const menu = {
  title: "Menu",
  nav: "Sections of the menu",
  search: "Search the menu",
  clearSearch: "Clear the search",
  filter: "Diets and allergens",
  filterCount: (n: number) => `Diets and allergens, ${count(n, "choice", "choices")} on`,
  soldOut: "Sold out today",
  left: (n: number) => `Only ${n} left`,
  contains: (what: string[]) => `Contains ${list(what)}`,
  has: (what: string[]) => `contains ${what.join(", ")}`,
  mayContain: (what: string[]) => `May contain ${list(what)}`,
  dependsOnChoice: (what: string[]) => `Some choices contain ${list(what)}`,
  inCart: (n: number) => `${n} in the cart`,
  nothingTitle: "Nothing like that tonight",
  nothingSearch: (query: string) => `We found no dish for “${query}”. Another word, perhaps?`,
  nothingFilter: "No dish fits everything you chose.",
  showAll: "Show the whole menu",
  unreachableTitle: "The menu is on its way",
  unreachable: "We cannot reach the restaurant yet. Is your phone on its Wi-Fi? We keep trying.",
  joinFirst: "Join the table to order",
};

export const filter = {
  title: "Diets and allergens",
  diets: "Only dishes that are",
  avoid: "I avoid",
  avoidHint: "The fourteen allergens that must be declared. “May contain” means traces cannot be ruled out.",
  hide: "Hide dishes that contain them",
  hideHint: "Otherwise they stay in place, in grey.",
  show: (n: number) => (n === 0 ? "No dish fits" : `Show ${count(n, "dish", "dishes")}`),
  clear: "Clear all",
  allergy: "If an allergy is serious, please tell your waiter too.",
};

export const dish = {
  choose: (min: number, max: number) => {
    if (min === 0) return max === 1 ? "If you like" : `Up to ${max}, if you like`;
    if (min === max) return min === 1 ? "Choose one" : `Choose ${min}`;
    return `Choose ${min} to ${max}`;
  },
  required: "Needed",
  chosen: "Chosen",
  none: "No, thanks",
  note: "Anything the kitchen should know?",
  notePlaceholder: "Sauce on the side, please",
  noteLeft: (n: number) => `${count(n, "character", "characters")} left`,
  forWhom: "Who is it for?",
  me: "Me",
  portions: "Portions",
  less: "One less",
  more: "One more",
  portionCount: (n: number) => count(n, "portion", "portions"),
  add: (n: number) => `Add ${n}`,
  save: "Save",
  each: "each",
  soldOut: "Sold out today. We are sorry.",
  contains: "Contains",
  mayContain: "May contain traces of",
  nothingDeclared: "None of the fourteen allergens is declared for this dish.",
  byChoice: "includes your choices",
  optionContains: (what: string[]) => `contains ${list(what)}`,
  missing: (question: string) => `One thing first: ${question}`,
  added: (n: number, name: string) => `${n} × ${name} is in the cart`,
  saved: (name: string) => `${name} is changed`,
  change: "Change",
  lineGone: "Somebody has taken this off the cart meanwhile.",
};

export const cart = {
  title: "Cart",
  short: "Cart",
  draft: "Not ordered yet",
  own: "Only you see this cart. Everyone here orders for themselves.",
  yours: "You",
  count: (n: number) => count(n, "dish", "dishes"),
  unsaved: "on this phone",
  saved: "saved",
  proposal: "For the next round: it came after the order went in.",
  addedBy: (name: string) => `from ${name}`,
  edit: (name: string) => `Change ${name}`,
  editOf: (name: string, who: string) => `Change ${name} of ${who}`,
  less: (name: string) => `One less ${name}`,
  more: (name: string) => `One more ${name}`,
  portions: (n: number, name: string) => `${n} ${name}`,
  remove: "Take off",
  removeLabel: (name: string) => `Take ${name} off`,
  give: "Give",
  giveLabel: (name: string) => `Give ${name} to someone`,
  giveTitle: (name: string) => `Who gets ${name}?`,
  giveLead: "They eat it, and it goes on their share of the bill.",
  given: (name: string, who: string) => `${name} is now for ${who}`,
  showControls: (name: string, who: string) => `Change ${name} of ${who}`,
  eightySixed: "Sold out just now. Please choose something else.",
  notOnMenu: "No longer on the menu. Please choose something else.",
  conflict: "Two of you chose differently at the same time. Which shall it be?",
  conflictNote: (note: string) => `“${note}”`,
  conflictTake: (choice: string) => `Take: ${choice}`,
  plain: "as it comes",
  emptyTitle: "Nothing in the cart yet",
  empty: "Whatever anyone at the table chooses shows up here, for all of you to see.",
  emptyAfterOrder: "Room for one more? Whatever you add now goes into the next round.",
  toMenu: "Have a look at the menu",
  review: (dishes: number) => `Check ${count(dishes, "dish", "dishes")}`,
  notOrderable: "One dish needs a look first",
  notYet: "Fetching the table’s cart…",
  notJoinedTitle: "The cart is for the whole table",
  notJoined: "Join with the PIN from your waiter, and you see what the others chose.",
};

export const party = {
  title: "At the table",
  lead: "Everyone who has joined.",
  untold: "This phone is offline, so it cannot tell who is here. These have joined:",
  you: "you",
  thatIsYou: "(you)",
  button: (all: string[]) => `At the table: ${list(all)}. Show all`,
  entry: (name: string, state: string) => (state ? `${name} (${state.toLowerCase()})` : name),
  here: "Here",
  confirming: "Confirming the order",
  justAway: "Not connected just now",
  away: (minutes: number | undefined) =>
    minutes === undefined ? "Not connected" : `Not heard from for ${duration(minutes)}`,
  phoneAway: (name: string, minutes: number | undefined) =>
    minutes === undefined
      ? `${name}’s phone: not connected`
      : `${name}’s phone: not heard from for ${duration(minutes)}`,
  phonesAway: (names: string[]) => `Not heard from: ${list(names)}`,
  alone: "Just you so far",
  unseen: "Offline, so we cannot see who is here",
  allHere: (others: string[]) => `${list(["You", ...others])} are here`,
  isConfirming: (names: string[]) => `${are(names)} confirming the order`,
  confirmingToo: (names: string[]) => `${are(names)} confirming, too. One of you is enough.`,
};

const are = (names: string[]) => `${list(names)} ${names.length === 1 ? "is" : "are"}`;

/** `duration(64)` is "1 h 4 min". */
function duration(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

export const review = {
  title: "Everything right?",
  lead: "Once the kitchen begins with a dish, it cannot be taken back here.",
  order: (dishes: number) => `Order ${count(dishes, "dish", "dishes")}`,
  total: "Together",
  back: "Back to the cart",
  sendingTitle: "Sending to the kitchen…",
  sending: "A moment, please.",
  unknownTitle: "No answer yet",
  unknown:
    "The order is out, but the restaurant has not answered. We keep asking. It is never ordered twice.",
  keepAsking: "Asking again…",
  carryOn: "Carry on meanwhile",
  waitingBanner: "Your order waits for an answer.",
  waitingShow: "Show",
  changedTitle: "The cart has changed",
  changedLead: "Nothing was ordered. Since you looked:",
  asItIsNow: "As it is now",
  refusedTitle: "That did not go through",
  refusedLead: "Nothing was ordered.",
  placedTitle: "It is with the kitchen",
  placed: (order: number) => `Order ${order}. Sit back; we bring it as it gets ready.`,
  toOrders: "See how it is coming along",
};

export const difference = {
  unknown: (dish: string) => `${dish}: this portion is not in the cart.`,
  gone: (dish: string) => `${dish}: somebody took it off.`,
  alreadySent: (dish: string, by: string) => `${dish}: ${by} ordered it already.`,
  reconfigured: (dish: string) => `${dish}: somebody changed how it should be.`,
  choicesConflict: (dish: string) => `${dish}: two of you chose differently.`,
  givenTo: (dish: string, who: string) => `${dish}: it is for ${who} now.`,
  repriced: (dish: string, shown: string, now: string) => `${dish}: ${now} now, instead of ${shown}.`,
  eightySixed: (dish: string) => `${dish}: sold out just now.`,
  notOnMenu: (dish: string) => `${dish}: no longer on the menu.`,
  choices: (dish: string, message: string) => `${dish}: ${message}.`,
  tooFewLeft: (dish: string, left: number) =>
    left === 0 ? `${dish}: sold out just now.` : `${dish}: only ${left} left.`,
  digest: "The cart on this phone was not quite up to date.",
  aDish: "A dish",
};

export const orders = {
  title: "Orders",
  round: (n: number) => `Round ${n}`,
  sent: "Sent to the kitchen",
  by: (name: string | undefined) => `by ${name ?? "you"}`,
  emptyTitle: "Nothing ordered yet",
  empty: "What you order shows up here, and how far each dish is.",
  toCart: "See the cart",
  total: "Round total",
  soFar: "Ordered so far",
  announce: (dish: string, status: string) => `${dish}: ${status}`,
  number: (n: number) => `Order ${n}`,
  voided: (n: number) => `${count(n, "portion", "portions")} taken off`,
  takenOff: "Taken off",
  comped: (n: number) => `${n} on the house`,
  again: "Order again",
  cancel: "Take back",
  cancelling: "Taking it back…",
  cancelAsk: (n: number, dish: string) => `Take ${n} × ${dish} back? The kitchen has not begun.`,
  cancelYes: "Yes, take it back",
  cancelNo: "Keep it",
  readyNow: (dishes: string[]) => `${list(dishes)} ${dishes.length === 1 ? "is" : "are"} ready`,
  soundOn: "Sound when something is ready: on",
  soundOff: "Sound when something is ready: off",
};

export const allergy = {
  ask: "Is there anything you must not eat?",
  told: (what: string) => `The kitchen is told: no ${what}`,
  more: "For you alone. The kitchen sees it in large letters on everything you order tonight.",
  serious: "If an allergy is serious, please tell your waiter too.",
  change: "Change",
  done: "Done",
};

export const closed = {
  session_closed: {
    title: "Thank you for coming",
    words: "This visit is closed. We hope it was a good one, and that we see you again.",
    button: "Start a new visit",
  },
  token_expired: {
    title: "You have been with us a while",
    words: "For safety your phone was signed out of the table. The PIN brings you back to the same cart.",
    button: "Join again",
  },
  token_unknown: {
    title: "Let us get you back in",
    words: "The table no longer knows this phone. The PIN from your waiter brings you back.",
    button: "Join again",
  },
  diner_removed: {
    title: "Your phone was taken off the table",
    words:
      "A waiter has done this. What you ordered is on its way all the same. If it was a mistake, ask them.",
    button: "Ask to join again",
  },
  diner_moved: {
    title: "You are on another phone now",
    words: "Your place at the table goes on there. If that was not you, tell your waiter at once.",
    button: "Join with this phone",
  },
  protocol_version: {
    title: "There is a fresh menu",
    words: "This page is from before the restaurant's last update. It only needs to be opened anew.",
    button: "Open it anew",
  },
};

export const connection = {
  connecting: "Connecting to the table…",
  away: (time: string) => `Offline since ${time} · cart works`,
  waiting: (n: number) => ` · ${n} to send`,
  back: "Connected again.",
  gone: "No connection. You can go on choosing.",
  label: "Connection",
};

export const notices = {
  dismiss: "Got it",
  added: (n: number) => `${count(n, "portion", "portions")} added`,
  removed: (n: number) => `${count(n, "portion", "portions")} taken off`,
  changed: (n: number) => `${count(n, "portion", "portions")} changed`,
  dishAdded: (n: number, dish: string) => `${n > 1 ? `${n} × ` : ""}${dish} added`,
  dishRemoved: (n: number, dish: string) => `${n > 1 ? `${n} × ` : ""}${dish} taken off`,
  dishChanged: (n: number, dish: string) => `${n > 1 ? `${n} × ` : ""}${dish} changed`,
  changedMeanwhile: (what: string[]) => `While you were offline the others changed the cart: ${list(what)}.`,
  withOthers: (table: string) => `You are at table ${table} now, with its cart and its bill.`,
  guestsCame: (who: string[]) =>
    `${list(who)} ${who.length > 1 ? "sit" : "sits"} with you now: one cart, and one bill with what they ordered before.`,
  orderedByOther: (who: string) => `${who} has ordered. It is with the kitchen.`,
  orderedByOtherWaits: (who: string) => `${who} has ordered. The house looks at it first.`,
  editDropped: (dish: string, why: string) => `Your change to ${dish} could not be made: ${why}.`,
  someDish: "a dish",
  notCalled: (message: string) => `The waiter was not called. ${message}`,
  notLetIn: (why: string) => `They were not let in: ${why}`,
  notCancelled: (why: string) => `It was not taken back. ${why}`,
  orderedAgain: (dish: string, differences: string[]) =>
    differences.length === 0
      ? `${dish} is in the cart again.`
      : `${dish} is in the cart again, but ${list(differences)}.`,
  notAgain: (dish: string, why: string) => `${dish} is not in the cart. ${why}`,
  notKept:
    "This browser keeps nothing. While we are offline, leave this page open so that your choices are not lost.",
  recovered: "A hiccup on this phone. Your cart is as you left it.",
  notStored: "This phone has no room left. Leave the page open, so that your choices are not lost.",
  brainFailed: "Ordering has stopped on this phone.",
};
