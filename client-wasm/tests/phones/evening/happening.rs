//! What can happen on an evening, as plain steps: proptest makes lists of them and, when one fails,
//! takes steps away and makes numbers smaller until nothing more can go. Every number is taken modulo
//! what there is, so that each list is an evening.

use proptest::prelude::*;

/// One step. Numbers choose among the tabs, lines, portions and diners there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happening {
    /// A guest puts one to three portions of a dish into the cart.
    Add { tab: u8, dish: u8, note: u8, portions: u8, diner: u8 },
    /// One more of a line.
    More { tab: u8, line: u8, diner: u8 },
    /// One less of a line.
    Less { tab: u8, line: u8, diner: u8 },
    /// All portions of one diner off a line.
    Remove { tab: u8, line: u8, diner: u8 },
    /// A portion for somebody else.
    Give { tab: u8, line: u8, unit: u8, diner: u8 },
    /// Other choices for a line.
    Choose { tab: u8, line: u8, note: u8 },
    /// So many things arrive that are on their way to and from a tab.
    Arrive { tab: u8, count: u8 },
    /// Everything arrives that is on its way.
    Settle,
    /// A tab loses the network.
    Away { tab: u8 },
    /// It is back.
    Back { tab: u8 },
    /// Its socket breaks.
    Cut { tab: u8 },
    /// Its socket breaks, and the hub does not notice for a while.
    CutUnnoticed { tab: u8 },
    /// The first change that it has on its way is damaged: the hub will answer with a reset.
    Damage { tab: u8 },
    /// The page is loaded anew.
    Reload { tab: u8 },
    /// The page dies with its next input, after doing so many of the things that this leads to.
    Die { tab: u8, after: u8 },
    /// Another tab of the same browser.
    Open { tab: u8 },
    /// The browser's "duplicate tab".
    Copy { tab: u8 },
    /// A tab is closed for good, while another of its browser stays open.
    Close { tab: u8 },
    /// From now on what the hub merges is not on its disk at once.
    SaveLater,
    /// A group commit; from now on everything is on the hub's disk at once.
    Save,
    /// The hub loses its power and starts again.
    PowerCut,
    /// A guest opens the review screen.
    Review { tab: u8 },
    /// A guest opens the review screen, if it is not open, and orders what it shows.
    Order { tab: u8 },
    /// Answers to a tab's calls get lost from now on, or no more.
    LoseAnswers { tab: u8 },
    /// An order that a tab has sent before reaches the hub once more.
    Repeat { tab: u8, call: u8 },
    /// Staff have the party go on in another cart, if it has not ordered yet.
    GoOn,
    /// The first dish is sold out, or there again.
    SoldOut,
    /// Time passes.
    Wait { tenths: u8 },
}

/// An evening: what happens, one after the other.
pub fn evenings(longest: usize) -> impl Strategy<Value = Vec<Happening>> {
    prop::collection::vec(happening(), 1..=longest)
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        12 => edit(),
        9 => on_the_way(),
        4 => network(),
        4 => page(),
        3 => at_the_hub(),
        4 => ordering(),
        2 => (1..60u8).prop_map(|tenths| Happening::Wait { tenths }),
    ]
}

fn edit() -> impl Strategy<Value = Happening> {
    let line = || (0..4u8, 0..4u8, 0..4u8);
    prop_oneof![
        4 => (0..4u8, 0..3u8, 0..3u8, 0..3u8, 0..4u8).prop_map(|(tab, dish, note, portions, diner)| {
            Happening::Add { tab, dish, note, portions, diner }
        }),
        3 => line().prop_map(|(tab, line, diner)| Happening::More { tab, line, diner }),
        3 => line().prop_map(|(tab, line, diner)| Happening::Less { tab, line, diner }),
        1 => line().prop_map(|(tab, line, diner)| Happening::Remove { tab, line, diner }),
        2 => (line(), 0..4u8).prop_map(|((tab, line, diner), unit)| {
            Happening::Give { tab, line, unit, diner }
        }),
        2 => (0..4u8, 0..4u8, 0..3u8).prop_map(|(tab, line, note)| Happening::Choose { tab, line, note }),
    ]
}

fn on_the_way() -> impl Strategy<Value = Happening> {
    prop_oneof![
        3 => (0..4u8, 1..8u8).prop_map(|(tab, count)| Happening::Arrive { tab, count }),
        2 => Just(Happening::Settle),
    ]
}

fn network() -> impl Strategy<Value = Happening> {
    prop_oneof![
        3 => (0..4u8).prop_map(|tab| Happening::Away { tab }),
        3 => (0..4u8).prop_map(|tab| Happening::Back { tab }),
        1 => (0..4u8).prop_map(|tab| Happening::Cut { tab }),
        1 => (0..4u8).prop_map(|tab| Happening::CutUnnoticed { tab }),
        2 => (0..4u8).prop_map(|tab| Happening::Damage { tab }),
    ]
}

fn page() -> impl Strategy<Value = Happening> {
    prop_oneof![
        2 => (0..4u8).prop_map(|tab| Happening::Reload { tab }),
        1 => (0..4u8, 0..4u8).prop_map(|(tab, after)| Happening::Die { tab, after }),
        1 => (0..4u8).prop_map(|tab| Happening::Open { tab }),
        2 => (0..4u8).prop_map(|tab| Happening::Copy { tab }),
        1 => (0..4u8).prop_map(|tab| Happening::Close { tab }),
    ]
}

fn at_the_hub() -> impl Strategy<Value = Happening> {
    prop_oneof![
        3 => Just(Happening::SaveLater),
        1 => Just(Happening::Save),
        3 => Just(Happening::PowerCut),
        1 => Just(Happening::GoOn),
        1 => Just(Happening::SoldOut),
    ]
}

fn ordering() -> impl Strategy<Value = Happening> {
    prop_oneof![
        1 => (0..4u8).prop_map(|tab| Happening::Review { tab }),
        5 => (0..4u8).prop_map(|tab| Happening::Order { tab }),
        1 => (0..4u8).prop_map(|tab| Happening::LoseAnswers { tab }),
        1 => (0..4u8, 0..3u8).prop_map(|(tab, call)| Happening::Repeat { tab, call }),
    ]
}
