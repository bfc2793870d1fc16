//! Changes that come late: what a hub has to read again for them, and that there is an end to it.

use super::grounds::REREAD_CHANGES_MAX;
use super::*;

/// The changes that a phone makes without hearing of anybody.
fn alone(phone: &mut Cart, author: usize, changes: usize) -> Vec<CartChange> {
    let line = add_line(author, &[author * 100]);
    let more = (1..changes).map(|number| add_unit(author, author * 100 + number, 1));
    let edits = std::iter::once(line).chain(more);
    edits.map(|edit| phone.author(actor(author as u8), vec![edit]).unwrap()).collect()
}

#[test]
fn ct9_phones_that_come_back_together_cost_the_reading_of_what_they_left_once() {
    let (mut hub, mut phones) = party(8);
    let made: Vec<_> = (1..=8).map(|author| alone(&mut phones[author - 1], author, 20)).collect();
    // A change of each in turn, as they come in from as many sockets.
    hub.expect_late();
    for turn in 0..20 {
        for changes in &made {
            assert_eq!(hub.accept(&changes[turn], Gate::Hub), Ok(Accepted::New));
        }
    }
    let first =
        "what they left was the newest state when the first came; how far that one was had to be read";
    assert!(hub.grounds.reread() < 10, "{first}: {}", hub.grounds.reread());
    for phone in &mut phones {
        sync(&mut hub, phone);
        assert_eq!(phone.heads(), hub.heads());
    }
}

#[test]
fn who_taps_at_the_same_moment_costs_reading_once_while_they_go_on_like_that() {
    let (mut hub, mut phones) = party(2);
    for number in 0..20 {
        // Now and then somebody is alone with a tap.
        if number % 3 == 2 {
            let alone = phones[0].author(actor(1), vec![add_line(100 + number, &[100 + number])]).unwrap();
            hub.accept(&alone, Gate::Hub).unwrap();
            sync(&mut hub, &mut phones[1]);
        }
        let taps = [0, 1].map(|own| {
            let edit = add_line(number * 2 + own, &[number * 2 + own]);
            phones[own].author(actor(own as u8 + 1), vec![edit]).unwrap()
        });
        taps.iter().for_each(|tap| assert_eq!(hub.accept(tap, Gate::Hub), Ok(Accepted::New)));
        phones.iter_mut().for_each(|phone| sync(&mut hub, phone));
    }
    assert_eq!(hub.grounds.reread(), 2, "the document when the first two came: the hub's change and one tap");
}

#[test]
fn ct9_what_devices_may_have_read_again_ends_and_begins_anew_once_it_is_quiet() {
    let (mut hub, mut phones) = party(1);
    let made = alone(&mut phones[0], 1, 90);
    let (mut early, mut late) = (Vec::new(), Vec::new());
    for change in made {
        hub.accept(&change, Gate::Hub).unwrap();
        early.push(Cart::load(&hub.save()).unwrap());
    }
    hub.rest();
    // Each builds on another state of the past, and somebody who keeps up on what comes of it.
    let mut refused = None;
    for number in 0..180 {
        let (place, own) = (number % 90, actor(10 + (number % 90) as u8));
        let note = format!(r#"{{"m":[],"n":"{number}"}}"#);
        let change = early[place].author(own, vec![reconfigure(1, &note)]).unwrap();
        let before = (hub.heads(), hub.change_count());
        match hub.accept(&change, Gate::Hub) {
            Ok(_) => late.push(change),
            Err(ChangeRefusal::Late) => {
                assert_eq!((hub.heads(), hub.change_count()), before);
                refused = Some(change);
                break;
            }
            other => panic!("{other:?}"),
        }
        assert!(hub.grounds.reread() <= REREAD_CHANGES_MAX);
        hub.author(HUB, vec![mark(500 + number)]).unwrap();
    }
    let refused = refused.expect("no bound was reached");
    assert!(late.len() > 80, "a family is nowhere near: {}", late.len());
    hub.rest();
    assert_eq!(hub.accept(&refused, Gate::Hub), Ok(Accepted::New));
}
