//! The rules of the restaurant, pure: no input or output, no clock, no chance.
//!
//! [`Venue::decide`] works out what a command leads to and changes nothing; [`Venue::apply`] takes in
//! what has happened and never refuses. The writer calls both; screens read through `views.rs`.

pub mod access;
pub mod admission;
pub mod approval;
pub mod billing;
pub mod command;
pub mod event;
pub mod floor;
pub mod guessing;
pub mod kitchen;
pub mod menu;
pub mod ordering;
pub mod rating;
pub mod refusal;
mod serving;
pub mod stock;
pub mod together;
pub mod views;
mod voiding;

#[cfg(test)]
mod tests;

pub use command::Command;
pub use event::Event;
pub use refusal::Refusal;

use plato_sync_protocol::bill::Fate;
use plato_sync_protocol::serving::StockOf;
use serde::{Deserialize, Serialize};

use access::Access;
use billing::Billing;
use floor::Floor;
use kitchen::{Kitchen, places};
use menu::MenuBoard;
use ordering::Orders;
use rating::Ratings;
use stock::Stock;

/// When something happened, on both of the hub's clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Timestamp {
    /// Wall time in ms since 1970 (UTC). For showing only: a box without a clock battery has it wrong.
    pub wall_ms: u64,
    /// Time that the hub has been running, over all its starts, in ms. Never jumps: ages, expiry and
    /// lock-outs count it.
    pub uptime_ms: u64,
}

/// The restaurant as it stands: a fold of everything that has happened.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Venue {
    /// Tables, sessions and their PINs.
    pub(crate) floor: Floor,
    /// What can be ordered.
    pub(crate) menu: MenuBoard,
    /// What was ordered.
    pub(crate) orders: Orders,
    /// What has to be made.
    pub(crate) kitchen: Kitchen,
    /// Staff accounts and who holds which token.
    pub(crate) access: Access,
    /// Bills and the books.
    pub(crate) billing: Billing,
    /// What parties said at the end.
    pub(crate) ratings: Ratings,
}

impl Venue {
    /// Works out what a command leads to. Changes nothing.
    pub fn decide(&self, now: Timestamp, command: &Command) -> Result<Vec<Event>, Refusal> {
        match command {
            Command::ImportVenue(import) => self.import_venue(import),
            Command::AddStaff(account) => self.add_staff(account),
            Command::SignStaffIn { staff, token, lasts_ms, from } => {
                self.sign_in(now, staff, token, *lasts_ms, from.as_ref())
            }
            Command::SignStaffOut { token } => Ok(self.sign_out(token)),
            Command::SeatTable(seating) => self.seat_table(seating),
            Command::ChangeMode { session, mode } => self.change_mode(session, *mode),
            Command::ReissuePin { session, pin_hash, pin_digits } => {
                self.reissue_pin(session, pin_hash, *pin_digits)
            }
            Command::TryPin { session, from } => self.try_pin(now, session, from.as_deref()),
            Command::SettlePin { session, from, pin, is_right } => {
                self.settle_pin(session, from.as_deref(), (pin, *is_right))
            }
            Command::Join(joining) => self.join(now, joining),
            Command::CloseSession { session } => self.close_session(session),
            Command::PlaceOrder(proposal) => self.place_order(now, proposal),
            Command::MoveDish { order, index, status } => self.move_dish(*order, *index, *status, None),
            Command::MoveSeenDish { order, index, status, seen } => {
                self.move_dish(*order, *index, *status, Some(*seen))
            }
            Command::BumpTicket { ticket, seen } => self.bump_ticket(ticket, *seen),
            Command::RecallTicket { ticket } => self.recall_ticket(ticket, None),
            Command::RecallSeenTicket { ticket, seen } => self.recall_ticket(ticket, Some(*seen)),
            Command::EightySix { item, is_eighty_sixed } => self.eighty_six(now, item, *is_eighty_sixed),
            Command::AddFirstOwner(account) => self.add_first_owner(account),
            Command::ChangeTeam { by, change } => self.change_team(now, by.as_ref(), change),
            Command::ChangeOwn { staff, change } => self.change_own(staff, change),
            Command::EnrolDevice { code, device, token, replaces } => {
                self.enrol_device(now, code, device, token, replaces.as_ref())
            }
            Command::TrySignIn(tried) => self.try_sign_in(now, tried),
            Command::FailSignIn { tried, is_step_up } => {
                Ok(vec![Event::StaffSignInFailed { tried: tried.clone(), is_step_up: *is_step_up }])
            }
            Command::StepUp { token, tried } => self.step_up(now, token, tried),
            Command::RevealPin { session } => self.note(&Event::PinRevealed { session: session.clone() }),
            Command::ExportAudit { records } => self.note(&Event::AuditExported { records: *records }),
            Command::ExportDay { day } => self.note(&Event::DayExported { day: *day }),
            Command::Bill { by, bill } => self.decide_bill(now, by, bill),
            Command::Online(online) => self.decide_online(now, online),
            Command::SplitBill { by, session, plan } => self.split_bill(by, session, plan),
            Command::OpenInvite(invite) => self.open_invite(now, invite),
            Command::CancelInvite { session, invite } => self.cancel_invite(now, session, invite),
            Command::TryInvite { session, from } => self.try_invite(now, session, from.as_deref()),
            Command::Knock(knock) => self.knock(now, knock),
            Command::ChooseWho(choice) => self.choose_who(now, choice),
            Command::AnswerKnock(answer) => self.answer_knock(now, answer),
            Command::WithdrawKnock { session, knock } => self.withdraw_knock(now, session, knock),
            Command::RemoveDiner { session, diner } => self.remove_diner(session, diner),
            Command::StayLonger { token } => self.stay_longer(now, token),
            Command::FireCourse { session, course } => self.fire_course(session, *course),
            Command::FireOrders { session, course, orders } => self.fire_orders(session, *course, orders),
            Command::MoveToCourse { order, index, course } => self.move_to_course(*order, *index, *course),
            Command::ServeOrder { order } => self.serve_order(*order),
            Command::ServeDishes { order, dishes } => self.serve_dishes(*order, &places(dishes)),
            Command::ServeShownDishes { order, dishes } => self.serve_dishes(*order, dishes),
            Command::PutBack { order, dishes } => self.put_back(*order, dishes),
            Command::PassDishes { order, pass, dishes } => self.pass_dishes(*order, pass, &places(dishes)),
            Command::PassShownDishes { order, pass, dishes } => self.pass_dishes(*order, pass, dishes),
            Command::VoidPortions(portions) => self.void_portions(portions),
            Command::CompPortions(portions) => self.comp_portions(portions),
            Command::SeeVoid { order, index } => self.see_void(*order, *index),
            Command::ChangeSplit(wanted) => self.change_split(wanted),
            Command::SetStock { of, mode } => self.set_stock(now, of, *mode, None),
            Command::SetSeenStock { of, mode, seen } => self.set_stock(now, of, *mode, Some(*seen)),
            Command::RenewStock => Ok(self.renew_stock(now)),
            Command::SendTogether { session, by } => self.send_together(session, by.as_ref()),
            Command::CancelDish { session, diner, order, index, portions } => {
                self.cancel_dish((session, diner), *order, *index, *portions)
            }
            Command::DeclareAllergies { session, diner, allergens, is_by_staff } => {
                self.declare_allergies(session, diner, allergens, *is_by_staff)
            }
            Command::Floor(command) => self.decide_floor(now, command),
            Command::CloseUnpaid { session, by, reason } => self.close_unpaid(session, by, reason),
            Command::RateVisit(rating) => self.rate_visit(rating),
            Command::DecideOrder(decision) => self.decide_order(decision),
        }
    }

    /// Takes in what has happened. Never refuses, never looks at the clock.
    pub fn apply(&mut self, at: Timestamp, event: &Event) {
        match event {
            Event::VenueImported { setup } => {
                self.floor.furnish(setup);
                self.menu.print(setup);
                self.kitchen.install(setup);
                self.billing.set_terms(setup.bill.as_deref());
                self.orders.terms.clone_from(&setup.approval);
            }
            Event::TableSeated { session, table, covers, mode, pin_hash, pin_digits } => {
                self.floor.seat(at, session, table, *covers, *mode, (pin_hash, *pin_digits));
            }
            Event::SessionModeChanged { session, mode } => self.floor.change_mode(session, *mode),
            Event::PinReissued { session, pin_hash, pin_digits } => {
                self.floor.reissue_pin(session, pin_hash, *pin_digits);
            }
            Event::PinTried { session, from } => self.floor.count_pin_try(at, session, from.as_deref()),
            Event::PinSettled { session, from, is_right } => {
                self.floor.settle_pin_try(session, from.as_deref(), *is_right);
            }
            Event::DinerJoined { session, diner, name, token, expires_at_ms, how } => {
                self.floor.welcome(session, diner, name, how);
                self.access.admit(session, diner, token, *expires_at_ms);
            }
            Event::SessionClosed { session } => {
                let has_ordered = self.orders.of_session(session).next().is_some();
                self.floor.close(at, session, has_ordered);
                self.access.end_session(session);
            }
            Event::OrderPlaced { order } => {
                self.menu.take(&order.lines);
                self.orders.take(at, order, self.billing.date(at));
                if order.awaits.is_empty() && !order.gathers {
                    self.start_order(at, order.id);
                    self.bill_order(at, &order.session);
                }
            }
            Event::DishMoved { order, index, status } => self.orders.move_dish(*order, *index, *status),
            Event::TicketBumped { ticket } => {
                self.kitchen.bump(at, ticket);
                self.orders.finish(ticket);
            }
            Event::TicketRecalled { ticket } => {
                self.kitchen.recall(ticket);
                self.orders.recall(ticket);
            }
            Event::ItemEightySixed { item, is_eighty_sixed } => {
                let stock = if *is_eighty_sixed { Stock::Off } else { Stock::Plenty };
                self.menu.set_stock(&StockOf::Item { item: item.clone() }, stock);
            }
            Event::StaffAdded { .. }
            | Event::StaffSignedIn { .. }
            | Event::StaffSignedOut { .. }
            | Event::StaffSignInTried { .. }
            | Event::StaffSignInFailed { .. }
            | Event::StaffSteppedUp { .. }
            | Event::StaffRenamed { .. }
            | Event::StaffRoleChanged { .. }
            | Event::StaffPasswordSet { .. }
            | Event::StaffPinSet { .. }
            | Event::StaffDisabled { .. }
            | Event::StaffEnabled { .. }
            | Event::DeviceCodeIssued { .. }
            | Event::DeviceEnrolled { .. }
            | Event::DeviceRevoked { .. } => self.access.apply(at, event),
            Event::PinRevealed { .. } | Event::AuditExported { .. } | Event::DayExported { .. } => {}
            Event::Bill { bill } => self.apply_bill(at, bill),
            Event::InviteOpened { .. }
            | Event::InviteCancelled { .. }
            | Event::InviteTried { .. }
            | Event::KnockMade { .. }
            | Event::KnockClaimed { .. }
            | Event::KnockRefused { .. }
            | Event::KnockWithdrawn { .. } => self.floor.apply_at_door(at, event),
            Event::DinerReturned { session, diner, token, expires_at_ms, .. } => {
                self.floor.apply_at_door(at, event);
                self.access.move_diner(session, diner);
                self.access.admit(session, diner, token, *expires_at_ms);
            }
            Event::DinerRemoved { session, diner } => {
                self.floor.apply_at_door(at, event);
                self.access.remove_diner(session, diner);
            }
            Event::TokenExtended { token, expires_at_ms, .. } => self.access.extend(token, *expires_at_ms),
            Event::CourseFired { dishes, .. } => self.start_dishes(at, dishes),
            Event::DishMovedToCourse { order, index, course, joins } => {
                self.change_course(at, *order, *index, *course, joins.as_ref());
            }
            Event::PortionsVoided { order, index, units, reason, by } => {
                self.return_to_stock(*order, *index, units.len(), *reason);
                self.orders.void(*order, *index, units, *reason);
                self.take_off_the_bill_of(at, *order, units, (Fate::Voided, by.as_ref()));
            }
            Event::PortionsComped { order, index, units, by, .. } => {
                self.orders.comp(*order, *index, units);
                self.take_off_the_bill_of(at, *order, units, (Fate::Comped, by.as_ref()));
            }
            Event::VoidSeen { order, index } => self.orders.note_void_seen(*order, *index),
            Event::StockSet { of, stock } => self.menu.set_stock(of, *stock),
            Event::AllergiesDeclared { session, diner, allergens, is_by_staff } => {
                self.orders.declare(session, diner, allergens, *is_by_staff);
            }
            Event::Floor { floor } => self.apply_floor(at, floor),
            Event::VisitRated { rating } => self.ratings.take(at, self.billing.date(at), rating),
            Event::Approval { approval } => self.apply_approval(at, approval),
            Event::SentTogether { sent } => self.apply_sent_together(at, sent),
            Event::DishesPassed { order, dishes, .. } => self.note_passed(*order, dishes),
            Event::DishesPutBack { order, dishes } => self.orders.put_back(*order, dishes),
        }
        self.note_state(at, event);
    }

    /// Has a venue file been imported?
    pub fn is_set_up(&self) -> bool {
        self.menu.revision() > 0
    }
}
