/**
 * Small texts that the browser keeps: the key and the login of a table for every page of it, the
 * actor for this tab alone, the last menu. Where nothing may be kept, nothing is, without a fuss.
 */
const MENU = "plato.menu";

function read(store: () => Storage, name: string): string | undefined {
  try {
    return store().getItem(name) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(store: () => Storage, name: string, text: string | undefined): void {
  try {
    if (text === undefined) store().removeItem(name);
    else store().setItem(name, text);
  } catch {
    // Denied or full: the page goes on without it.
  }
}

const forever = () => localStorage;
const forTab = () => sessionStorage;

export type Kept = {
  key: () => string;
  login: () => string | undefined;
  keepLogin: (login: string | undefined) => void;
  /** The secret of an invite that this page was opened with. */
  invite: () => string | undefined;
  /** A knock that waits to be answered. */
  knock: () => string | undefined;
  keepKnock: (knock: string | undefined) => void;
  actor: () => string | undefined;
  keepActor: (actor: string) => void;
};

/** What is kept for one table. The table's key comes with the address once and stays. */
export function keptFor(table: string): Kept {
  const [fresh = "", invite] = location.hash.slice(1).split(".");
  // Good once: it is not to stay in the address, nor in what is shared of it.
  if (invite) history.replaceState(history.state, "", `#${fresh}`);
  if (fresh) write(forever, `plato.key.${table}`, fresh);
  return {
    key: () => fresh || (read(forever, `plato.key.${table}`) ?? ""),
    login: () => read(forever, `plato.login.${table}`),
    keepLogin: (login) => write(forever, `plato.login.${table}`, login),
    invite: () => invite,
    knock: () => read(forever, `plato.knock.${table}`),
    keepKnock: (knock) => write(forever, `plato.knock.${table}`, knock),
    actor: () => read(forTab, `plato.actor.${table}`),
    keepActor: (actor) => write(forTab, `plato.actor.${table}`, actor),
  };
}

/** Where this phone finds its receipts once the visit at a table is over. */
export const keptFarewell = (table: string) => read(forever, `plato.farewell.${table}`);
export const keepFarewell = (table: string, link: string) => write(forever, `plato.farewell.${table}`, link);

export const keptMenu = () => read(forever, MENU);
export const keepMenu = (body: string) => write(forever, MENU, body);

/** A choice of the guest that lasts as long as the tab, such as allergens to avoid. */
export const keptChoice = (name: string) => read(forTab, `plato.choice.${name}`);
export const keepChoice = (name: string, text: string) => write(forTab, `plato.choice.${name}`, text);

/** Did this tab leave the open bill for the provider's page? It opens again with the page that comes after. */
export const keptOpenBill = () => read(forTab, "plato.open-bill") !== undefined;
export const keepOpenBill = (isOpen: boolean) => write(forTab, "plato.open-bill", isOpen ? "yes" : undefined);

/** Does this phone ring when a dish is ready? */
export const keptReadySound = () => read(forever, "plato.ready-sound") !== "off";
export const keepReadySound = (isOn: boolean) => write(forever, "plato.ready-sound", isOn ? "on" : "off");

/** Whom this phone has told of which ready dishes, in the form of whoever keeps it. */
export const keptTold = (table: string) => read(forever, `plato.told.${table}`);
export const keepTold = (table: string, told: string) => write(forever, `plato.told.${table}`, told);
