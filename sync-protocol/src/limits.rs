//! Every upper bound that device and hub share, in one place. Each is published in
//! `docs/protocol.md` and tested at its edge.

/// Bytes of one frame on a socket, either way; a snapshot is the one frame that may be longer.
pub const FRAME_BYTES_MAX: usize = 64 * 1024;
/// Bytes of a frame that carries a snapshot.
pub const SNAPSHOT_FRAME_BYTES_MAX: usize = 768 * 1024;
/// Changes a device may send a second, sustained.
pub const CHANGES_PER_SECOND_MAX: u32 = 20;
/// Changes a device may send at once before the rate counts.
pub const CHANGES_BURST_MAX: u32 = 60;
/// Edits in one change.
pub const EDITS_PER_CHANGE_MAX: usize = 64;
/// Hashes a change may depend on.
pub const DEPS_PER_CHANGE_MAX: usize = 64;
/// Changes that stand beside each other in the hub's cart with none that builds on them. The next change builds on all
/// of them and on what its author made alone, so this is well below what one may build on: else nobody could go on.
pub const HEADS_PER_CART_MAX: usize = 32;
/// Lines of a cart, with the lines whose portions were all removed.
pub const LINES_PER_CART_MAX: usize = 200;
/// Portions of a line that are wanted or sent.
pub const UNITS_PER_LINE_MAX: usize = 99;
/// Portions of a line with those that were removed again.
pub const UNITS_EVER_PER_LINE_MAX: usize = 400;
/// Bytes of a line's configuration as it stands in the document.
pub const CONFIG_BYTES_MAX: usize = 512;
/// Characters of a note to the kitchen.
pub const NOTE_CHARS_MAX: usize = 140;
/// Characters of a diner's name.
pub const NAME_CHARS_MAX: usize = 24;
/// Actors issued in one session.
pub const ACTORS_PER_SESSION_MAX: usize = 256;
/// Actors issued to one diner.
pub const ACTORS_PER_DINER_MAX: usize = 64;
/// Changes, lines and portions of former carts that a welcome names; some 11 bytes each, 60 for a line.
pub const FORMER_NAMES_MAX: usize = 8_000;
/// Phones and tabs of one diner that are connected at once.
pub const DEVICES_PER_DINER_MAX: usize = 16;
/// Changes of one cart.
pub const CHANGES_PER_CART_MAX: usize = 5_000;
/// Bytes of a saved cart.
pub const CART_BYTES_MAX: usize = 512 * 1024;
/// Diners of one session.
pub const DINERS_PER_SESSION_MAX: usize = 40;
/// Covers of one session.
pub const COVERS_MAX: u16 = 60;
/// Portions in one order.
pub const UNITS_PER_ORDER_MAX: usize = 1_000;
/// Portions that can be counted down.
pub const STOCK_MAX: u32 = 999;
/// Conversations by HTTP calls, in place of sockets, at a time.
pub const POLLS_MAX: usize = 1_024;
/// Of those, a guest's. With one more, the oldest ends.
pub const POLLS_PER_DINER_MAX: usize = 8;
/// Resets of one connection within a minute before it is closed.
pub const RESETS_PER_MINUTE_MAX: u32 = 3;
/// Bytes of the body of an HTTP call.
pub const BODY_BYTES_MAX: usize = 64 * 1024;
/// Characters of a staff password at least (OWASP ASVS 5.0, 6.2.1).
pub const PASSWORD_CHARS_MIN: usize = 8;
/// Characters of a staff password at most. ASVS 6.2.9 asks for at least 64; the bound is against long hashes.
pub const PASSWORD_CHARS_MAX: usize = 128;
/// Digits of the PIN with which a member of staff is told apart on a shared device, at least.
pub const STAFF_PIN_DIGITS_MIN: usize = 4;
/// Digits of such a PIN at most.
pub const STAFF_PIN_DIGITS_MAX: usize = 6;
/// Characters of a device's name.
pub const DEVICE_NAME_CHARS_MAX: usize = 32;
/// Staff accounts of a hub, with those that are disabled.
pub const STAFF_MAX: usize = 500;
/// Devices that are enrolled at a time.
pub const DEVICES_MAX: usize = 200;
/// Audit records on one page.
pub const AUDIT_PAGE_MAX: usize = 200;
/// Audit records in one export.
pub const AUDIT_EXPORT_MAX: usize = 100_000;
/// How long an invite holds, in ms of the hub's uptime.
pub const INVITE_MS: u64 = 2 * 60_000;
/// Invites of one session that are open at a time.
pub const INVITES_PER_SESSION_MAX: usize = 3;
/// How long somebody who knocks is waited for, in ms of the hub's uptime.
pub const KNOCK_MS: u64 = 5 * 60_000;
/// Knocks at one session within that time, whatever became of them, but for those that were let in.
pub const KNOCKS_PER_SESSION_MAX: usize = 8;
/// Knocks from one address within that time. Behind some access points all guests share one.
pub const KNOCKS_PER_ADDRESS_MAX: usize = 12;
/// Calls of one party within [`CALLS_WITHIN_MS`].
pub const CALLS_PER_SESSION_MAX: usize = 8;
/// See there, in ms of the hub's uptime.
pub const CALLS_WITHIN_MS: u64 = 5 * 60_000;
/// Knocks in the whole house within that time.
pub const KNOCKS_MAX: usize = 100;
/// Characters of what somebody says of a visit that is over.
pub const RATING_CHARS_MAX: usize = 500;
/// Receipts and ratings that the till lists at a time, the newest first.
pub const TILL_LIST_MAX: usize = 100;
