import type { Component } from "solid-js";
import { formatMoney, type Money } from "./money";

/** An amount, in figures that stand in columns. */
export const Price: Component<{ of: Money; bare?: boolean; plus?: boolean; class?: string }> = (props) => (
  <span class={`figures whitespace-nowrap ${props.class ?? ""}`}>
    {props.plus && props.of.minor > 0 ? "+" : ""}
    {formatMoney(props.of, props.bare ? "bare" : "full")}
  </span>
);
