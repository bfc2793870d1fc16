//! Which events the audit shows, and what it says of each. An event without a row does not compile, so
//! that whoever adds one decides whether it belongs here.

use std::ops::Deref;

use plato_sync_protocol::api::TakeOffReason;
use plato_sync_protocol::approval::DeclineReason;
use plato_sync_protocol::bill::DiscountAmount;
use plato_sync_protocol::ids::{OrderId, SessionId, StaffId, TableId};
use plato_sync_protocol::money::Money;
use plato_sync_protocol::serving::StockOf;
use plato_sync_protocol::team::{AuditAct as Act, AuditKind};

use crate::venue::access::tries::{Claim, Proof, Try};
use crate::venue::admission::Entry;
use crate::venue::approval::ApprovalEvent;
use crate::venue::billing::events::BillEvent;
use crate::venue::billing::online::OnlineEvent;
use crate::venue::floor::events::FloorEvent;
use crate::venue::stock::Stock;
use crate::venue::{Event, Timestamp, Venue};

/// The venue as it is now, looked at for something that was said at a moment, perhaps by somebody of the house.
#[derive(Clone, Copy)]
pub(super) struct Then<'v> {
    pub venue: &'v Venue,
    pub at: Timestamp,
    pub is_by_staff: bool,
}

impl Deref for Then<'_> {
    type Target = Venue;

    fn deref(&self) -> &Venue {
        self.venue
    }
}

/// What the audit says of an event.
pub(super) struct Words {
    pub kind: AuditKind,
    pub act: Act,
    /// To whom or what.
    pub subject: String,
    /// More.
    pub detail: String,
    /// The account that it concerns.
    pub about: Option<StaffId>,
}

impl Words {
    /// Was it at the table of this name, as tables are called now? A party that moves is at both, and one that has
    /// several at each.
    pub(super) fn is_at(&self, table: &str) -> bool {
        let is_at_a_table = match self.kind {
            AuditKind::Pin | AuditKind::Table => true,
            AuditKind::Bill => !matches!(self.act, Act::CashMoved | Act::DayClosed),
            _ => false,
        };
        let names_two =
            matches!(self.act, Act::PartyMoved | Act::TableAdded | Act::TableTakenOff | Act::GuestsToParty);
        let has = |tables: &str| tables.split(BETWEEN_TABLES).any(|one| one == table);
        is_at_a_table && (has(&self.subject) || (names_two && has(&self.detail)))
    }
}

/// Between the tables of a party that has several.
const BETWEEN_TABLES: &str = " + ";

/// What the audit says, if the event belongs to it.
pub(super) fn of(venue: &Then<'_>, event: &Event) -> Option<Words> {
    use AuditKind::{Device, Export, Menu, Pin, SignIn, Table, Team};
    let plain =
        |kind, act, subject: String| Some(Words { kind, act, subject, detail: String::new(), about: None });
    let person = |kind, act, staff: &StaffId, detail: &str| {
        let (subject, detail) = (name(venue, staff), detail.to_owned());
        Some(Words { kind, act, subject, detail, about: Some(staff.clone()) })
    };
    match event {
        Event::StaffSignedIn { staff, from, .. } => {
            person(SignIn, Act::SignedIn, staff, from.as_ref().map_or("", |from| proof(&from.tried)))
        }
        Event::StaffSignInFailed { tried, is_step_up: true } => match &tried.claim {
            Claim::Staff(staff) => {
                person(SignIn, Act::SignInFailed, staff, &format!("step_up_{}", proof(tried)))
            }
            Claim::Name(_) => None,
        },
        Event::StaffSignInFailed { tried, is_step_up: false } => match &tried.claim {
            Claim::Staff(staff) => person(SignIn, Act::SignInFailed, staff, proof(tried)),
            Claim::Name(_) => {
                let detail = proof(tried).to_owned();
                Some(Words {
                    kind: SignIn,
                    act: Act::SignInFailed,
                    subject: String::new(),
                    detail,
                    about: None,
                })
            }
        },
        Event::StaffSignedOut { staff, .. } => match staff {
            Some(staff) => person(SignIn, Act::SignedOut, staff, ""),
            None => plain(SignIn, Act::SignedOut, String::new()),
        },
        Event::StaffSteppedUp { staff, tried, .. } => person(SignIn, Act::SteppedUp, staff, proof(tried)),
        Event::StaffAdded { account } => {
            person(Team, Act::AccountAdded, &account.staff, &format!("{:?}", account.role).to_lowercase())
        }
        Event::StaffRenamed { staff, name } => person(Team, Act::AccountRenamed, staff, name),
        Event::StaffRoleChanged { staff, role } => {
            person(Team, Act::RoleChanged, staff, &format!("{role:?}").to_lowercase())
        }
        Event::StaffPasswordSet { staff, .. } => person(Team, Act::PasswordSet, staff, ""),
        Event::StaffPinSet { staff, .. } => person(Team, Act::StaffPinSet, staff, ""),
        Event::StaffDisabled { staff } => person(Team, Act::AccountDisabled, staff, ""),
        Event::StaffEnabled { staff } => person(Team, Act::AccountEnabled, staff, ""),
        Event::DeviceCodeIssued { name, .. } => plain(Device, Act::DeviceCodeIssued, name.clone()),
        Event::DeviceEnrolled { name, .. } => plain(Device, Act::DeviceEnrolled, name.clone()),
        Event::DeviceRevoked { device } => {
            let name = venue.device_name(device).unwrap_or_else(|| device.to_string());
            plain(Device, Act::DeviceRevoked, name)
        }
        Event::PinRevealed { session } => plain(Pin, Act::PinRevealed, table(venue, session)),
        Event::PinReissued { session, .. } => plain(Pin, Act::PinReissued, table(venue, session)),
        Event::PinTried { session, .. } => plain(Pin, Act::PinTried, table(venue, session)),
        Event::PinSettled { session, is_right: false, .. } => plain(Pin, Act::PinWrong, table(venue, session)),
        Event::OrderPlaced { order } if venue.is_by_staff => {
            let subject = table(venue, &order.session);
            let detail = order.total.to_string();
            Some(Words { kind: Table, act: Act::OrderEntered, subject, detail, about: None })
        }
        Event::InviteTried { session, .. } => plain(Pin, Act::InviteTried, table(venue, session)),
        Event::DinerJoined { session, how: Entry::Pin, .. } => {
            plain(Pin, Act::GuestJoined, table(venue, session))
        }
        Event::TableSeated { session, covers, .. } => Some(Words {
            kind: Table,
            act: Act::TableSeated,
            subject: table(venue, session),
            detail: covers.to_string(),
            about: None,
        }),
        Event::SessionClosed { session } => plain(Table, Act::TableClosed, table(venue, session)),
        Event::SessionModeChanged { session, mode } => Some(Words {
            kind: Table,
            act: Act::ModeChanged,
            subject: table(venue, session),
            detail: format!("{mode:?}").to_lowercase(),
            about: None,
        }),
        Event::VenueImported { setup } => plain(Menu, Act::VenueImported, setup.menu.venue.clone()),
        Event::ItemEightySixed { item, is_eighty_sixed: true } => {
            plain(Menu, Act::ItemEightySixed, item.to_string())
        }
        Event::ItemEightySixed { item, is_eighty_sixed: false } => {
            plain(Menu, Act::ItemBack, item.to_string())
        }
        Event::StockSet { of, stock } => {
            let subject = match of {
                StockOf::Item { item } => item.to_string(),
                StockOf::Modifier { modifier } => modifier.to_string(),
            };
            let (act, detail) = match stock {
                Stock::Plenty => (Act::ItemBack, String::new()),
                Stock::Off => (Act::ItemEightySixed, String::new()),
                Stock::OffToday { .. } => (Act::ItemEightySixed, "until tomorrow".to_owned()),
                Stock::Counted { left } => (Act::ItemEightySixed, format!("{left} left")),
            };
            Some(Words { kind: Menu, act, subject, detail, about: None })
        }
        Event::AuditExported { records } => Some(Words {
            kind: Export,
            act: Act::AuditExported,
            subject: String::new(),
            detail: records.to_string(),
            about: None,
        }),
        Event::DayExported { day } => plain(Export, Act::DayExported, day.to_string()),
        Event::Bill { bill } => of_bill(venue, bill),
        Event::InviteOpened { session, .. } => plain(Table, Act::InviteShown, table(venue, session)),
        Event::DinerJoined { session, how: Entry::Invite { .. } | Entry::Knock { .. }, .. } => {
            plain(Table, Act::GuestLetIn, table(venue, session))
        }
        Event::KnockRefused { session, .. } => plain(Table, Act::GuestTurnedAway, table(venue, session)),
        Event::DinerReturned { session, .. } => plain(Table, Act::GuestMoved, table(venue, session)),
        Event::DinerRemoved { session, .. } => plain(Table, Act::GuestRemoved, table(venue, session)),
        // What follows a try is on record; guests' orders and dishes are the log's, not the audit's.
        Event::StaffSignInTried { .. }
        | Event::PinSettled { .. }
        | Event::InviteCancelled { .. }
        | Event::KnockMade { .. }
        | Event::KnockClaimed { .. }
        | Event::KnockWithdrawn { .. }
        | Event::TokenExtended { .. }
        | Event::OrderPlaced { .. }
        | Event::SentTogether { .. }
        | Event::DishMoved { .. }
        | Event::TicketBumped { .. }
        | Event::TicketRecalled { .. }
        | Event::CourseFired { .. }
        | Event::DishMovedToCourse { .. }
        | Event::VoidSeen { .. }
        | Event::DishesPassed { .. }
        | Event::DishesPutBack { .. }
        // What somebody must not eat is between them and the kitchen.
        | Event::AllergiesDeclared { .. }
        | Event::VisitRated { .. } => None,
        Event::Floor { floor } => of_floor(venue, floor),
        Event::Approval { approval } => of_approval(venue, approval),
        Event::PortionsVoided { order, index, units, reason, .. } => {
            off_the_bill(venue, Act::PortionsVoided, (*order, *index), units.len(), *reason)
        }
        Event::PortionsComped { order, index, units, reason, .. } => {
            off_the_bill(venue, Act::PortionsComped, (*order, *index), units.len(), *reason)
        }
    }
}

/// What the audit says of an act on the floor. Calls are the guests' own matter.
fn of_floor(venue: &Then<'_>, floor: &FloorEvent) -> Option<Words> {
    let words = |act, session: &SessionId, detail: String, about: Option<StaffId>| {
        Some(Words { kind: AuditKind::Table, act, subject: table(venue, session), detail, about })
    };
    match floor {
        FloorEvent::CoversChanged { session, covers } => {
            words(Act::CoversChanged, session, covers.to_string(), None)
        }
        FloorEvent::WaiterAssigned { session, waiter } => {
            let name = waiter.as_ref().map_or_else(String::new, |staff| name(venue, staff));
            words(Act::WaiterAssigned, session, name, waiter.clone())
        }
        FloorEvent::PartyMoved { session, from, .. } => {
            words(Act::PartyMoved, session, called(venue, from), None)
        }
        FloorEvent::TableAdded { session, table } => {
            words(Act::TableAdded, session, called(venue, table), None)
        }
        FloorEvent::TableTakenOff { session, table } => {
            words(Act::TableTakenOff, session, called(venue, table), None)
        }
        FloorEvent::GuestsMoved { from, to, .. } => words(Act::GuestsToParty, to, table(venue, from), None),
        FloorEvent::WaiterCalled { .. }
        | FloorEvent::CallTaken { .. }
        | FloorEvent::CallEnded { .. }
        | FloorEvent::TableCleaned { .. } => None,
    }
}

/// What the audit says of an act on a bill: amounts and tables, and nothing that was typed.
fn of_bill(venue: &Then<'_>, bill: &BillEvent) -> Option<Words> {
    let words = |act, subject: String, detail: String| {
        Some(Words { kind: AuditKind::Bill, act, subject, detail, about: None })
    };
    let money = |minor, currency| Money { minor, currency }.to_string();
    match bill {
        BillEvent::DiscountGiven { session, discount, .. } => {
            let currency = venue.menu_view().map(|menu| menu.currency);
            let detail = match (discount.amount, currency) {
                (DiscountAmount::Percent { percent }, _) => format!("{percent} %"),
                (DiscountAmount::Fixed { minor }, Some(currency)) => money(minor, currency),
                (DiscountAmount::Fixed { minor }, None) => minor.to_string(),
            };
            words(Act::DiscountGiven, table(venue, session), detail)
        }
        BillEvent::DiscountWithdrawn { session, .. } => {
            words(Act::DiscountWithdrawn, table(venue, session), String::new())
        }
        BillEvent::PortionsTakenAway { session, units, .. } => {
            words(Act::TakeAwayMarked, table(venue, session), units.len().to_string())
        }
        BillEvent::PaymentTaken { payment } => {
            let amount = money(payment.amount, payment.currency);
            words(Act::PaymentTaken, table(venue, &payment.session), amount)
        }
        BillEvent::PaymentRefunded { refund } => {
            let amount = money(refund.amount.saturating_add(refund.tip), refund.currency);
            words(Act::PaymentRefunded, table(venue, &refund.session), amount)
        }
        BillEvent::CashMoved { amount, currency, .. } => {
            words(Act::CashMoved, String::new(), money(*amount, *currency))
        }
        BillEvent::DayClosed { close } => {
            words(Act::DayClosed, close.day.to_string(), money(close.difference(), close.currency))
        }
        BillEvent::LeftUnpaid { session, left, due_back, currency, .. } => {
            words(Act::LeftUnpaid, table(venue, session), money(left.saturating_sub(*due_back), *currency))
        }
        BillEvent::Online { online } => match &**online {
            OnlineEvent::Strayed { session, amount, currency, said, .. } => {
                let known = amount.zip(currency.parse().ok());
                let detail = known.map(|(amount, currency)| money(amount, currency));
                let detail = detail.or_else(|| said.clone()).unwrap_or_else(|| currency.clone());
                words(Act::OnlineStrayed, table(venue, session), detail)
            }
            OnlineEvent::Returned { session, .. } => {
                words(Act::OnlineReturned, table(venue, session), String::new())
            }
            OnlineEvent::Started { .. } | OnlineEvent::Opened { .. } | OnlineEvent::Ended { .. } => None,
        },
        // Who pays which part is the party's own matter, and changes a hundred times an evening.
        BillEvent::BillSplit { .. } | BillEvent::ShareLocked { .. } | BillEvent::ShareReleased { .. } => None,
    }
}

/// Which order of which table, and why not: the set phrase, never what was typed.
fn of_approval(venue: &Then<'_>, approval: &ApprovalEvent) -> Option<Words> {
    let session = venue.visits_of(approval.order()).first()?.clone();
    let order = venue.order_view(&session, approval.order())?;
    let (act, why) = match approval {
        ApprovalEvent::Approved { .. } => (Act::OrderApproved, ""),
        ApprovalEvent::Declined { reason, .. } => (
            Act::OrderDeclined,
            match reason {
                DeclineReason::SoldOut => " (sold out)",
                DeclineReason::KitchenBusy => " (the kitchen cannot make it now)",
                DeclineReason::Mistake => " (looks like a slip)",
                DeclineReason::NotAtTable => " (not from this table)",
                DeclineReason::AskWaiter => " (a waiter talks to them)",
                DeclineReason::Other => "",
            },
        ),
    };
    let detail = format!("order {}{why}", order.number);
    Some(Words { kind: AuditKind::Table, act, subject: table(venue, &session), detail, about: None })
}

/// Which portions at which table, and why: the dish by its name on the menu, never the guest's words.
fn off_the_bill(
    venue: &Then<'_>,
    act: Act,
    (order, index): (OrderId, u16),
    portions: usize,
    reason: TakeOffReason,
) -> Option<Words> {
    let visits = venue.visits_of(order);
    let (session, dish) = visits.into_iter().find_map(|session| {
        let lines = venue.order_view(&session, order)?.lines;
        let dish = lines.into_iter().find(|line| line.index == index)?.name;
        Some((session, dish))
    })?;
    let why = match reason {
        TakeOffReason::Mistake => "entered by mistake",
        TakeOffReason::GuestChanged => "the guest changed their mind",
        TakeOffReason::SoldOut => "sold out",
        TakeOffReason::Quality => "not as it should be",
        TakeOffReason::Late => "too late",
        TakeOffReason::Goodwill => "on the house",
        TakeOffReason::GuestCancelled => "taken back by the guest",
    };
    let detail = format!("{portions} × {dish} ({why})");
    Some(Words { kind: AuditKind::Table, act, subject: table(venue, &session), detail, about: None })
}

/// The name of an account, or its id.
pub(super) fn name(venue: &Venue, staff: &StaffId) -> String {
    venue.staff_member(staff).map_or_else(|| staff.to_string(), |member| member.account.name)
}

fn table(venue: &Then<'_>, session: &SessionId) -> String {
    let tables = venue.tables_then(session, venue.at);
    tables.map_or_else(|| session.to_string(), |tables| tables.join(BETWEEN_TABLES))
}

/// What a table is called now; empty for none.
pub(super) fn called(venue: &Venue, table: &TableId) -> String {
    let tables = venue.tables().into_iter();
    tables.filter(|known| known.id == *table).map(|known| known.name).next().unwrap_or_default()
}

fn proof(tried: &Try) -> &'static str {
    match tried.proof {
        Proof::Password => "password",
        Proof::Pin => "pin",
    }
}

#[cfg(test)]
mod tests {
    use plato_sync_protocol::bill::{Discount, DiscountOn};

    use super::*;

    #[test]
    fn the_audit_says_how_much_was_taken_off_and_not_what_was_typed() {
        let discount = Discount {
            id: "discountaa".parse().unwrap(),
            on: DiscountOn::Bill,
            amount: DiscountAmount::Percent { percent: "12.5".parse().unwrap() },
        };
        let (session, by) = ("sessionaaa".parse().unwrap(), "staffaaaaa".parse().unwrap());
        let given = BillEvent::DiscountGiven { session, discount, reason: "Mrs. Ames is ill".into(), by };
        let venue = Venue::default();
        let then = Then { venue: &venue, at: Timestamp::default(), is_by_staff: true };
        let words = of(&then, &Event::Bill { bill: Box::new(given) }).unwrap();
        assert_eq!((words.act, words.detail.as_str()), (Act::DiscountGiven, "12.5 %"));
        assert!(!words.subject.contains("Ames"));
    }
}
