/** What the parts of the bill need to know of the people on it; the same on phones and at the till. */
import { createContext, useContext, type Accessor } from "solid-js";
import { EVERYONE } from "../../bridge/names";
import type { SplitChange } from "../../platform/bill-calls";
import { bill as text } from "../../text-bill";
import type { Bill } from "./groups";

export type Person = { diner: string; name: string; number: number };

export type Source = {
  bill: Accessor<Bill | undefined>;
  diners: Accessor<Person[]>;
  /** How somebody is called here. */
  nameOf: (diner: string) => string;
  /** Who looks; nobody of the party at the till. */
  me: Accessor<string | undefined>;
  split: (wanted: SplitChange) => void;
  isBusy: Accessor<boolean>;
  canSplit: Accessor<boolean>;
  /** Has a share paid online, where guests can; nobody does so at the till. */
  online?: {
    /** With this tip; with none said, as it was begun. */
    pay: (share: string, tip?: number) => void;
    stop: (share: string) => void;
    isOpening: Accessor<boolean>;
  };
};

export type PeopleValue = Source & {
  find: (diner: string) => Person | undefined;
  /** How a share is called. */
  shareName: (share: string) => string;
  /** Everyone for the headings, the whole party first. */
  order: Accessor<string[]>;
};

export const People = createContext<PeopleValue>();

export function usePeople(): PeopleValue {
  const value = useContext(People);
  if (!value) throw new Error("a part of the bill was drawn outside of it");
  return value;
}

export function createPeople(source: Source): PeopleValue {
  const shares = () => source.bill()?.shares ?? [];
  return {
    ...source,
    find: (diner) => source.diners().find((known) => known.diner === diner),
    shareName: (id) => {
      const share = shares().find((known) => known.share === id);
      if (!share || share.is_rest) return shares().length > 1 ? text.rest : text.wholeBill;
      if (share.diners.length > 0) return text.names(share.diners.map(source.nameOf));
      return text.someone(shares().indexOf(share) + 1);
    },
    order: () => [EVERYONE, ...source.diners().map(({ diner }) => diner)],
  };
}
