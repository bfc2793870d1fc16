//! A guest's phone: the real client (`plato_client_wasm`), natively, with a real socket, real calls and
//! a store in memory. It runs by itself; a test makes it do something and waits for what it shows. Its
//! network can be cut, its answers can get lost, and its page can be opened anew.

mod browser;

use std::collections::BTreeMap;
use std::net::SocketAddr;

use plato_client_wasm::input::Action;
use plato_client_wasm::view::{CartLineView, ConnectionView, ReviewState, Stage, View};
use plato_sync_protocol::cart::CartChange;
use plato_sync_protocol::codec::{self, Format};
use plato_sync_protocol::ids::{DinerId, ItemId, TableId};
use tokio::sync::{mpsc, oneshot, watch};

use crate::party::{Party, chosen};
use crate::{PATIENCE, hub::TestHub};
use browser::Browser;

/// What is asked of a phone.
enum Ask {
    /// The guest does something; answered once the client has taken it in.
    Do(Box<Action>, oneshot::Sender<()>),
    /// The network goes away or comes back.
    Network(bool, oneshot::Sender<()>),
    /// Answers get lost on the way, or do no longer.
    LoseAnswers(bool, oneshot::Sender<()>),
    /// The page is closed; what it has kept comes back.
    Close(oneshot::Sender<Kept>),
}

/// What a browser keeps when a page is closed.
#[derive(Debug, Clone, Default)]
pub struct Kept {
    /// Records of the table.
    pub records: BTreeMap<String, Vec<u8>>,
    login: Option<String>,
    knock: Option<String>,
    actor: Option<String>,
    is_offline: bool,
}

impl Kept {
    /// The token with which the guest was let in.
    pub fn token(&self) -> String {
        let login: serde_json::Value = serde_json::from_str(self.login.as_ref().unwrap()).unwrap();
        login["token"].as_str().unwrap().to_owned()
    }

    /// Changes of the cart that were made here.
    pub fn changes(&self) -> Vec<CartChange> {
        #[derive(serde::Deserialize)]
        struct Stored {
            change: CartChange,
        }
        let made = self.records.iter().filter(|(key, _)| key.contains("/change/"));
        made.map(|(_, bytes)| codec::decode_trusted::<Stored>(bytes, Format::Cbor).unwrap().change).collect()
    }
}

/// What a page needs to know of the outside.
#[derive(Debug, Clone)]
struct Place {
    hub: SocketAddr,
    table: TableId,
    key: String,
}

/// A phone with the guest's page open.
pub struct TestDevice {
    place: Place,
    asks: mpsc::UnboundedSender<Ask>,
    view: watch::Receiver<View>,
}

impl TestDevice {
    /// Scans the QR code of a party's table.
    pub async fn scan(hub: &TestHub, party: &Party<'_>) -> Self {
        let place = Place { hub: hub.address(), table: party.table.clone(), key: party.key.clone() };
        Self::open(place, Kept::default()).await
    }

    /// Scans, joins, and waits until everything arrives at once.
    pub async fn seated(hub: &TestHub, party: &Party<'_>, name: &str) -> Self {
        let device = Self::scan(hub, party).await;
        device.does(Action::Join { pin: party.pin.clone(), name: name.to_owned(), was_here: false }).await;
        device.live().await;
        device
    }

    async fn open(place: Place, kept: Kept) -> Self {
        let (asks, asked) = mpsc::unbounded_channel();
        let browser = Browser::open(place.clone(), kept).await;
        let view = browser.view();
        tokio::spawn(browser.run(asked));
        Self { place, asks, view }
    }

    async fn ask<T>(&self, ask: impl FnOnce(oneshot::Sender<T>) -> Ask) -> T {
        let (answer, answered) = oneshot::channel();
        assert!(self.asks.send(ask(answer)).is_ok(), "the page is open");
        answered.await.expect("the page is open")
    }

    /// Has the guest do something. The view shows it when this returns.
    pub async fn does(&self, action: Action) {
        self.ask(|done| Ask::Do(Box::new(action), done)).await;
    }

    /// Takes the network away: the socket is cut, calls get no answer.
    pub async fn cut(&self) {
        self.ask(|done| Ask::Network(false, done)).await;
    }

    /// Brings the network back.
    pub async fn reconnect(&self) {
        self.ask(|done| Ask::Network(true, done)).await;
    }

    /// From now on calls reach the hub, but its answers get lost; or no longer.
    pub async fn loses_answers(&self, is_losing: bool) {
        self.ask(|done| Ask::LoseAnswers(is_losing, done)).await;
    }

    /// Closes the page and opens it anew, with what it has kept.
    pub async fn reloads(self) -> Self {
        let kept = self.closes().await;
        self.reopens(kept).await
    }

    /// Opens the page again that was closed.
    pub async fn reopens(&self, kept: Kept) -> Self {
        Self::open(self.place.clone(), kept).await
    }

    /// Closes the page.
    pub async fn closes(&self) -> Kept {
        self.ask(Ask::Close).await
    }

    /// What it shows.
    pub fn view(&self) -> View {
        self.view.borrow().clone()
    }

    /// Waits until it shows something.
    pub async fn until(&self, what: &str, is_shown: impl Fn(&View) -> bool) -> View {
        let mut view = self.view.clone();
        let shown = tokio::time::timeout(PATIENCE, view.wait_for(is_shown)).await;
        match shown {
            Ok(shown) => shown.expect("the page is open").clone(),
            Err(_) => panic!("{what} is not shown within {PATIENCE:?}, but {:#?}", self.view()),
        }
    }

    /// Waits until the hub has welcomed it.
    pub async fn live(&self) -> View {
        self.until("a live connection", |view| view.connection == ConnectionView::Live).await
    }

    /// Waits until it has noticed that the hub is away.
    pub async fn away(&self) -> View {
        self.until("being away", |view| matches!(view.connection, ConnectionView::Away { .. })).await
    }

    /// Waits until everything that it shows is on the hub's disk.
    pub async fn saved(&self) -> View {
        let is_saved = |view: &View| view.cart.unsaved_edits == 0 && view.connection == ConnectionView::Live;
        self.until("everything saved", is_saved).await
    }

    /// Who the guest is.
    pub fn me(&self) -> DinerId {
        self.view().me.expect("the guest has joined")
    }

    /// Puts portions of a dish into the cart, for the guest.
    pub async fn adds(&self, item: &str, modifiers: &[&str], portions: u32) {
        let (item, config): (ItemId, _) = (item.parse().unwrap(), chosen(modifiers));
        self.does(Action::Add { item, config, portions, diner: self.me() }).await;
    }

    /// Opens the review screen and taps "Order".
    pub async fn orders(&self) {
        self.does(Action::OpenReview).await;
        self.does(Action::Place).await;
    }

    /// Waits until the order is settled, and says how.
    pub async fn settled(&self) -> ReviewState {
        let is_settled = |view: &View| {
            let state = view.review.as_ref().map(|review| &review.state);
            matches!(
                state,
                Some(ReviewState::Changed { .. } | ReviewState::Refused { .. } | ReviewState::Placed { .. })
            )
        };
        self.until("a settled order", is_settled).await.review.unwrap().state
    }
}

/// Lines of the cart, whoever they are for.
pub fn lines(view: &View) -> Vec<&CartLineView> {
    view.cart.groups.iter().flat_map(|group| &group.lines).collect()
}

/// What a cart holds, the same on every phone: each portion with its dish, note and owner.
pub fn portions(view: &View) -> Vec<String> {
    let of_line = |owner: DinerId, line: &CartLineView| {
        let told = format!("{} {:?} {:?} for {owner}", line.item, line.modifiers, line.note);
        line.units.iter().map(|unit| format!("{} {told}", unit.unit)).collect::<Vec<_>>()
    };
    let groups = view.cart.groups.iter();
    let mut all: Vec<_> = groups
        .flat_map(|group| group.lines.iter().flat_map(|line| of_line(group.diner.clone(), line)))
        .collect();
    all.sort();
    all
}

/// Dishes of the cart with their portions, in the order of their names.
pub fn dishes(view: &View) -> Vec<(String, usize)> {
    let mut dishes = BTreeMap::new();
    for line in lines(view) {
        *dishes.entry(line.item.to_string()).or_insert(0) += line.units.len();
    }
    dishes.into_iter().collect()
}

/// Does the guest sit at the table?
pub fn is_seated(view: &View) -> bool {
    view.stage == Stage::Seated
}
