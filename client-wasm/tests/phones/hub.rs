//! A small hub: one table, one cart, orders, and the same answers as the real one. Frames and calls
//! come in as bytes and text, and go out the same way, so that phones cannot tell the difference.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use plato_sync_protocol::api::{
    CartDifference, Difference, JoinAnswer, JoinRequest, OrderReceipt, PlaceOrder, Problem,
};
use plato_sync_protocol::cart::{
    Accepted, Cart, CartChange, CartEdit, CartLine, CartUnit, ChangeRefusal, Gate, NewUnit, UnitState,
};
use plato_sync_protocol::codec::{self, Format};
use plato_sync_protocol::digest::{ConfirmedUnit, digest};
use plato_sync_protocol::former::{FormerCarts, FormerLines};
use plato_sync_protocol::ids::{CommandId, DinerId, LineId, OrderId, SessionId, UnitId};
use plato_sync_protocol::limits::EDITS_PER_CHANGE_MAX;
use plato_sync_protocol::menu::{Allergen, Category, LineConfig, Menu, MenuItem, Modifier, ModifierGroup};
use plato_sync_protocol::message::{CartStart, FromDevice, FromHub, Hello, Refused, Reset, Welcome};
use plato_sync_protocol::money::Money;
use plato_sync_protocol::serving::{AllergiesAnswer, DeclareAllergies};
use plato_sync_protocol::vector::{ActorId, VersionVector};
use plato_sync_protocol::version::ProtocolVersion;
use plato_sync_protocol::views::{DinerView, DishStatus, OrderLineView, OrderView, SessionMode};

pub const PIN: &str = "4711";

pub type ConnectionId = u32;

struct Connection {
    /// None until its hello.
    member: Option<(DinerId, ActorId)>,
    frames: VecDeque<Vec<u8>>,
    resets: u32,
    /// The phone has not heard of its reset yet.
    is_starting_over: bool,
    tokens: u64,
    filled_ms: u64,
}

pub struct Hub {
    pub cart: Cart,
    /// What the hub knew of the carts before this one.
    former: BTreeMap<DinerId, FormerCarts>,
    /// Portions that were taken off in those, with their lines: they did not come along.
    pub left_behind: BTreeMap<UnitId, LineId>,
    /// Portions that the hub has lost with its power.
    lost: BTreeSet<UnitId>,
    /// Those of them that were not there when the party went on in another cart, or when a phone had to start over:
    /// until the phone is back that made one, nobody can take it off. Whoever has tried is told.
    pub out_of_reach: BTreeSet<UnitId>,
    /// Portions of which the hub has lost with its power that they were taken off, until it has that again.
    pub back_by_accident: BTreeSet<UnitId>,
    origin: Vec<u8>,
    log: Vec<CartChange>,
    saved: usize,
    /// Does every merge reach the disk at once?
    pub saves_at_once: bool,
    /// Is the hub's power on?
    pub is_up: bool,
    pub menu: Menu,
    /// On disk before a phone hears of them.
    actors: BTreeMap<ActorId, DinerId>,
    next_actor: u32,
    pub diners: Vec<DinerView>,
    pub orders: Vec<OrderView>,
    /// What was placed under which command, with its body.
    pub receipts: BTreeMap<CommandId, (String, OrderReceipt)>,
    /// Bodies of the orders that were taken, with the answers that they got.
    pub answers: Vec<(String, String)>,
    /// What each diner must not eat.
    pub allergies: BTreeMap<DinerId, Vec<Allergen>>,
    /// Units of each order.
    pub ordered: BTreeMap<OrderId, Vec<UnitId>>,
    pub wrong_pins: u32,
    /// How many who want to come in are told to come back first.
    pub busy_for: u32,
    /// The commands with which phones wanted to come in.
    pub attempts: Vec<CommandId>,
    pub is_closed: bool,
    connections: BTreeMap<ConnectionId, Connection>,
    next_connection: ConnectionId,
    /// Codes of resets, for tests to look at.
    pub resets: Vec<&'static str>,
    /// Why, in words.
    pub reset_reasons: Vec<String>,
    pub refused: Vec<String>,
}

pub fn money(minor: i64) -> Money {
    Money { minor, currency: "EUR".parse().unwrap() }
}

fn item(id: &str, price: i64, groups: &[&str]) -> MenuItem {
    MenuItem {
        id: id.parse().unwrap(),
        name: id.to_uppercase(),
        description: String::new(),
        category: "all".parse().unwrap(),
        price: money(price),
        contains: vec![],
        may_contain: vec![],
        diets: vec![],
        modifier_groups: groups.iter().map(|id| id.parse().unwrap()).collect(),
        is_eighty_sixed: false,
        left: None,
    }
}

fn modifier(id: &str, price: i64) -> Modifier {
    Modifier {
        id: id.parse().unwrap(),
        name: id.to_uppercase(),
        price: money(price),
        contains: vec![],
        is_eighty_sixed: false,
    }
}

pub fn menu() -> Menu {
    Menu {
        revision: 1,
        venue: "Test".into(),
        tagline: String::new(),
        currency: "EUR".parse().unwrap(),
        categories: vec![Category { id: "all".parse().unwrap(), name: "All".into() }],
        items: vec![item("soup", 650, &[]), item("bread", 300, &[]), item("steak", 2400, &["doneness"])],
        modifier_groups: vec![ModifierGroup {
            id: "doneness".parse().unwrap(),
            name: "How?".into(),
            min: 1,
            max: 1,
            options: vec![modifier("rare", 0), modifier("well", 100)],
        }],
    }
}

fn problem(status: u16, code: &str, title: &str) -> Problem {
    Problem {
        code: code.into(),
        title: title.into(),
        status,
        attempts_left: None,
        retry_after_s: None,
        needs_new_pin: false,
        differences: vec![],
        fault_id: None,
        instead: None,
    }
}

fn answer<T: serde::Serialize>(result: Result<T, Problem>) -> (u16, String) {
    match result {
        Ok(done) => (200, serde_json::to_string(&done).unwrap()),
        Err(problem) => (problem.status, serde_json::to_string(&problem).unwrap()),
    }
}

impl Hub {
    pub fn new() -> Self {
        let cart = Cart::create(ActorId([1; 16]), "sessionaaa");
        Self {
            former: BTreeMap::new(),
            left_behind: BTreeMap::new(),
            lost: BTreeSet::new(),
            out_of_reach: BTreeSet::new(),
            back_by_accident: BTreeSet::new(),
            origin: cart.save(),
            cart,
            log: vec![],
            saved: 0,
            saves_at_once: true,
            is_up: true,
            menu: menu(),
            actors: BTreeMap::new(),
            next_actor: 10,
            diners: vec![],
            orders: vec![],
            receipts: BTreeMap::new(),
            answers: vec![],
            allergies: BTreeMap::new(),
            ordered: BTreeMap::new(),
            wrong_pins: 0,
            busy_for: 0,
            attempts: vec![],
            is_closed: false,
            connections: BTreeMap::new(),
            next_connection: 1,
            resets: vec![],
            reset_reasons: vec![],
            refused: vec![],
        }
    }

    fn session() -> SessionId {
        "sessionaaa".parse().unwrap()
    }

    fn token(diner: &DinerId) -> String {
        format!("{diner:z<64}", diner = diner.as_str())
    }

    fn holder(&self, token: &str) -> Option<DinerId> {
        self.diners.iter().map(|view| view.diner.clone()).find(|diner| Self::token(diner) == token)
    }

    pub fn call(&mut self, path: &str, token: Option<&str>, body: &str) -> (u16, String) {
        match path {
            "/api/sessions/join" => answer(self.join(serde_json::from_str(body).unwrap())),
            "/api/order/place" => match self.member(token) {
                Ok(diner) => self.place_or_touch_nothing(&diner, body),
                Err(refusal) => answer(Err::<(), _>(refusal)),
            },
            "/api/customer/allergies" => match self.member(token) {
                Ok(diner) if body.is_empty() => {
                    let allergens = self.allergies.get(&diner).cloned().unwrap_or_default();
                    answer(Ok(AllergiesAnswer { allergens }))
                }
                Ok(diner) => {
                    let told: DeclareAllergies = serde_json::from_str(body).unwrap();
                    self.allergies.insert(diner, told.allergens);
                    (204, String::new())
                }
                Err(refusal) => answer(Err::<(), _>(refusal)),
            },
            other => panic!("no such path: {other}"),
        }
    }

    fn member(&self, token: Option<&str>) -> Result<DinerId, Problem> {
        if self.is_closed {
            return Err(problem(401, "session_closed", "Over."));
        }
        token.and_then(|token| self.holder(token)).ok_or_else(|| problem(401, "token_unknown", "Who?"))
    }

    fn join(&mut self, request: JoinRequest) -> Result<JoinAnswer, Problem> {
        self.attempts.extend(request.command_id);
        if self.busy_for > 0 {
            self.busy_for -= 1;
            let retry_after_s = Some(1);
            return Err(Problem { retry_after_s, ..problem(503, "busy", "One moment, please.") });
        }
        if request.pin != PIN {
            self.wrong_pins += 1;
            let attempts_left = Some(5 - self.wrong_pins);
            return Err(Problem { attempts_left, ..problem(401, "pin_wrong", "This PIN is not right.") });
        }
        let number = self.diners.len() as u16;
        let letter = char::from(b'a' + number as u8);
        let diner: DinerId = format!("diner{}", letter.to_string().repeat(5)).parse().unwrap();
        let view = DinerView {
            diner: diner.clone(),
            name: request.name,
            number,
            is_here: false,
            is_reviewing: false,
            away_for_ms: None,
            has_left: false,
        };
        self.diners.push(view);
        Ok(JoinAnswer {
            session: Self::session(),
            token: Self::token(&diner),
            diner,
            mode: SessionMode::Family,
            table: "Table 7".into(),
            expires_in_ms: 8 * 3_600_000,
        })
    }

    // --- sockets ---

    pub fn connect(&mut self, now_ms: u64) -> ConnectionId {
        let id = self.next_connection;
        self.next_connection += 1;
        let connection = Connection {
            member: None,
            frames: VecDeque::new(),
            resets: 0,
            is_starting_over: false,
            tokens: 60_000,
            filled_ms: now_ms,
        };
        self.connections.insert(id, connection);
        id
    }

    pub fn disconnect(&mut self, id: ConnectionId) {
        self.connections.remove(&id);
    }

    pub fn is_connected(&self, id: ConnectionId) -> bool {
        self.connections.contains_key(&id)
    }

    pub fn next_frame(&mut self, id: ConnectionId) -> Option<Vec<u8>> {
        self.connections.get_mut(&id)?.frames.pop_front()
    }

    pub fn send(&mut self, id: ConnectionId, frame: &FromHub) {
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.frames.push_back(codec::encode(frame, Format::Cbor));
        }
    }

    pub fn tell(&mut self, frame: &FromHub, except: Option<ConnectionId>) {
        let is_member = |connection: &Connection| connection.member.is_some();
        let all: Vec<_> =
            self.connections.iter().filter(|(_, one)| is_member(one)).map(|(id, _)| *id).collect();
        for id in all.into_iter().filter(|id| Some(*id) != except) {
            self.send(id, frame);
        }
    }

    fn refuse(&mut self, id: ConnectionId, code: &str) {
        self.refused.push(code.into());
        self.send(id, &FromHub::Refused(Refused { code: code.into(), message: "No.".into() }));
    }

    pub fn receive(&mut self, id: ConnectionId, bytes: &[u8], now_ms: u64) {
        let Some(connection) = self.connections.get_mut(&id) else { return };
        match codec::decode::<FromDevice>(bytes, Format::Cbor).expect("phones send good frames") {
            FromDevice::Hello(hello) => self.greet(id, &hello),
            FromDevice::Ping => {
                connection.is_starting_over = false;
                self.send(id, &FromHub::Pong);
            }
            FromDevice::Reviewing(_) => {}
            FromDevice::Changes(changes) => {
                let gained = (now_ms - connection.filled_ms) * 20;
                connection.tokens = (connection.tokens + gained).min(60_000);
                connection.filled_ms = now_ms;
                match connection.tokens.checked_sub(changes.len() as u64 * 1000) {
                    Some(tokens) => connection.tokens = tokens,
                    None => return self.refuse(id, "rate_limited"),
                }
                if !connection.is_starting_over {
                    self.merge(id, &changes);
                }
            }
        }
    }

    fn greet(&mut self, id: ConnectionId, hello: &Hello) {
        if self.is_closed {
            return self.refuse(id, "session_closed");
        }
        let Some(diner) = self.holder(&hello.token) else { return self.refuse(id, "token_unknown") };
        let is_taken = |actor: &ActorId| {
            self.connections
                .values()
                .any(|other| other.member.as_ref().is_some_and(|(_, taken)| taken == actor))
        };
        let wanted = hello.actor.filter(|actor| self.actors.get(actor) == Some(&diner) && !is_taken(actor));
        let actor = wanted.unwrap_or_else(|| self.issue(&diner));
        let missing =
            self.cart.missing_from(&hello.have).filter(|_| hello.have.of(&self.cart.hub_actor()) > 0);
        let start = missing.map_or_else(|| CartStart::Snapshot(self.cart.save()), CartStart::Changes);
        let welcome = Welcome {
            actors: Vec::new(),
            version: ProtocolVersion(1),
            session: Self::session(),
            mode: SessionMode::Family,
            table: "Table 7".into(),
            diner: diner.clone(),
            actor,
            cart: start,
            accepted: self.durable(),
            former: self.former.get(&diner).cloned().unwrap_or_default(),
            diners: self.diners.clone(),
            orders: self.orders.clone(),
            menu_revision: self.menu.revision,
            hub_time_ms: 0,
            expires_in_ms: 1,
            door: Default::default(),
        };
        let is_snapshot = matches!(welcome.cart, CartStart::Snapshot(_));
        self.send(id, &FromHub::Welcome(Box::new(welcome)));
        if is_snapshot {
            self.tell_unsaved(id);
        }
        self.connections.get_mut(&id).unwrap().member = Some((diner, actor));
    }

    fn issue(&mut self, diner: &DinerId) -> ActorId {
        self.next_actor += 1;
        let mut actor = [2; 16];
        actor[..4].copy_from_slice(&self.next_actor.to_be_bytes());
        let actor = ActorId(actor);
        self.actors.insert(actor, diner.clone());
        actor
    }

    fn durable(&self) -> VersionVector {
        let mut vector = self.origin_cart().vector();
        for change in &self.log[..self.saved] {
            vector.raise(change.actor, change.seq);
        }
        vector
    }

    fn merge(&mut self, id: ConnectionId, changes: &[CartChange]) {
        let mut fresh = Vec::new();
        let mut refusal = None;
        for change in changes {
            match self.merge_one(change) {
                Ok(Accepted::New) => fresh.push(change.clone()),
                Ok(Accepted::Known) => {}
                Err(code) => {
                    refusal = Some(code);
                    break;
                }
            }
        }
        self.log.extend(fresh.iter().cloned());
        if !fresh.is_empty() {
            self.tell(&FromHub::CartUpdated(fresh.clone()), Some(id));
        }
        match refusal {
            Some("changes_missing") => self.send(id, &FromHub::CartNeeded(self.cart.vector())),
            Some(code) => self.reset(id, code),
            None => {}
        }
        if self.saves_at_once && !fresh.is_empty() {
            self.save();
        }
    }

    fn merge_one(&mut self, change: &CartChange) -> Result<Accepted, &'static str> {
        if change.actor != self.cart.hub_actor() {
            let author = self.actors.get(&change.actor).ok_or("actor_unknown")?;
            let is_foreign = |edit: &CartEdit| matches!(edit, CartEdit::AddLine { by, .. } if by != author);
            if change.edits.iter().any(is_foreign) {
                return Err("diner_foreign");
            }
        }
        self.cart.accept(change, Gate::Hub).map_err(|refusal| {
            self.reset_reasons.push(format!("{refusal}: {change:?}"));
            match refusal {
                ChangeRefusal::Missing => "changes_missing",
                ChangeRefusal::Clash => "actor_clash",
                ChangeRefusal::Late => "changes_late",
                ChangeRefusal::Hash | ChangeRefusal::Numbering => "change_forged",
                ChangeRefusal::Edit(_) => "edit_refused",
            }
        })
    }

    fn reset(&mut self, id: ConnectionId, code: &'static str) {
        self.resets.push(code);
        let connection = self.connections.get_mut(&id).unwrap();
        connection.resets += 1;
        connection.is_starting_over = true;
        if connection.resets >= 3 {
            return self.refuse(id, "too_many_resets");
        }
        let (diner, _) = connection.member.clone().unwrap();
        self.give_up_what_is_lost();
        let actor = self.issue(&diner);
        self.connections.get_mut(&id).unwrap().member = Some((diner, actor));
        let reset = Reset { code: code.into(), snapshot: self.cart.save(), actor };
        self.send(id, &FromHub::CartReset(Box::new(reset)));
        self.tell_unsaved(id);
    }

    /// What a document had that is not on disk yet, as changes: phones can supply it again.
    fn tell_unsaved(&mut self, id: ConnectionId) {
        let unsaved = self.log[self.saved..].to_vec();
        if !unsaved.is_empty() {
            self.send(id, &FromHub::CartUpdated(unsaved));
        }
    }

    /// A group commit.
    pub fn save(&mut self) {
        if self.saved < self.log.len() {
            self.saved = self.log.len();
            let lines = self.cart.lines();
            let removed = lines.iter().flat_map(|line| &line.units);
            let removed = removed.filter(|unit| unit.state == UnitState::Removed);
            let removed: BTreeSet<&UnitId> = removed.map(|unit| &unit.unit).collect();
            self.back_by_accident.retain(|unit| !removed.contains(unit));
            self.tell(&FromHub::CartAccepted(self.durable()), None);
        }
    }

    /// The power goes: what was not on disk is gone, and so are all connections.
    pub fn crash(&mut self) {
        for edit in self.log.split_off(self.saved).iter().flat_map(|change| &change.edits) {
            self.lost.extend(edit.new_units().into_iter().cloned());
            if let CartEdit::RemoveUnit { unit, .. } = edit {
                self.back_by_accident.insert(unit.clone());
            }
        }
        self.cart = Cart::load(&self.origin).unwrap();
        for change in &self.log {
            self.cart.accept(change, Gate::Device).unwrap();
        }
        self.connections.clear();
    }

    fn give_up_what_is_lost(&mut self) {
        let is_out_of_reach = |unit: &&UnitId| self.cart.line_of(unit).is_none();
        self.out_of_reach.extend(self.lost.iter().filter(is_out_of_reach).cloned());
    }

    /// Staff have the party go on in another cart. What is wanted comes along, and all that was merged is on disk.
    pub fn goes_on_in_another_cart(&mut self) {
        self.save();
        self.give_up_what_is_lost();
        let number = self.cart.hub_actor().0[0].checked_add(1).unwrap();
        let fresh = Cart::create(ActorId([number; 16]), "sessionaaa");
        let before = std::mem::replace(&mut self.cart, fresh);
        for number in 0..self.diners.len() {
            let diner = self.diners[number].diner.clone();
            self.former.entry(diner.clone()).or_default().add(&before, &diner, FormerLines::All);
        }
        let mut edits = Vec::new();
        for line in before.lines() {
            let unit =
                |unit: &CartUnit| NewUnit { unit: unit.unit.clone(), diner: unit.diner.clone().unwrap() };
            let units: Vec<NewUnit> = line.pending().map(unit).collect();
            let off = line.units.iter().filter(|unit| unit.state == UnitState::Removed);
            self.left_behind.extend(off.map(|unit| (unit.unit.clone(), line.line.clone())));
            if !units.is_empty() {
                let (config, rev) = (line.config().to_owned(), line.rev);
                edits.push(CartEdit::AddLine {
                    line: line.line,
                    item: line.item,
                    rev,
                    by: line.by,
                    config,
                    units,
                });
            }
        }
        for edits in edits.chunks(EDITS_PER_CHANGE_MAX) {
            self.cart.author(self.cart.hub_actor(), edits.to_vec()).unwrap();
        }
        self.origin = self.cart.save();
        (self.log, self.saved) = (Vec::new(), 0);
        // The actors were those of the other cart.
        self.actors.clear();
        self.connections.clear();
    }

    /// What a backup taken now would have.
    pub fn backup(&self) -> usize {
        self.saved
    }

    /// The data folder is replaced by an older one.
    pub fn restore_backup(&mut self, backup: usize) {
        self.saved = backup;
        self.crash();
    }

    pub fn issue_for(&mut self, diner: usize) -> ActorId {
        let diner = self.diners[diner].diner.clone();
        self.issue(&diner)
    }

    pub fn forget_actors(&mut self) {
        self.actors.clear();
    }

    pub fn actors_issued(&self) -> usize {
        self.actors.len()
    }

    /// The hub makes edits itself.
    pub fn author(&mut self, actor: ActorId, edits: Vec<CartEdit>) {
        let change = self.cart.author(actor, edits).unwrap();
        self.log.push(change.clone());
        self.tell(&FromHub::CartUpdated(vec![change]), None);
        self.save();
    }

    // --- orders ---

    /// [CI6] An order that is not taken changes nothing.
    fn place_or_touch_nothing(&mut self, by: &DinerId, body: &str) -> (u16, String) {
        let (heads, orders) = (self.cart.heads(), self.orders.len());
        let (status, text) = answer(self.place(by, body));
        if status == 200 && self.orders.len() > orders {
            self.answers.push((body.to_owned(), text.clone()));
        } else {
            assert_eq!((self.cart.heads(), self.orders.len()), (heads, orders), "{text}");
        }
        (status, text)
    }

    /// A call that was answered reaches the hub once more.
    pub fn place_again(&mut self, body: &str) -> (u16, String) {
        let somebody = self.diners[0].diner.clone();
        self.place_or_touch_nothing(&somebody, body)
    }

    /// The order that a portion went with.
    pub fn order_of(&self, unit: &UnitId) -> Option<OrderId> {
        self.ordered.iter().find(|(_, units)| units.contains(unit)).map(|(order, _)| *order)
    }

    /// How many changes were made, and how many of them are on disk.
    pub fn written(&self) -> (usize, usize) {
        (self.log.len(), self.saved)
    }

    /// Every change, in order of acceptance.
    pub fn changes(&self) -> &[CartChange] {
        &self.log
    }

    /// The cart with which the evening began.
    pub fn origin_cart(&self) -> Cart {
        Cart::load(&self.origin).unwrap()
    }

    fn place(&mut self, by: &DinerId, body: &str) -> Result<OrderReceipt, Problem> {
        let order: PlaceOrder = serde_json::from_str(body).unwrap();
        let command_id = order.command_id.unwrap();
        if let Some((known, receipt)) = self.receipts.get(&command_id) {
            let is_same = known == body;
            return is_same.then(|| receipt.clone()).ok_or_else(|| problem(409, "command_reused", "Reused."));
        }
        if !self.cart.has_all(&order.heads) {
            return Err(problem(409, "changes_missing", "Changes are missing."));
        }
        let lines = self.cart.lines();
        let (mut confirmed, mut differences) = (Vec::new(), Vec::new());
        for shown in &order.units {
            match self.confirm(&lines, &shown.unit, shown.price) {
                Ok(one) => confirmed.push(one),
                Err(what) => {
                    differences.push(CartDifference {
                        unit: Some(shown.unit.clone()),
                        dish: "DISH".into(),
                        what,
                    });
                }
            }
        }
        if differences.is_empty() && digest(&confirmed) != order.digest {
            differences.push(CartDifference { unit: None, dish: String::new(), what: Difference::Digest });
        }
        if !differences.is_empty() {
            return Err(Problem { differences, ..problem(409, "cart_changed", "The cart has changed.") });
        }
        let receipt = self.take_order(by, command_id, &confirmed);
        self.receipts.insert(command_id, (body.to_owned(), receipt.clone()));
        Ok(receipt)
    }

    fn confirm(&self, lines: &[CartLine], unit: &UnitId, price: Money) -> Result<ConfirmedUnit, Difference> {
        let line = self.cart.line_of(unit).and_then(|id| lines.iter().find(|line| line.line == *id));
        let line = line.ok_or(Difference::Unknown)?;
        let found = line.units.iter().find(|other| other.unit == *unit).unwrap();
        match found.state {
            UnitState::Removed => return Err(Difference::Gone),
            UnitState::Sent { order } => {
                return Err(Difference::AlreadySent { order, by: "Somebody".into() });
            }
            UnitState::Pending => {}
        }
        if line.configs.len() > 1 {
            return Err(Difference::ChoicesConflict);
        }
        let config = LineConfig::from_canonical(line.config()).unwrap();
        let item = self.menu.item(&line.item).ok_or(Difference::NotOnMenu)?;
        if item.is_eighty_sixed {
            return Err(Difference::EightySixed);
        }
        let now = self.menu.quote(&line.item, &config).unwrap();
        if now != price {
            return Err(Difference::Repriced { shown: price, now });
        }
        Ok(ConfirmedUnit {
            unit: unit.clone(),
            line: line.line.clone(),
            item: line.item.clone(),
            config: line.config().to_owned(),
            diner: found.diner.clone().unwrap(),
            rev: line.rev,
            price,
        })
    }

    fn take_order(
        &mut self,
        by: &DinerId,
        command_id: CommandId,
        confirmed: &[ConfirmedUnit],
    ) -> OrderReceipt {
        let order = OrderId(self.orders.len() as u32 + 1);
        let units: Vec<UnitId> = confirmed.iter().map(|one| one.unit.clone()).collect();
        for some in units.chunks(60) {
            let marks = some.iter().map(|unit| CartEdit::MarkSent { unit: unit.clone(), order });
            self.author(self.cart.hub_actor(), marks.collect());
        }
        let lines = confirmed.iter().enumerate().map(|(index, one)| OrderLineView {
            index: index as u16,
            line: one.line.clone(),
            item: one.item.clone(),
            name: one.item.as_str().to_uppercase(),
            modifiers: vec![],
            note: String::new(),
            diners: vec![one.diner.clone()],
            unit_price: one.price,
            total: one.price,
            status: DishStatus::Queued,
            voided: 0,
            comped: 0,
            choices: vec![],
            is_held: false,
        });
        let view = OrderView {
            order,
            round: order.0,
            placed_at_ms: 0,
            placed_by: by.clone(),
            lines: lines.collect(),
            total: Money::sum(self.menu.currency, confirmed.iter().map(|one| one.price)).unwrap(),
            status: DishStatus::Queued,
            number: 0,
            approval: None,
        };
        self.orders.push(view.clone());
        self.ordered.insert(order, units);
        self.tell(&FromHub::OrderNew(Box::new(view.clone())), None);
        OrderReceipt { command_id, order: view }
    }

    /// Portions that are wanted and not ordered, with who gets them.
    pub fn pending(&self) -> BTreeMap<UnitId, DinerId> {
        let lines = self.cart.lines();
        let pending = lines.iter().flat_map(CartLine::pending);
        pending.map(|unit| (unit.unit.clone(), unit.diner.clone().unwrap())).collect()
    }
}
