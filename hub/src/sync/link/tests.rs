//! A link over a line that takes as much as a test lets it take.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::Wake;

use plato_sync_protocol::message::FromHub;

use super::*;
use crate::sync::CLOSE_NORMAL;

/// What a line has taken, and how much more it takes.
#[derive(Default)]
struct Taken {
    room: AtomicUsize,
    /// How often it was asked to take what waits.
    asked: AtomicUsize,
    messages: Mutex<Vec<String>>,
}

struct NarrowLine(Arc<Taken>);

impl Line for NarrowLine {
    fn poll_receive(&mut self, _: &mut Context<'_>) -> Poll<Option<(Vec<u8>, Format)>> {
        Poll::Pending
    }

    fn poll_send(&mut self, _: &mut Context<'_>, waiting: &mut VecDeque<Message>) -> Poll<Result<(), Gone>> {
        self.0.asked.fetch_add(1, Ordering::Relaxed);
        while self.0.room.load(Ordering::Relaxed) > 0 {
            let Some(message) = waiting.pop_front() else { break };
            self.0.room.fetch_sub(1, Ordering::Relaxed);
            self.0.messages.lock().push(message.into_text().unwrap().to_string());
        }
        if waiting.is_empty() { Poll::Ready(Ok(())) } else { Poll::Pending }
    }
}

#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

struct Phone {
    link: Arc<Link>,
    taken: Arc<Taken>,
    woken: Arc<Woken>,
}

const JSON: Speech = Speech { format: Format::Json, packs: false };

/// A phone whose line takes this many messages.
fn phone(room: usize) -> Phone {
    let (taken, woken) = (Arc::new(Taken::default()), Arc::new(Woken::default()));
    taken.room.store(room, Ordering::Relaxed);
    Phone { link: Link::new(NarrowLine(taken.clone()), JSON), taken, woken }
}

fn frame(revision: u32) -> [Arc<Outgoing>; 1] {
    [Arc::new(FromHub::MenuChanged { revision }.into())]
}

impl Phone {
    /// The own task looks.
    fn turn(&self) -> Poll<Turn> {
        self.woken.0.store(false, Ordering::Relaxed);
        let waker = Waker::from(self.woken.clone());
        self.link.poll_turn(&mut Context::from_waker(&waker))
    }

    fn was_woken(&self) -> bool {
        self.woken.0.load(Ordering::Relaxed)
    }

    fn taken(&self) -> Vec<String> {
        let number = |text: &String| text.chars().filter(char::is_ascii_digit).collect();
        self.taken.messages.lock().iter().map(number).collect()
    }

    fn takes(&self, more: usize) {
        self.taken.room.fetch_add(more, Ordering::Relaxed);
    }
}

#[test]
fn a_frame_of_others_goes_out_without_the_own_task() {
    let phone = phone(9);
    assert_eq!(phone.turn(), Poll::Pending);
    assert!(phone.link.put(frame(1)) && phone.link.put(frame(2)));
    assert_eq!(phone.taken(), ["1", "2"]);
    assert!(!phone.was_woken());
}

#[test]
fn frames_that_are_put_together_go_out_together() {
    let phone = phone(9);
    assert!(phone.link.put([frame(1), frame(2), frame(3)].concat()));
    assert_eq!(phone.taken(), ["1", "2", "3"]);
    assert_eq!(phone.taken.asked.load(Ordering::Relaxed), 1);
}

#[test]
fn frames_of_others_wait_behind_the_answer_while_the_link_is_held() {
    let phone = phone(9);
    phone.link.hold();
    assert!(phone.link.put(frame(1)));
    phone.link.say(Message::Text("0".into()));
    assert_eq!(phone.taken(), ["0"]);
    phone.link.release(JSON);
    assert_eq!(phone.taken(), ["0", "1"]);
}

#[test]
fn the_own_task_goes_on_with_what_the_line_did_not_take_and_order_is_kept() {
    let phone = phone(1);
    assert_eq!(phone.turn(), Poll::Pending);
    assert!(phone.link.put(frame(1)) && phone.link.put(frame(2)));
    assert!(phone.was_woken() && phone.link.is_stuck());
    phone.takes(1);
    assert!(phone.link.put(frame(3)), "it waits behind the second");
    assert_eq!(phone.taken(), ["1"]);
    assert_eq!(phone.turn(), Poll::Pending);
    assert_eq!(phone.taken(), ["1", "2"]);
    phone.takes(9);
    assert_eq!(phone.turn(), Poll::Pending);
    assert!(phone.link.put(frame(4)) && !phone.link.is_stuck());
    assert_eq!(phone.taken(), ["1", "2", "3", "4"]);
}

#[test]
fn no_more_waits_for_a_phone_than_may() {
    let phone = phone(0);
    let put = (0..200).filter(|number| phone.link.put(frame(*number))).count();
    assert_eq!(put, WAITING_FRAMES_MAX);
}

#[test]
fn whoever_is_let_go_begins_anew_and_whoever_heard_the_last_word_just_ends() {
    let moved = phone(0);
    assert_eq!(moved.turn(), Poll::Pending);
    moved.link.let_go();
    assert!(moved.was_woken());
    assert_eq!(moved.turn(), Poll::Ready(Turn::LetGo { is_behind: false }));

    let slow = phone(0);
    while slow.link.put(frame(1)) {}
    slow.link.let_go();
    assert_eq!(slow.turn(), Poll::Ready(Turn::LetGo { is_behind: true }));

    let done = phone(0);
    assert_eq!(done.turn(), Poll::Pending);
    assert!(done.link.put([Arc::new(FromHub::SessionClosed.into())]));
    done.link.let_go();
    assert_eq!(done.turn(), Poll::Pending, "the last word is not out");
    done.takes(1);
    let over = Turn::Over { code: CLOSE_NORMAL, reason: "session_closed" };
    assert_eq!(done.turn(), Poll::Ready(over));
}
