//! The conversation with the hub over the socket: saying hello, and taking in what the hub says.

use std::collections::BTreeSet;

use plato_sync_protocol::cart::CartChange;
use plato_sync_protocol::codec::{self, Format};
use plato_sync_protocol::deflated;
use plato_sync_protocol::ids::{DinerId, SessionId};
use plato_sync_protocol::limits::SNAPSHOT_FRAME_BYTES_MAX;
use plato_sync_protocol::message::{CartStart, FromDevice, FromHub, Hello, Refused, Reset, Welcome};
use plato_sync_protocol::packed::{Packed, PackedChange};
use plato_sync_protocol::vector::VersionVector;
use plato_sync_protocol::version;
use plato_sync_protocol::views::OrderView;

use crate::client::{Client, Seat, Standing};
use crate::delivery::Delivery;
use crate::effect::Effect;
use crate::meanwhile::{Changes, Meanwhile};
use crate::plan::Plan;
use crate::rebase::{Fresh, Keep, Rebased};
use crate::records::{self, Names};
use crate::replica::Gap;
use crate::view::{ChangedDish, Notice};

/// Time within which a second reset means that the first did not help.
const RESET_AGAIN_MS: u64 = 60_000;

impl Client {
    pub(crate) fn say_hello(&mut self) {
        let Some(seat) = &self.seat else { return };
        // What a document of the hub had and the hub could lose, it may have lost, and another change of
        // that author and number in its place: numbers do not tell, the whole document does.
        let needs_all = seat.starts_over || seat.replica.has_spare();
        let have = if needs_all { VersionVector::default() } else { seat.replica.vector() };
        let hello = Hello {
            versions: version::SPOKEN.to_vec(),
            token: seat.login.token.clone(),
            actor: seat.replica.wanted_actor(),
            have,
            packs: true,
            hears_door: true,
            answers_resets: true,
            hears_bill: true,
        };
        self.send(&FromDevice::Hello(hello));
    }

    pub(crate) fn take_frame(&mut self, bytes: &[u8], now_ms: u64) {
        let is_open = self.connection.is_live() || self.connection.is_greeting();
        if !is_open || !matches!(self.standing, Standing::Seated) {
            return;
        }
        if self.connection.is_live()
            && let Some(packed) = Packed::decode(bytes, Format::Cbor)
        {
            return self.take_packed(packed.ok(), now_ms);
        }
        let inflated = deflated::inflate(bytes);
        let plain = inflated.as_ref().map_or(Some(bytes), |inflated| inflated.as_deref());
        let plain = plain.filter(|plain| plain.len() <= SNAPSHOT_FRAME_BYTES_MAX);
        match plain.and_then(|plain| codec::decode_trusted::<FromHub>(plain, Format::Cbor).ok()) {
            Some(frame) => self.take(frame, now_ms),
            // What was in it is not known; a new welcome says it again.
            None => self.connection.give_up(now_ms, &mut self.chance, &mut self.plan),
        }
    }

    fn take_packed(&mut self, frame: Option<Packed>, now_ms: u64) {
        self.connection.heard(now_ms);
        let delivery = self.seat.as_mut().and_then(|seat| seat.delivery.as_mut());
        match (frame, delivery) {
            (Some(Packed::Accepted { new_actors, vector }), Some(delivery)) => {
                for (number, actor) in new_actors {
                    delivery.actors.learn(number, actor);
                }
                let vector = delivery.actors.unpack_vector(&vector);
                self.accepted(&vector);
            }
            (Some(Packed::Updated { new_actors, changes }), Some(delivery)) => {
                for (number, actor) in new_actors {
                    delivery.actors.learn(number, actor);
                }
                self.updated_packed(changes, now_ms);
            }
            // What was in it is not known; a new welcome says it again.
            _ => self.connection.give_up(now_ms, &mut self.chance, &mut self.plan),
        }
    }

    fn updated_packed(&mut self, changes: Vec<PackedChange>, now_ms: u64) {
        for change in changes {
            let unpacked = self.seat.as_ref().and_then(|seat| {
                let (actors, cart) = (&seat.delivery.as_ref()?.actors, seat.replica.cart.as_ref()?);
                Some(change.unpack(actors, cart).map_err(|_| Gap::Missed))
            });
            let heard = unpacked.unwrap_or(Err(Gap::Diverged));
            if !self.updated(heard.map(|change| vec![change]), now_ms) {
                return;
            }
        }
    }

    fn take(&mut self, frame: FromHub, now_ms: u64) {
        self.connection.heard(now_ms);
        match frame {
            FromHub::Welcome(welcome) if self.connection.is_greeting() => self.welcomed(*welcome, now_ms),
            FromHub::Refused(refused) => self.refused(&refused, now_ms),
            FromHub::SessionClosed => self.close("session_closed"),
            _ if self.connection.is_greeting() => {}
            FromHub::Welcome(_) | FromHub::Pong => {}
            FromHub::CartUpdated(changes) => {
                self.updated(Ok(changes), now_ms);
            }
            FromHub::CartAccepted(vector) => self.accepted(&vector),
            FromHub::CartReset(reset) => self.reset(&reset, now_ms),
            FromHub::CartNeeded(vector) => self.needed(vector, now_ms),
            FromHub::MenuChanged { revision } => self.want_menu(revision),
            FromHub::Presence(diners) => self.visit(|seat| seat.visit.set_diners(diners, now_ms)),
            FromHub::DoorChanged(door) => self.visit(|seat| seat.door.hear(door, now_ms)),
            FromHub::OrderNew(order) => self.ordered(*order),
            FromHub::BillChanged { .. } => self.fetch_bill(),
            FromHub::PaymentCompleted(news) => self.paid(*news),
            FromHub::OrderStatusChanged { order, status } => {
                self.visit(|seat| seat.visit.move_order(order, status))
            }
            FromHub::OrderItemStatusChanged { order, index, status } => {
                self.visit(|seat| seat.visit.move_dish(order, index, status));
            }
        }
    }

    fn visit(&mut self, change: impl FnOnce(&mut Seat)) {
        if let Some(seat) = &mut self.seat {
            change(seat);
            self.plan.render();
        }
    }

    fn want_menu(&mut self, revision: u32) {
        if self.menu.as_ref().is_none_or(|menu| menu.revision != revision) {
            self.plan.push(Effect::FetchMenu);
        }
    }

    fn ordered(&mut self, order: OrderView) {
        let Some(seat) = &mut self.seat else { return };
        let (number, diner) = (order.order, order.placed_by.clone());
        let waiting = seat.visit.waiting();
        let is_new = seat.visit.take_order(order);
        let is_mine = diner == seat.login.diner;
        let declined = seat.visit.declined_of(&waiting);
        for news in declined {
            self.notices.add(news.into());
        }
        if is_new && !is_mine {
            let is_waiting = seat.visit.waiting().contains(&number);
            self.notices.add(Notice::OrderedByOther { order: number, diner, is_waiting });
        }
        self.plan.render();
    }

    fn welcomed(&mut self, mut welcome: Welcome, now_ms: u64) {
        let rev = self.menu.as_ref().map(|menu| menu.revision);
        let Some(seat) = &mut self.seat else { return };
        let (chance, plan) = (&mut self.chance, &mut self.plan);
        seat.replica.shares(welcome.mode, std::mem::take(&mut welcome.former));
        let Welcome { actor, accepted, .. } = &welcome;
        let is_elsewhere = seat.login.session != welcome.session;
        let rebased = match &welcome.cart {
            // What is missing of another party's cart is no addition to this one.
            CartStart::Changes(_) if is_elsewhere => Err(Gap::Diverged),
            CartStart::Snapshot(saved) => {
                let (durable, actor, heard_ms, keep) = (accepted, *actor, now_ms, Keep::Fitting);
                let fresh = Fresh { saved, durable, actor, heard_ms, keep };
                if is_elsewhere {
                    seat.sit_with(&welcome.session, plan);
                }
                seat.replica.start_over(fresh, rev, chance, plan).map_err(|_| Gap::Missed)
            }
            CartStart::Changes(changes) => seat.replica.catch_up(changes, accepted, plan).map(|meanwhile| {
                seat.replica.work_as(*actor);
                Rebased { dropped: seat.replica.resolve(rev, plan), meanwhile }
            }),
        };
        match rebased {
            Ok(Rebased { dropped, meanwhile }) => {
                seat.starts_over = false;
                seat.is_just_welcomed = true;
                seat.replica.wait_for_tabs(now_ms, chance);
                seat.needed = None;
                seat.told_reviewing = false;
                let actors = welcome.actors.iter().copied().collect();
                seat.delivery = Some(Delivery::begin(accepted.clone(), actors, now_ms));
                seat.was_reset = false;
                seat.reviews.hurry(now_ms);
                let was_away = self.connection.is_away();
                self.connection.welcomed(now_ms);
                self.tell_dropped(dropped);
                if is_elsewhere {
                    self.notices.add(Notice::WithOthers { table: welcome.table.clone() });
                }
                let has_missed_some = was_away && !is_elsewhere;
                self.catch_up(welcome, has_missed_some.then_some(meanwhile), now_ms);
            }
            // The snapshot cannot be read: another one may be better.
            Err(Gap::Missed) => {
                seat.starts_over = true;
                self.connection.back_off(now_ms, chance, plan);
            }
            Err(Gap::Diverged) => self.start_over(now_ms),
        }
    }

    /// Takes in the rest of a welcome. `meanwhile` is none when the guest has missed nothing.
    fn catch_up(&mut self, welcome: Welcome, meanwhile: Option<Meanwhile>, now_ms: u64) {
        self.want_menu(welcome.menu_revision);
        let Some(seat) = &mut self.seat else { return };
        keep_actors(seat, &mut self.plan);
        if (&seat.login.table, seat.login.mode) != (&welcome.table, welcome.mode) {
            (seat.login.table, seat.login.mode) = (welcome.table, welcome.mode);
            self.plan.push(Effect::KeepLogin { login: Some(seat.login.to_text()) });
        }
        seat.door.hear(welcome.door, now_ms);
        seat.bill.lost_touch();
        seat.door.token_ends_at_ms = Some(now_ms.saturating_add(welcome.expires_in_ms));
        let known: Vec<DinerId> = seat.visit.diners.iter().map(|known| known.diner.clone()).collect();
        seat.visit.set_diners(welcome.diners, now_ms);
        let waiting = seat.visit.waiting();
        let fresh = seat.visit.set_orders(welcome.orders, &seat.login.diner);
        // Whoever has just come and has ordered before has done so at another table.
        let (fresh, brought): (Vec<_>, Vec<_>) = fresh.into_iter().partition(|(_, by)| known.contains(by));
        for news in seat.visit.declined_of(&waiting) {
            self.notices.add(news.into());
        }
        if let Some(Meanwhile { dishes }) = meanwhile {
            let came: BTreeSet<DinerId> = brought.into_iter().map(|(_, by)| by).collect();
            if !came.is_empty() && !known.is_empty() {
                self.notices.add(Notice::GuestsCame { diners: came.into_iter().collect() });
            }
            for (order, diner) in fresh {
                let is_waiting = seat.visit.waiting().contains(&order);
                self.notices.add(Notice::OrderedByOther { order, diner, is_waiting });
            }
            let item = |item| self.menu.as_ref().and_then(|menu| menu.item(item));
            let changed = dishes.iter().map(|(id, Changes { added, removed, changed })| ChangedDish {
                dish: item(id).map_or_else(String::new, |item| item.name.clone()),
                added: *added,
                removed: *removed,
                changed: *changed,
            });
            let dishes = changed.collect::<Vec<_>>();
            if !dishes.is_empty() {
                self.notices.add(Notice::ChangedMeanwhile { dishes });
            }
        }
        self.fetch_bill();
        self.call_again();
        self.plan.render();
    }

    /// Takes in changes of others. False when they do not fit, and the conversation begins anew.
    fn updated(&mut self, changes: Result<Vec<CartChange>, Gap>, now_ms: u64) -> bool {
        let Some(seat) = &mut self.seat else { return false };
        self.plan.render();
        let heard = changes.and_then(|changes| seat.replica.hear(&changes, &mut self.plan));
        match heard {
            Ok(()) => {}
            Err(Gap::Missed) => self.connection.reopen(now_ms, &mut self.chance, &mut self.plan),
            Err(Gap::Diverged) => self.start_over(now_ms),
        }
        heard.is_ok()
    }

    /// Asks for the hub's whole document, on a new connection.
    pub(crate) fn start_over(&mut self, now_ms: u64) {
        if let Some(seat) = &mut self.seat {
            seat.starts_over = true;
            self.connection.reopen(now_ms, &mut self.chance, &mut self.plan);
        }
    }

    fn accepted(&mut self, vector: &VersionVector) {
        let Some(seat) = &mut self.seat else { return };
        if let Some(delivery) = &mut seat.delivery {
            delivery.note_durable(vector);
        }
        seat.replica.note_durable(vector);
        seat.needed = None;
        self.plan.render();
    }

    fn needed(&mut self, vector: VersionVector, now_ms: u64) {
        let Some(seat) = &mut self.seat else { return };
        if seat.was_reset && vector.covers(&seat.replica.at_hub) {
            // It answers what was sent before the reset: what is missing is on its way already.
            return;
        }
        let is_stuck = seat.needed.as_ref() == Some(&vector);
        if is_stuck || seat.replica.hub_has_only(&vector).is_err() {
            return self.start_over(now_ms);
        }
        if let Some(delivery) = &mut seat.delivery {
            delivery.rewind(&vector);
        }
        seat.needed = Some(vector);
    }

    fn reset(&mut self, reset: &Reset, now_ms: u64) {
        let rev = self.menu.as_ref().map(|menu| menu.revision);
        let Some(seat) = &mut self.seat else { return };
        let is_again = seat.reset_at_ms.is_some_and(|at_ms| now_ms.saturating_sub(at_ms) < RESET_AGAIN_MS);
        seat.reset_at_ms = Some(now_ms);
        seat.was_reset = true;
        let keep = if is_again { Keep::Nothing } else { Keep::OfOtherTabs };
        let (chance, plan) = (&mut self.chance, &mut self.plan);
        let Reset { snapshot, actor, .. } = reset;
        let durable = seat.delivery.as_ref().map(Delivery::durable).cloned().unwrap_or_default();
        let fresh = Fresh { saved: snapshot, durable: &durable, actor: *actor, heard_ms: now_ms, keep };
        match seat.replica.start_over(fresh, rev, chance, plan) {
            Ok(rebased) => {
                if let Some(delivery) = &mut seat.delivery {
                    delivery.rewind(&VersionVector::default());
                }
                keep_actors(seat, plan);
                self.send(&FromDevice::Ping);
                self.tell_dropped(rebased.dropped);
                self.plan.render();
            }
            Err(_) => {
                seat.starts_over = true;
                self.connection.back_off(now_ms, chance, plan);
            }
        }
    }

    fn refused(&mut self, refused: &Refused, now_ms: u64) {
        match refused.code.as_str() {
            code if ends_visit(code) => self.close(code),
            code @ "protocol_version" => {
                self.stop();
                self.standing = Standing::Closed { code: code.to_owned() };
            }
            _ => self.connection.back_off(now_ms, &mut self.chance, &mut self.plan),
        }
    }
}

/// Does a refusal of this code mean that the token is worth nothing any more?
pub(crate) fn ends_visit(code: &str) -> bool {
    matches!(
        code,
        "token_unknown"
            | "token_expired"
            | "token_wrong_kind"
            | "session_closed"
            | "diner_removed"
            | "diner_moved"
    )
}

impl Seat {
    /// The guest is with another party now. What the store has of them goes by its name from here on.
    fn sit_with(&mut self, session: &SessionId, plan: &mut Plan) {
        let old = std::mem::replace(&mut self.names, Names::new(session.clone()));
        self.login.moved(session.clone());
        self.replica.names = self.names.clone();
        for command in self.reviews.forget_ordered() {
            plan.delete(old.ordered(&command));
        }
        for confirmed in self.reviews.under_way() {
            plan.put(self.names.command(&confirmed.command_id), records::encoded(confirmed));
            plan.delete(old.command(&confirmed.command_id));
        }
        plan.push(Effect::KeepLogin { login: Some(self.login.to_text()) });
    }
}

fn keep_actors(seat: &Seat, plan: &mut Plan) {
    let actor = seat.login.actors_to_text(&seat.replica.actors());
    plan.push(Effect::KeepActor { actor });
}
