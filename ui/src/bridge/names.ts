/** Short names for the types that `cargo xtask types` makes from the Rust of the brain. */
import type { components as ApiTypes } from "../api/types";
import type { components } from "./types";

type Schemas = components["schemas"];

export type Action = Schemas["Action"];
export type CartDifference = Schemas["CartDifference"];
export type CartGroup = Schemas["CartGroupView"];
export type CartLine = Schemas["CartLineView"];
export type Cart = Schemas["CartView"];
export type ConflictingChoice = Schemas["ConflictingChoice"];
export type Connection = Schemas["ConnectionView"];
export type Diner = Schemas["GuestView"];
export type Call = Schemas["GuestCallView"];
export type CallKind = Schemas["CallKind"];
export type Effect = Schemas["Effect"];
export type Input = Schemas["Input"];
export type JoinRefusal = Schemas["JoinRefusal"];
export type Invite = Schemas["InviteStage"];
export type Knocker = Schemas["KnockerView"];
export type KnockStage = Schemas["KnockStage"];
export type LineConfig = Schemas["LineConfig"];
export type LineProblem = Schemas["LineProblem"];
export type Notice = Schemas["Notice"];
export type Order = Schemas["OrderView"];
export type OrderLine = Schemas["OrderLineView"];
export type Quote = Schemas["Quote"];
export type Review = Schemas["ReviewView"];
export type ReviewState = Schemas["ReviewState"];
export type Stage = Schemas["Stage"];
export type Start = Schemas["Start"];
export type Timer = Schemas["Timer"];
export type View = Schemas["View"];

export type Menu = ApiTypes["schemas"]["Menu"];
export type MenuItem = ApiTypes["schemas"]["MenuItem"];
export type ModifierGroup = ApiTypes["schemas"]["ModifierGroup"];
export type Modifier = ApiTypes["schemas"]["Modifier"];
export type Allergen = ApiTypes["schemas"]["Allergen"];
export type Diet = ApiTypes["schemas"]["Diet"];

/** Stands for the whole party wherever a diner is named. */
export const EVERYONE = "everyone22";

/** Stands for the house: what a waiter entered. */
export const HOUSE = "thewaiters";
