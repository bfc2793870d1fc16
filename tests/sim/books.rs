//! The promises of money, checked when an evening is over, by an account of its own that is folded from the log: shares are
//! the bill after every event, nothing is paid twice, receipts have no gaps, and the books of the days are what happened.

use std::collections::{BTreeMap, BTreeSet};

use plato_hub::log;
use plato_hub::store::Store;
use plato_hub::venue::billing::events::{BillEvent, Tender, TenderKind};
use plato_hub::venue::billing::{Figure, FigureRow};
use plato_hub::venue::{Event, Venue};
use plato_sync_protocol::ids::{PaymentId, SessionId};

use crate::history::History;

/// What the books should say, and what the log has of every payment.
#[derive(Default)]
struct Account {
    receipts: u32,
    entries: BTreeMap<PaymentId, (i64, i64, u32)>,
    sums: BTreeMap<&'static str, i64>,
    drawer: i64,
    sold: BTreeMap<SessionId, i64>,
    closed: Vec<FigureRow>,
}

impl Account {
    fn add(&mut self, what: &'static str, amount: i64) {
        *self.sums.entry(what).or_default() += amount;
    }

    fn note(&mut self, bill: &BillEvent, broken: &mut Vec<String>) {
        let (id, entry, receipt) = match bill {
            BillEvent::PaymentTaken { payment } => {
                let kind = matches!(payment.tender, Tender::Cash { .. });
                self.add(if kind { "cash" } else { "card" }, payment.amount);
                self.add("tips", payment.tip);
                self.drawer += payment.tender.into_drawer();
                (&payment.id, (payment.amount, payment.tip, payment.receipt), payment.receipt)
            }
            BillEvent::PaymentRefunded { refund } => {
                self.add("refunded", refund.amount);
                self.drawer += refund.tender.into_drawer();
                (&refund.id, (refund.amount, refund.tip, refund.receipt), refund.receipt)
            }
            BillEvent::DayClosed { close } => {
                if close.expected != self.drawer {
                    broken.push(format!("the drawer has {}, the day says {}", self.drawer, close.expected));
                }
                self.drawer = close.left;
                self.closed.extend(close.figures.iter().cloned());
                return;
            }
            _ => return,
        };
        self.receipts += 1;
        if receipt != self.receipts {
            broken.push(format!("receipt {receipt} is the {}th", self.receipts));
        }
        if self.entries.insert(id.clone(), entry).is_some() {
            broken.push(format!("payment {id} is in the log twice"));
        }
    }

    /// Every bill as it stands now.
    fn look(&mut self, venue: &Venue, sessions: &BTreeSet<SessionId>, broken: &mut Vec<String>) {
        for session in sessions {
            let Some(reckoning) = venue.reckoning(session) else {
                broken.push(format!("visit {session} has no bill"));
                continue;
            };
            let shares: i64 = reckoning.shares.iter().map(|share| share.share.amount).sum();
            if shares != reckoning.bill.total {
                broken.push(format!("the shares of {session} are {shares} of {}", reckoning.bill.total));
            }
            // Nothing is voided or comped in these evenings: nobody can have paid too much.
            if reckoning.due_back() != 0 || reckoning.paid() > reckoning.bill.total {
                broken.push(format!("{session} has paid {} of {shares}", reckoning.paid()));
            }
            if reckoning.is_settled() {
                self.sold.insert(session.clone(), reckoning.bill.total);
            }
        }
    }
}

/// Checks the books.
pub fn all(store: &Store, history: &History, broken: &mut Vec<String>) {
    let (mut venue, mut account, mut sessions) = (Venue::default(), Account::default(), BTreeSet::new());
    let replayed = log::replay(&store.read().unwrap(), |record| {
        venue.apply(record.at, &record.event);
        let touched = match &record.event {
            Event::TableSeated { .. } => {
                sessions.extend(venue.open_sessions().into_iter().map(|(_, session)| session));
                true
            }
            Event::Bill { bill } => {
                account.note(bill, broken);
                true
            }
            event => matches!(event, Event::OrderPlaced { .. }),
        };
        if touched {
            account.look(&venue, &sessions, broken);
        }
    });
    replayed.unwrap().unwrap();
    told(&account, history, broken);
    let mut figures = account.closed.clone();
    figures.extend(venue.oldest_day(Default::default()).2);
    days(&account, &figures, venue.drawer(), broken);
}

/// What was acknowledged is in the log, once and so; what was refused is not.
fn told(account: &Account, history: &History, broken: &mut Vec<String>) {
    for (payment, told) in &history.paid {
        if account.entries.get(payment) != Some(told) {
            broken
                .push(format!("payment {payment}, told as {told:?}, is {:?}", account.entries.get(payment)));
        }
    }
    for payment in history.not_paid.iter().filter(|payment| account.entries.contains_key(payment)) {
        broken.push(format!("payment {payment} was refused and is in the log"));
    }
    let known = account.entries.keys();
    let mut strange =
        known.filter(|payment| !history.paid.contains_key(payment) && !history.not_paid.contains(payment));
    if let Some(payment) = strange.next() {
        broken.push(format!("nobody was told of payment {payment}"));
    }
}

/// The days together are what happened.
fn days(account: &Account, figures: &[FigureRow], drawer: i64, broken: &mut Vec<String>) {
    let sum = |is_it: &dyn Fn(&Figure) -> bool| -> i64 {
        figures.iter().filter(|row| is_it(&row.figure)).map(|row| row.amount).sum()
    };
    let taken = |kind: TenderKind| sum(&|figure| *figure == Figure::Taken { tender: kind });
    let of = |what: &str| account.sums.get(what).copied().unwrap_or(0);
    let books = [
        ("sales", sum(&|figure| *figure == Figure::Sales), account.sold.values().sum()),
        ("cash", taken(TenderKind::Cash), of("cash")),
        ("cards", taken(TenderKind::Card), of("card")),
        ("tips", sum(&|figure| matches!(figure, Figure::Tips { .. })), of("tips")),
        ("taken by people", sum(&|figure| matches!(figure, Figure::TakenBy { .. })), of("cash") + of("card")),
        ("given back", sum(&|figure| matches!(figure, Figure::Refunded { .. })), of("refunded")),
        ("the drawer", drawer, account.drawer),
    ];
    for (what, books, happened) in books {
        if books != happened {
            broken.push(format!("the books have {books} for {what}, the log {happened}"));
        }
    }
}
