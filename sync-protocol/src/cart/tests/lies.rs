//! Changes that are not what they say: the cart goes back to what it was, to the byte.

use super::*;

/// A cart that two phones have filled, now together and now apart, with a lie in their names after each
/// change and others in between.
#[test]
fn ct8_a_lie_on_the_newest_state_leaves_the_saved_form_as_it_was() {
    let (mut hub, mut phones) = party(2);
    for number in 0..150 {
        let author = number % 2;
        let edit = if number % 40 < 2 {
            add_line(number, &[number])
        } else {
            add_unit(number / 40 * 40 + author, number, author)
        };
        let change = phones[author].author(actor(author as u8 + 1), vec![edit]).unwrap();
        let lie = CartChange { hash: ChangeHash([9; 32]), ..change.clone() };
        let before = (hub.save(), hub.heads(), hub.lines());
        assert_eq!(hub.accept(&lie, Gate::Hub), Err(ChangeRefusal::Hash));
        assert_eq!((hub.save(), hub.heads(), hub.lines()), before, "after {number} changes");
        hub.accept(&change, Gate::Hub).unwrap();
        if number % 3 == 0 {
            phones.iter_mut().for_each(|phone| sync(&mut hub, phone));
        }
    }
    for phone in &mut phones {
        sync(&mut hub, phone);
        assert_eq!(phone.heads(), hub.heads());
    }
}

/// A new author's first change is a lie: their name must not stay behind in the document.
#[test]
fn a_lie_of_somebody_new_leaves_no_trace_of_them() {
    let (mut hub, _) = party(0);
    let mut stranger = Cart::load(&hub.save()).unwrap();
    let change = stranger.author(actor(7), vec![add_line(1, &[1])]).unwrap();
    let before = hub.save();
    let lie = CartChange { hash: ChangeHash([9; 32]), ..change.clone() };
    assert_eq!(hub.accept(&lie, Gate::Hub), Err(ChangeRefusal::Hash));
    assert_eq!(hub.save(), before);
    assert_eq!(hub.accept(&change, Gate::Hub), Ok(Accepted::New));
    assert_eq!(hub.heads(), stranger.heads());
}
