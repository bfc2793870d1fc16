//! Which roles may do what, as groups that the routes name.

use plato_sync_protocol::api::Role;

/// Who works with tickets.
pub const KITCHEN: &[Role] = &[Role::Kitchen, Role::Waiter, Role::Manager, Role::Owner];
/// Who looks after tables.
pub const FLOOR: &[Role] = &[Role::Waiter, Role::Manager, Role::Owner];
/// Who takes money: those at the tables, and the one at the till.
pub const TILL: &[Role] = &[Role::Cashier, Role::Waiter, Role::Manager, Role::Owner];
/// Who runs the house.
pub const OFFICE: &[Role] = &[Role::Manager, Role::Owner];
/// Who counts the drawer, and gives money back.
pub const DRAWER: &[Role] = &[Role::Cashier, Role::Manager, Role::Owner];
