//! A phone's conversation by long-poll, as `ui/src/platform/poll.ts` has it: one call waits for frames of
//! the hub, a newer one brings those of the phone and releases the older, and the hub takes them as they are
//! numbered.

use std::collections::VecDeque;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesOrdered;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;

use crate::network::{Call, Heard};

const PATH: &str = "/api/sync/poll";
const NAME: &str = "plato-poll";
const NUMBER: &str = "plato-poll-call";
const ENDED: &str = "plato-poll-ended";
/// Most bytes of frames in one call.
const CALL_BYTES_MAX: usize = 60 * 1024;
/// How long a page waits for an answer: longer than the hub lets a call wait.
const ANSWER_WITHIN: Duration = Duration::from_secs(40);

/// What a call came to.
struct Polled {
    name: String,
    frames: Vec<Vec<u8>>,
    has_ended: bool,
}

/// Converses until either side ends it or a call fails.
pub async fn converse(mut sending: mpsc::UnboundedReceiver<Message>, heard: impl Fn(Heard)) {
    heard(Heard::Opened);
    let mut name: Option<String> = None;
    let mut unsent = VecDeque::new();
    let mut answers = FuturesOrdered::new();
    let mut made = 0;
    loop {
        let is_idle = answers.is_empty() && (name.is_some() || !unsent.is_empty());
        let may_release = answers.len() == 1 && name.is_some() && !unsent.is_empty();
        if is_idle || may_release {
            let conversation = name.clone().map(|name| (name, made));
            made += 1;
            answers.push_back(exchange(conversation, joined(&fitting(&mut unsent))));
        }
        tokio::select! {
            biased;
            message = sending.recv() => match message {
                Some(message) => unsent.push_back(message.into_data().to_vec()),
                None => break,
            },
            Some(answer) = answers.next(), if !answers.is_empty() => {
                let Some(polled) = answer else { break };
                name = Some(polled.name);
                polled.frames.into_iter().for_each(|frame| heard(Heard::Message(frame)));
                if polled.has_ended {
                    break;
                }
            }
        }
    }
    heard(Heard::Closed);
}

async fn exchange(conversation: Option<(String, u64)>, body: Vec<u8>) -> Option<Polled> {
    let call = Call::post(PATH, body).of_type("application/octet-stream");
    let call = match conversation {
        Some((name, number)) => call.header(NAME, name).header(NUMBER, number.to_string()),
        None => call,
    };
    let answer = tokio::time::timeout(ANSWER_WITHIN, call.exchange()).await.ok().flatten();
    let (200, headers, body) = answer? else { return None };
    let name = headers.get(NAME)?.to_str().ok()?.to_owned();
    Some(Polled { name, frames: split(&body)?, has_ended: headers.contains_key(ENDED) })
}

/// As many frames as fit into one call, at least one if there is any.
fn fitting(unsent: &mut VecDeque<Vec<u8>>) -> Vec<Vec<u8>> {
    let mut bytes = 0;
    let fits = |frame: &Vec<u8>| {
        let is_first = bytes == 0;
        bytes += 4 + frame.len();
        is_first || bytes <= CALL_BYTES_MAX
    };
    let count = unsent.iter().map(fits).take_while(|fits| *fits).count();
    unsent.drain(..count).collect()
}

/// Each frame after its length in four bytes, big endian.
fn joined(frames: &[Vec<u8>]) -> Vec<u8> {
    let length = |frame: &Vec<u8>| u32::try_from(frame.len()).unwrap().to_be_bytes();
    frames.iter().flat_map(|frame| length(frame).into_iter().chain(frame.iter().copied())).collect()
}

fn split(mut bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut frames = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk::<4>() {
        let (frame, rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
        frames.push(frame.to_vec());
        bytes = rest;
    }
    bytes.is_empty().then_some(frames)
}
