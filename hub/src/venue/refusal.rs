//! Why not. A refusal is an answer for a person: each has a stable code and a sentence.

use plato_sync_protocol::api::CartDifference;
use plato_sync_protocol::views::DishStatus;

use super::billing::refusal::BillRefusal;

/// A command was refused and nothing has happened.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[allow(missing_docs, reason = "each sentence says what its refusal means")]
pub enum Refusal {
    #[error("This hub has no venue yet. Import a venue file first.")]
    NoVenue,
    #[error("There is no such table.")]
    UnknownTable,
    #[error("This table is taken.")]
    TableTaken,
    #[error("The new venue file leaves out table {table}, where a party is seated. Close it first.")]
    TableInUse { table: String },
    #[error(
        "The currency cannot change while guests owe something. Let them pay, close the day, and empty the drawer."
    )]
    CurrencyInUse,
    #[error("Nobody is seated at this table yet. Please ask a waiter.")]
    TableNotSeated,
    #[error("There is no such visit.")]
    UnknownSession,
    #[error("This visit is over.")]
    SessionClosed,
    #[error("A party that has ordered goes on as it began.")]
    ModeFixed,
    #[error("A party has between 1 and {covers_max} people.")]
    CoversOutOfBounds { covers_max: u16 },
    #[error("{}", pin_blocked(*retry_after_ms))]
    PinBlocked { retry_after_ms: Option<u64> },
    #[error("This PIN is not right. Please look again, or ask the waiter.")]
    PinReplaced,
    #[error(
        "Too many wrong PINs were tried in this restaurant. Please ask somebody at your table or a waiter to let you in."
    )]
    PinsPaused { retry_after_ms: u64 },
    #[error(
        "Too many wrong PINs came from this network. Please ask somebody at your table or a waiter to let you in."
    )]
    PinAddressBlocked { retry_after_ms: u64 },
    #[error("Others are typing PINs just now. One moment, please.")]
    PinsBusy,
    #[error("Please choose a name of 1 to {chars_max} letters.")]
    NameRefused { chars_max: usize },
    #[error("This party is full.")]
    PartyFull,
    #[error("There is no such account.")]
    UnknownStaff,
    #[error("There is already an account of that name.")]
    StaffNameTaken,
    #[error("There is no such order.")]
    UnknownOrder,
    #[error("There is no such dish in this order.")]
    UnknownDish,
    #[error("This dish is already further on.")]
    DishFurtherOn { status: DishStatus },
    #[error("There is no such ticket.")]
    UnknownTicket,
    #[error("This ticket was already bumped.")]
    TicketAlreadyBumped,
    #[error("This ticket is not bumped.")]
    TicketNotBumped,
    #[error("There is no such dish on the menu.")]
    UnknownItem,
    #[error("There is nothing to order.")]
    OrderEmpty,
    #[error("An order has at most {units_max} portions.")]
    OrderTooLarge { units_max: usize },
    #[error("The same portion is listed twice.")]
    PortionTwice,
    #[error("This order is too expensive to be true.")]
    OrderTooExpensive,
    #[error("The hub does not have all of your changes yet. It is asking for them.")]
    ChangesMissing,
    #[error("The cart is not what you confirmed any more.")]
    CartChanged { differences: Vec<CartDifference> },
    #[error("This hub has an owner already. Please sign in.")]
    OwnerExists,
    #[error("This is the last owner. Make somebody else an owner first.")]
    LastOwner,
    #[error("Only an owner may make or change owners.")]
    OwnersOnly,
    #[error("Only an owner or a manager may do this.")]
    ManagersOnly,
    #[error("This hub has as many accounts as it can hold.")]
    TeamFull,
    #[error("There is no such device.")]
    UnknownDevice,
    #[error("A house has at most {devices_max} devices. Remove one first.")]
    TooManyDevices { devices_max: usize },
    #[error("This code is not right, was used already, or is older than ten minutes. Ask for a new one.")]
    DeviceCodeWrong,
    #[error("This sign-in has ended already.")]
    UnknownSignIn,
    #[error("Too many wrong tries from here. Please wait.")]
    SignInBlocked { retry_after_ms: u64 },
    #[error("Too many wrong PINs on this device. Please sign in with your password.")]
    StaffPinOff,
    #[error(transparent)]
    Bill(#[from] BillRefusal),
    #[error("This invite is not right, was used already, or is older than two minutes. Ask for a new one.")]
    InviteWrong,
    #[error("Too many wrong invites at this table. Please scan the invite instead, or knock.")]
    InvitesPaused { retry_after_ms: u64 },
    #[error("There are {invites_max} invites open already. Take one back, or wait until it ends.")]
    TooManyInvites { invites_max: usize },
    #[error("There is no such invite.")]
    UnknownInvite,
    #[error("Many people are waiting to be let in. Please ask a waiter.")]
    KnocksFull { retry_after_ms: u64 },
    #[error("Nobody is waiting there any more.")]
    KnockOver,
    #[error("There is no such guest at this table.")]
    UnknownDiner,
    #[error("{name} is at the table with a phone that is connected. Only {name} can say that this is them.")]
    DinerHere { name: String },
    #[error("For safety this phone cannot stay signed in any longer. Please join again.")]
    StayedLongest,
    #[error("This ticket waits for its course. Fire it first.")]
    TicketHeld,
    #[error("Something has come onto this ticket since. Please look at it again.")]
    TicketChanged,
    #[error("Nothing of this course is waiting.")]
    CourseNotHeld,
    #[error("There is no such course.")]
    UnknownCourse,
    #[error("The kitchen has this dish already.")]
    DishFired,
    #[error("This dish was voided.")]
    DishVoided,
    #[error("This dish was made already. It can only be given free.")]
    DishMade,
    #[error("This dish is not made yet. It can be voided.")]
    DishNotMade,
    #[error("This dish has only {portions} portions left on the bill.")]
    TooFewPortions { portions: u16 },
    #[error("Nothing of this order is ready to be brought.")]
    NothingReady,
    #[error("Nothing of this was marked as brought.")]
    NothingServed,
    #[error("This dish stands at its pass still. Let it go there first.")]
    DishAtPass,
    #[error("Something was voided on this ticket. Look at it before you bump it.")]
    VoidUnseen,
    #[error("There is no such pass.")]
    UnknownPass,
    #[error("This dish goes over another pass.")]
    DishElsewhere,
    #[error("This dish is being made again. Please look at the order.")]
    DishNotReady,
    #[error("There is no such choice on the menu.")]
    UnknownModifier,
    #[error("Up to 999 portions can be counted.")]
    StockOutOfBounds,
    #[error("Somebody has changed it since. Please look at it again.")]
    StockChanged,
    #[error("The kitchen has begun with this dish. Please ask a waiter.")]
    DishBegun,
    #[error("This order was not yours.")]
    OrderForeign,
    #[error("This call was answered already.")]
    CallOver,
    #[error("You have called very often. Please wait a little.")]
    CallsPaused { retry_after_ms: u64 },
    #[error("This table does not belong to the party.")]
    TableNotTheirs,
    #[error("This is the party's only table. Move the party, or close its visit.")]
    LastTable,
    #[error("These are one party already.")]
    PartySame,
    #[error("Choose some of the guests. If all of them go, move the party, or let it join another.")]
    GuestsAll,
    #[error("Some of these dishes are not on the bill of this party any more. Please look at it again.")]
    DishesGone,
    #[error("{guests} guests with a phone go. Count at least as many.")]
    CoversTooFew { guests: u16 },
    #[error("There is too much in the two carts for one. Order or take off some of it first.")]
    CartFull,
    #[error("A visit gets between one and five stars, and at most {chars_max} characters.")]
    Rating { chars_max: usize },
    #[error("You have rated this visit already, thank you.")]
    AlreadyRated,
    #[error("This visit is not over yet.")]
    VisitOpen,
    #[error("{by} has {what} this order already.")]
    OrderDecided { by: String, what: &'static str },
    #[error("This order does not wait for anybody.")]
    OrderNotWaiting,
    #[error("An order of this party waits for you. Approve or decline it first.")]
    OrderWaits,
    #[error("Guests of this party have ordered together and wait for each other. Send what is ready first.")]
    OrderGathers,
    #[error("Nothing waits for the others at this table.")]
    NothingGathers,
    #[error("Please say why in at most {chars_max} characters.")]
    DeclineWords { chars_max: usize },
}

impl Refusal {
    /// The stable code that programs look at.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoVenue => "no_venue",
            Self::UnknownTable => "table_unknown",
            Self::TableTaken => "table_taken",
            Self::TableInUse { .. } => "table_in_use",
            Self::CurrencyInUse => "currency_in_use",
            Self::TableNotSeated => "table_not_seated",
            Self::UnknownSession => "session_unknown",
            Self::SessionClosed => "session_closed",
            Self::ModeFixed => "mode_fixed",
            Self::CoversOutOfBounds { .. } => "covers_out_of_bounds",
            Self::PinReplaced => "pin_wrong",
            Self::PinBlocked { .. } => "pin_blocked",
            Self::PinsBusy => "busy",
            Self::PinsPaused { .. } => "pins_paused",
            Self::PinAddressBlocked { .. } => "pin_address_blocked",
            Self::NameRefused { .. } => "name_refused",
            Self::PartyFull => "party_full",
            Self::UnknownStaff => "staff_unknown",
            Self::StaffNameTaken => "staff_name_taken",
            Self::UnknownOrder => "order_unknown",
            Self::UnknownDish => "dish_unknown",
            Self::DishFurtherOn { .. } => "dish_further_on",
            Self::UnknownTicket => "ticket_unknown",
            Self::TicketAlreadyBumped => "ticket_already_bumped",
            Self::TicketNotBumped => "ticket_not_bumped",
            Self::UnknownItem => "item_unknown",
            Self::OrderEmpty => "order_empty",
            Self::OrderTooLarge { .. } => "order_too_large",
            Self::PortionTwice => "portion_twice",
            Self::OrderTooExpensive => "order_too_expensive",
            Self::ChangesMissing => "changes_missing",
            Self::CartChanged { .. } => "cart_changed",
            Self::OwnerExists => "owner_exists",
            Self::LastOwner => "last_owner",
            Self::OwnersOnly => "owners_only",
            Self::ManagersOnly => "role_forbidden",
            Self::TeamFull => "team_full",
            Self::UnknownDevice => "device_unknown",
            Self::TooManyDevices { .. } => "too_many_devices",
            Self::DeviceCodeWrong => "device_code_wrong",
            Self::UnknownSignIn => "sign_in_unknown",
            Self::SignInBlocked { .. } => "sign_in_blocked",
            Self::StaffPinOff => "staff_pin_off",
            Self::Bill(refusal) => refusal.code(),
            Self::InviteWrong => "invite_wrong",
            Self::InvitesPaused { .. } => "invites_paused",
            Self::TooManyInvites { .. } => "too_many_invites",
            Self::UnknownInvite => "invite_unknown",
            Self::KnocksFull { .. } => "knocks_full",
            Self::KnockOver => "knock_over",
            Self::UnknownDiner => "diner_unknown",
            Self::DinerHere { .. } => "diner_here",
            Self::StayedLongest => "stayed_longest",
            Self::TicketHeld => "ticket_held",
            Self::TicketChanged => "ticket_changed",
            Self::CourseNotHeld => "course_not_held",
            Self::UnknownCourse => "course_unknown",
            Self::DishFired => "dish_fired",
            Self::DishVoided => "dish_voided",
            Self::DishMade => "dish_made",
            Self::DishNotMade => "dish_not_made",
            Self::TooFewPortions { .. } => "portions_too_few",
            Self::NothingReady => "nothing_ready",
            Self::NothingServed => "nothing_served",
            Self::DishAtPass => "dish_at_pass",
            Self::VoidUnseen => "void_unseen",
            Self::UnknownPass => "pass_unknown",
            Self::DishElsewhere => "dish_elsewhere",
            Self::DishNotReady => "dish_not_ready",
            Self::UnknownModifier => "modifier_unknown",
            Self::StockOutOfBounds => "stock_out_of_bounds",
            Self::StockChanged => "stock_changed",
            Self::DishBegun => "dish_begun",
            Self::OrderForeign => "order_foreign",
            Self::CallOver => "call_over",
            Self::CallsPaused { .. } => "calls_paused",
            Self::TableNotTheirs => "table_not_theirs",
            Self::LastTable => "table_last",
            Self::PartySame => "party_same",
            Self::GuestsAll => "guests_all",
            Self::DishesGone => "dishes_gone",
            Self::CoversTooFew { .. } => "covers_too_few",
            Self::CartFull => "cart_full",
            Self::Rating { .. } => "rating_refused",
            Self::AlreadyRated => "already_rated",
            Self::VisitOpen => "visit_open",
            Self::OrderDecided { .. } => "order_decided",
            Self::OrderNotWaiting => "order_not_waiting",
            Self::OrderWaits => "order_waits",
            Self::OrderGathers => "order_gathers",
            Self::NothingGathers => "nothing_gathers",
            Self::DeclineWords { .. } => "decline_refused",
        }
    }
}

/// A block that has no end is not waited for.
fn pin_blocked(retry_after_ms: Option<u64>) -> &'static str {
    match retry_after_ms {
        Some(_) => "Too many wrong PINs. Please wait or ask a waiter for a new PIN.",
        None => "Too many wrong PINs. Please ask a waiter for a new PIN.",
    }
}
