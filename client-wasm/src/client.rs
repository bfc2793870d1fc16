//! The brain of a guest's phone, without a browser: what happens goes in, what is to be done comes
//! out, and the view says what to show. No clock and no chance of its own, so the same seed and the
//! same inputs give the same effects.
//!
//! Here is where inputs arrive; frames of the hub are taken in by `talk.rs`, orders are placed by
//! `ordering.rs`, and each part that they work on is a file of its own.

use plato_sync_protocol::cart::{CartEdit, EditRefusal};
use plato_sync_protocol::codec::{self, Format};
use plato_sync_protocol::ids::{DinerId, ItemId, TableId};
use plato_sync_protocol::menu::{LineConfig, Menu};
use plato_sync_protocol::message::FromDevice;
use plato_sync_protocol::vector::VersionVector;
use plato_sync_protocol::views::SessionMode;

use crate::calls::{Calls, Purpose};
use crate::chance::Chance;
use crate::connection::{Beat, Connection};
use crate::delivery::Delivery;
use crate::door::Door;
use crate::editing::Editor;
use crate::effect::Effect;
use crate::input::{Action, Input, Start, Timer};
use crate::knocking::{Attempt, Knocking};
use crate::login::{self, Login};
use crate::notices::Notices;
use crate::paying::Bill;
use crate::plan::Plan;
use crate::present::{self, Presenter};
use crate::records::{self, Found, MENU, Names};
use crate::replay::{Dropped, eater};
use crate::replica::Replica;
use crate::review::Reviews;
use crate::serving::Serving;
use crate::tabs::TabNews;
use crate::view::{AllergiesView, CartView, JoinRefusal, Notice, Quote, Stage, View};
use crate::visit::Visit;

/// Why a page cannot begin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StartRefusal {
    /// The seed is not 64 hexadecimal digits.
    #[error("the seed has to be 64 hexadecimal digits")]
    Seed,
}

/// How far the guest has come.
#[derive(Debug)]
pub(crate) enum Standing {
    Joining { is_busy: bool, refusal: Option<JoinRefusal> },
    Knocking(Box<Knocking>),
    Seated,
    Closed { code: String },
}

/// A guest's place at the table.
pub(crate) struct Seat {
    pub(crate) login: Login,
    pub(crate) names: Names,
    pub(crate) replica: Replica,
    pub(crate) visit: Visit,
    pub(crate) reviews: Reviews,
    /// The sending side of the connection, while that is up.
    pub(crate) delivery: Option<Delivery>,
    /// What the hub said it had when it last missed something, on this connection.
    pub(crate) needed: Option<VersionVector>,
    /// Is the whole document to be asked for with the next hello?
    pub(crate) starts_over: bool,
    /// Is this the first step after a welcome?
    pub(crate) is_just_welcomed: bool,
    pub(crate) reset_at_ms: Option<u64>,
    /// Was the hub told, on this connection, that the guest looks at the review screen?
    pub(crate) told_reviewing: bool,
    /// Has this phone started over on this connection? Then what it has of the hub is exact.
    pub(crate) was_reset: bool,
    /// Who waits at the party's door, and how long this phone may stay.
    pub(crate) door: Door,
    /// The bill, while the guest looks at it.
    pub(crate) bill: Bill,
    /// Dishes that are being taken back, and what the guest must not eat.
    pub(crate) serving: Serving,
}

/// One guest's phone.
pub struct Client {
    pub(crate) table: TableId,
    pub(crate) key: String,
    is_storage_durable: bool,
    started_at_ms: u64,
    kept_login: Option<Login>,
    kept_actors: Option<String>,
    kept_knock: Option<String>,
    /// The last try to come in with a PIN or an invite.
    pub(crate) attempt: Option<Attempt>,
    /// Records of earlier visits, deleted once the guest joins anew.
    stale: Vec<String>,
    pub(crate) chance: Chance,
    pub(crate) plan: Plan,
    pub(crate) connection: Connection,
    pub(crate) calls: Calls,
    pub(crate) notices: Notices,
    pub(crate) menu: Option<Menu>,
    pub(crate) standing: Standing,
    pub(crate) seat: Option<Seat>,
}

impl Client {
    /// A page that has just opened. [`Client::restore`] comes next, once.
    pub fn new(start: Start) -> Result<Self, StartRefusal> {
        Ok(Self {
            chance: Chance::new(&start.seed).ok_or(StartRefusal::Seed)?,
            table: start.table,
            key: start.key,
            is_storage_durable: start.is_storage_durable,
            started_at_ms: start.now_ms,
            kept_login: start.login.as_deref().and_then(Login::read),
            kept_actors: start.actor,
            kept_knock: start.knock,
            attempt: None,
            stale: Vec::new(),
            plan: Plan::default(),
            connection: Connection::off(),
            calls: Calls::default(),
            notices: Notices::default(),
            menu: None,
            standing: Standing::Joining { is_busy: false, refusal: None },
            seat: None,
        })
    }

    /// Takes up what the store has of this table. With a login the guest is seated at once, whether
    /// the hub is there or not.
    pub fn restore(&mut self, records: Vec<(String, Vec<u8>)>) -> Vec<Effect> {
        let now_ms = self.started_at_ms;
        let login = self.kept_login.take();
        let visits = login.as_ref().map_or_else(Vec::new, Login::visits);
        let mut found = records::read(records, &visits);
        self.menu = found.menu.take().and_then(|body| serde_json::from_slice(&body).ok());
        self.stale = std::mem::take(&mut found.foreign);
        if let Some(login) = login {
            self.sit_down(login, found, now_ms);
        } else if let Some(knocking) = self.kept_knock.take().as_deref().and_then(Knocking::read) {
            self.standing = Standing::Knocking(Box::new(knocking));
            self.ask_how_it_stands();
        }
        self.plan.render();
        self.finish(now_ms)
    }

    pub(crate) fn sit_down(&mut self, login: Login, mut found: Found, now_ms: u64) {
        let names = Names::new(login.session.clone());
        let actors = self.kept_actors.take().map(|kept| login.read_actors(&kept)).unwrap_or_default();
        let mut replica = Replica::new(login.diner.clone(), login.mode, names.clone(), actors);
        let dropped = replica.restore(&mut found, &mut self.plan);
        let (mut visit, mut reviews) = (Visit::default(), Reviews::default());
        visit.restore(found.visits);
        reviews.restore(found.commands, found.ordered);
        self.seat = Some(Seat {
            login,
            names,
            replica,
            visit,
            reviews,
            delivery: None,
            needed: None,
            starts_over: false,
            is_just_welcomed: false,
            reset_at_ms: None,
            told_reviewing: false,
            was_reset: false,
            door: Door::default(),
            bill: Bill::default(),
            serving: Serving::default(),
        });
        self.standing = Standing::Seated;
        for key in std::mem::take(&mut self.stale) {
            self.plan.delete(key);
        }
        if !self.is_storage_durable {
            self.notices.add(Notice::NotKept);
        }
        self.tell_dropped(dropped);
        self.connection.open(now_ms, &mut self.plan);
        self.plan.push(Effect::FetchMenu);
    }

    /// Takes in what has happened.
    pub fn update(&mut self, input: Input, now_ms: u64) -> Vec<Effect> {
        match input {
            Input::Do { action } => self.act(action, now_ms),
            Input::Menu { body } => self.take_menu(&body),
            Input::SocketOpened => {
                if self.connection.opened(now_ms) {
                    self.say_hello();
                }
            }
            Input::SocketClosed => self.connection.lost(now_ms, &mut self.chance, &mut self.plan),
            Input::Answered { id, status, body } => match self.calls.close(id) {
                Some(Purpose::Join { name }) => self.joined(name, status, &body, now_ms),
                Some(Purpose::Place(command)) => self.placed(command, Some((status, &body)), now_ms),
                Some(purpose) => self.settled(purpose, Some((status, &body)), now_ms),
                None => {}
            },
            Input::Unanswered { id } => match self.calls.close(id) {
                Some(Purpose::Join { .. }) => self.not_joined(login::unreachable_hub()),
                Some(Purpose::Place(command)) => self.placed(command, None, now_ms),
                Some(purpose) => self.settled(purpose, None, now_ms),
                None => {}
            },
            Input::TimerFired { timer: Timer::Reconnect } => {
                if self.connection.is_pausing() {
                    self.connection.open(now_ms, &mut self.plan);
                }
            }
            Input::TimerFired { timer: Timer::Heartbeat } => self.beat(now_ms),
            Input::TimerFired { timer: Timer::Knock } => self.ask_how_it_stands(),
            Input::TimerFired { timer: Timer::Join } => self.try_again(),
            Input::Woken => {
                self.ask_how_it_stands();
                if self.connection.woken(now_ms, &mut self.plan) {
                    self.send(&FromDevice::Ping);
                }
                if let Some(seat) = &mut self.seat {
                    seat.reviews.hurry(now_ms);
                }
            }
        }
        self.finish(now_ms)
    }

    /// Takes in a frame of the hub.
    pub fn frame(&mut self, bytes: &[u8], now_ms: u64) -> Vec<Effect> {
        self.take_frame(bytes, now_ms);
        self.finish(now_ms)
    }

    /// Takes in what another tab of this table tells.
    pub fn tab_message(&mut self, bytes: &[u8], now_ms: u64) -> Vec<Effect> {
        if let (Some(seat), Standing::Seated) = (&mut self.seat, &self.standing) {
            // Of a page of another version nothing may be understood; what it did is in the store.
            let news = codec::decode_trusted::<TabNews>(bytes, Format::Cbor).unwrap_or_default();
            let rev = self.menu.as_ref().map(|menu| menu.revision);
            if seat.replica.hear_tab(news, rev, now_ms, &mut self.chance, &mut self.plan) {
                self.plan.render();
            }
        }
        self.finish(now_ms)
    }

    fn take_over_from_tabs(&mut self, is_live: bool, now_ms: u64) {
        let rev = self.menu.as_ref().map(|menu| menu.revision);
        let Some(seat) = &mut self.seat else { return };
        let dropped = seat.replica.take_over(is_live, rev, now_ms, &mut self.plan);
        self.tell_dropped(dropped);
    }

    fn beat(&mut self, now_ms: u64) {
        self.connection.timer_fired();
        match self.connection.beat(now_ms) {
            Beat::Fine => {}
            Beat::Ping => self.send(&FromDevice::Ping),
            Beat::Lost => self.connection.give_up(now_ms, &mut self.chance, &mut self.plan),
        }
    }

    pub(crate) fn send(&mut self, frame: &FromDevice) {
        self.plan.push(Effect::Send { frame: codec::encode(frame, Format::Cbor) });
    }

    /// What follows from every input alike: deliver, ask, tidy up, look at the clock in time.
    fn finish(&mut self, now_ms: u64) -> Vec<Effect> {
        let mut due_ms = None;
        let is_live = self.connection.is_live();
        self.take_over_from_tabs(is_live, now_ms);
        if let (Some(seat), Standing::Seated) = (&mut self.seat, &self.standing) {
            seat.delivery = seat.delivery.take().filter(|_| is_live);
            if let Some(delivery) = &mut seat.delivery {
                for frame in delivery.frames(&mut seat.replica, now_ms, &mut self.plan) {
                    self.plan.push(Effect::Send { frame });
                }
                due_ms = delivery.due_at_ms();
            }
            due_ms = due_ms.into_iter().chain(seat.replica.takes_over_at_ms(is_live)).min();
            let is_reviewing = seat.reviews.is_confirming();
            if seat.delivery.is_some() && seat.told_reviewing != is_reviewing {
                seat.told_reviewing = is_reviewing;
                let frame = codec::encode(&FromDevice::Reviewing(is_reviewing), Format::Cbor);
                self.plan.push(Effect::Send { frame });
            }
            if seat.replica.is_saved() {
                for (command, body) in seat.reviews.ask_due(now_ms) {
                    let token = Some(seat.login.token.as_str());
                    self.calls.post(Purpose::Place(command), "/api/order/place", token, body, &mut self.plan);
                }
                due_ms = due_ms.into_iter().chain(seat.reviews.due_at_ms()).min();
            }
            let is_just_welcomed = std::mem::take(&mut seat.is_just_welcomed);
            if let Some(delivery) = &seat.delivery {
                let durable = delivery.durable();
                seat.replica.compact(durable, is_just_welcomed, &mut self.chance, &mut self.plan);
            }
            if seat.reviews.has_unmarked() {
                for command in seat.reviews.forget_marked(seat.replica.lines()) {
                    self.plan.delete(seat.names.ordered(&command));
                }
            }
            seat.visit.keep(&seat.names, now_ms, &mut self.chance, &mut self.plan);
        }
        self.connection.schedule(now_ms, due_ms, &mut self.plan);
        self.plan.take()
    }

    fn act(&mut self, action: Action, now_ms: u64) {
        self.plan.render();
        match action {
            Action::Join { pin, name, was_here } => self.join_by_pin(pin, name, was_here),
            Action::JoinByInvite { invite, name, was_here } => self.join_by_invite(invite, name, was_here),
            Action::Knock { name, was_here } => self.knock(name, was_here),
            Action::ChooseWho { diner } => self.choose_who(diner),
            Action::GiveUpKnocking => self.give_up_knocking(),
            Action::Dismiss { id } => self.notices.dismiss(id),
            Action::Leave => self.leave(),
            _ if !matches!(self.standing, Standing::Seated) => {}
            Action::ShowInvite => self.show_invite(),
            Action::PutInviteAway => self.put_invite_away(),
            Action::AnswerKnock { knock, reply } => self.answer_knock(knock, reply),
            Action::Stay => self.stay(),
            Action::OpenReview => {
                self.ask_allergies();
                self.open_review();
            }
            Action::CancelDish { order, index, portions } => self.cancel_dish(order, index, portions),
            Action::OrderAgain { order, index } => self.order_again(order, index, now_ms),
            Action::Declare { allergens } => self.declare(allergens),
            Action::CallWaiter { kind } => self.call_waiter(kind),
            Action::WithdrawCall { kind } => self.withdraw_call(kind),
            Action::CloseReview => self.close_review(),
            Action::Place => self.place(now_ms),
            Action::PlaceWithOthers => self.place_with_others(now_ms),
            Action::SendTogether => self.send_together(),
            Action::WatchBill { is_watched } => self.watch_bill(is_watched),
            Action::Split { wanted } => self.change_split(wanted),
            Action::PayOnline { share, tip } => self.pay_online(&share, tip),
            Action::StopOnline { share } => self.stop_online(&share),
            edit => self.edit(edit, now_ms),
        }
    }

    /// A call about a way in is over.
    fn settled(&mut self, purpose: Purpose, answer: Option<(u16, &str)>, now_ms: u64) {
        match purpose {
            Purpose::CheckKnock | Purpose::ChooseWho => self.knock_answered(answer, now_ms),
            Purpose::Invite => self.invited(answer, now_ms),
            Purpose::AnswerKnock(knock) => self.knock_was_answered(&knock, answer),
            Purpose::Stay => self.stayed(answer, now_ms),
            Purpose::Bill => self.bill_answered(answer, now_ms),
            Purpose::Split => self.split_answered(answer),
            Purpose::PayOnline => self.page_opened(answer),
            Purpose::StopOnline => self.split_answered(answer),
            Purpose::CancelDish(order, index) => self.dish_was_cancelled(order, index, answer),
            Purpose::SendTogether => self.was_sent_together(answer),
            Purpose::Allergies => self.allergies_were_told(answer),
            Purpose::Declare(allergens) => self.declared(allergens, answer),
            Purpose::CallWaiter(kind) => self.was_called(kind, answer),
            Purpose::Join { .. } | Purpose::Place(_) | Purpose::Withdraw | Purpose::Forget => {}
        }
    }

    pub(crate) fn not_joined(&mut self, refusal: JoinRefusal) {
        self.standing = Standing::Joining { is_busy: false, refusal: Some(refusal) };
        self.plan.render();
    }

    /// The visit is over on this phone.
    pub(crate) fn close(&mut self, code: &str) {
        self.stop();
        self.forget();
        self.standing = Standing::Closed { code: code.to_owned() };
    }

    /// The connection has ended for good; what is stored stays.
    pub(crate) fn stop(&mut self) {
        self.connection.stop(&mut self.plan);
        self.calls.forget_all();
        self.plan.render();
    }

    fn forget(&mut self) {
        self.plan.forget_records();
        self.plan.push(Effect::KeepLogin { login: None });
    }

    fn leave(&mut self) {
        self.stop();
        self.forget();
        self.seat = None;
        self.notices = Notices::default();
        self.standing = Standing::Joining { is_busy: false, refusal: None };
    }

    pub(crate) fn edit(&mut self, action: Action, now_ms: u64) {
        let Some(seat) = &mut self.seat else { return };
        let rev = self.menu.as_ref().map(|menu| menu.revision);
        let me = &seat.login.diner;
        let lines = seat.reviews.marked(seat.replica.lines());
        let eater = |meant: &DinerId| eater(seat.login.mode, me, meant);
        let mut editor = Editor { lines: &lines, me, rev, chance: &mut self.chance };
        let (item, edits) = match &action {
            Action::Add { item, config, portions, diner } => {
                let is_known = self.menu.as_ref().is_some_and(|menu| menu.item(item).is_some());
                let edits = editor.add(item, config.clone(), *portions, &eater(diner));
                (
                    Some(item.clone()),
                    edits.and_then(|edits| is_known.then_some(edits).ok_or(EditRefusal::UnknownLine)),
                )
            }
            Action::More { line, diner } => (None, editor.more(line, &eater(diner))),
            Action::Less { line, diner } => (None, editor.less(line, diner)),
            Action::Remove { line, diner } => (None, editor.remove(line, diner)),
            Action::Reconfigure { line, config } => (None, editor.reconfigure(line, config.clone())),
            Action::Give { line, unit, diner } => (None, Ok(editor.give(line, unit, &eater(diner)))),
            _ => return,
        };
        let of_line =
            |edit: &CartEdit| seat.replica.lines().iter().find(|line| Some(&line.line) == edit.line());
        let known = edits.as_ref().ok().and_then(|edits| edits.first()).and_then(of_line);
        let item = item.or_else(|| known.map(|line| line.item.clone()));
        let made =
            edits.and_then(|edits| seat.replica.edit(&edits, now_ms, &mut self.chance, &mut self.plan));
        match made {
            // What the guest wanted is so already.
            Ok(()) | Err(EditRefusal::NothingChanged) => {}
            Err(refusal) => self.tell_dropped(vec![Dropped { item, refusal }]),
        }
    }

    /// Tells the guest which edits could not be made.
    pub(crate) fn tell_dropped(&mut self, dropped: Vec<Dropped>) {
        for Dropped { item, refusal } in dropped {
            let found = item.and_then(|item| self.menu.as_ref()?.item(&item).cloned());
            let dish = found.map_or_else(String::new, |item| item.name);
            self.notices.add(Notice::EditDropped { dish, message: refusal.to_string() });
            self.plan.render();
        }
    }

    fn take_menu(&mut self, body: &str) {
        let Ok(menu) = serde_json::from_str::<Menu>(body) else { return };
        if self.menu.as_ref() != Some(&menu) {
            self.plan.put(MENU.to_owned(), body.as_bytes().to_vec());
            self.menu = Some(menu);
            self.plan.render();
        }
    }

    /// The price of a dish with choices.
    pub fn quote(&self, item: &ItemId, config: &LineConfig, portions: u32) -> Quote {
        present::quote(self.menu.as_ref(), item, config, portions)
    }

    /// What the screens show now.
    pub fn view(&self) -> View {
        let stage = match &self.standing {
            Standing::Joining { is_busy, refusal } => {
                Stage::Join { is_busy: *is_busy, refusal: refusal.clone() }
            }
            Standing::Knocking(knocking) => knocking.view(),
            Standing::Seated => Stage::Seated,
            Standing::Closed { code } => Stage::Closed { code: code.clone() },
        };
        let mut view = View {
            stage,
            connection: self.connection.view(),
            table: self.table.clone(),
            table_name: String::new(),
            mode: SessionMode::Family,
            me: None,
            diners: Vec::new(),
            cart: CartView::default(),
            review: None,
            orders: Vec::new(),
            ordered_total: None,
            notices: self.notices.all().to_vec(),
            knocks: Vec::new(),
            invite: None,
            stay: None,
            bill: None,
            cancelling: Vec::new(),
            is_sending_together: false,
            allergies: AllergiesView::default(),
            calls: Vec::new(),
        };
        if let Some(seat) = &self.seat {
            let unsaved = seat.replica.unsaved();
            let presenter = self.presenter(seat, &unsaved);
            view.cart = self.cart_view(seat, &presenter);
            let review = seat.reviews.view(self.connection.is_live());
            view.review = review.map(|(confirmed, state)| presenter.review(confirmed, state));
            view.table_name = seat.login.table.clone();
            view.mode = seat.login.mode;
            view.me = Some(seat.login.diner.clone());
            view.diners = seat.visit.guests();
            seat.door.show(&mut view);
            view.bill = seat.bill.show();
            seat.serving.show(&mut view);
            if view.mode == SessionMode::Individual {
                // Who confirms a cart of their own keeps nobody from confirming another.
                view.diners.iter_mut().for_each(|guest| guest.is_reviewing = false);
            }
            view.orders = seat.visit.orders.clone();
            view.ordered_total = seat.visit.ordered_total();
        }
        view
    }

    pub(crate) fn presenter<'a>(
        &'a self,
        seat: &'a Seat,
        unsaved: &'a crate::replica::Unsaved,
    ) -> Presenter<'a> {
        Presenter { menu: self.menu.as_ref(), diners: &seat.visit.diners, me: &seat.login.diner, unsaved }
    }

    pub(crate) fn cart_view(&self, seat: &Seat, presenter: &Presenter<'_>) -> CartView {
        let is_wanted = |unit: &_| !seat.reviews.is_ordered(unit);
        presenter.cart(seat.replica.lines(), is_wanted, seat.replica.is_settled())
    }
}
