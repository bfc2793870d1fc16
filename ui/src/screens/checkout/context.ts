/** What the parts of the till share: the visit and its bill. */
import { createContext, useContext, type Accessor } from "solid-js";
import type { Checkout } from "../../platform/bill-calls";

export type Till = {
  session: string;
  checkout: Accessor<Checkout>;
  isCutOff: Accessor<boolean>;
  refresh: () => void;
};

export const TillContext = createContext<Till>();

export function useTill(): Till {
  const value = useContext(TillContext);
  if (!value) throw new Error("a part of the till was drawn outside of it");
  return value;
}
