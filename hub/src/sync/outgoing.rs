//! A frame for several phones: written once in each form that one of them takes.

use std::sync::OnceLock;

use axum::body::Bytes;
use axum::extract::ws::{Message, Utf8Bytes};
use plato_sync_protocol::codec::{self, Format};
use plato_sync_protocol::deflated;
use plato_sync_protocol::message::FromHub;
use plato_sync_protocol::packed::Packed;

use super::{CLOSE_NORMAL, CLOSE_POLICY};
use crate::carts::CartNews;

/// How a phone is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Speech {
    /// Of frames.
    pub format: Format,
    /// Does it take packed frames?
    pub packs: bool,
}

/// A frame on its way to phones.
#[derive(Debug)]
pub struct Outgoing {
    plain: FromHub,
    packed: Option<Packed>,
    json: OnceLock<Utf8Bytes>,
    cbor: OnceLock<Bytes>,
    deflated: OnceLock<Bytes>,
    packed_bytes: OnceLock<Bytes>,
}

impl From<FromHub> for Outgoing {
    fn from(plain: FromHub) -> Self {
        Self {
            plain,
            packed: None,
            json: OnceLock::new(),
            cbor: OnceLock::new(),
            deflated: OnceLock::new(),
            packed_bytes: OnceLock::new(),
        }
    }
}

impl From<CartNews> for Outgoing {
    fn from(news: CartNews) -> Self {
        Self { packed: Some(news.packed), ..Self::from(news.plain) }
    }
}

impl Outgoing {
    /// Close code and reason after the last frame of a conversation; none after any other.
    pub fn farewell(&self) -> Option<(u16, &'static str)> {
        match self.plain {
            FromHub::SessionClosed => Some((CLOSE_NORMAL, "session_closed")),
            FromHub::Refused(_) => Some((CLOSE_POLICY, "refused")),
            _ => None,
        }
    }

    /// In words.
    pub fn told(&self) -> String {
        format!("{:?}", self.plain)
    }

    /// As a message for a phone that is spoken to so.
    pub fn message(&self, speech: Speech) -> Message {
        let plain = |format| codec::encode(&self.plain, format);
        match (speech.format, &self.packed) {
            (Format::Json, _) => {
                let text = || Utf8Bytes::try_from(plain(Format::Json)).expect("JSON is UTF-8");
                Message::Text(self.json.get_or_init(text).clone())
            }
            (Format::Cbor, Some(packed)) if speech.packs => {
                Message::Binary(self.packed_bytes.get_or_init(|| packed.encode().into()).clone())
            }
            (Format::Cbor, _) => {
                let cbor = self.cbor.get_or_init(|| plain(Format::Cbor).into());
                let shorter = || deflated::deflate(cbor).map_or_else(|| cbor.clone(), Bytes::from);
                Message::Binary(match speech.packs {
                    true => self.deflated.get_or_init(shorter).clone(),
                    false => cbor.clone(),
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use plato_sync_protocol::cart::{CartChange, CartEdit};
    use plato_sync_protocol::vector::{ActorId, ChangeHash};

    use super::*;

    fn change_of_many_lines() -> CartChange {
        let edit =
            CartEdit::RemoveUnit { line: "lineaaaaaa".parse().unwrap(), unit: "unitaaaaaa".parse().unwrap() };
        let (actor, hash) = (ActorId([1; 16]), ChangeHash([2; 32]));
        CartChange { actor, seq: 1, deps: vec![], edits: vec![edit; 60], hash }
    }

    #[test]
    fn each_phone_gets_the_form_it_takes() {
        let news = CartNews {
            plain: FromHub::CartAccepted(Default::default()),
            packed: Packed::Accepted { new_actors: vec![], vector: vec![(1, 2)] },
        };
        let frame = Outgoing::from(news);
        let message = |format, packs| frame.message(Speech { format, packs });
        assert!(
            matches!(message(Format::Json, false), Message::Text(text) if text.contains("cart:accepted"))
        );
        let Message::Binary(plain) = message(Format::Cbor, false) else { panic!("not binary") };
        assert!(codec::decode_trusted::<FromHub>(&plain, Format::Cbor).is_ok());
        let Message::Binary(packed) = message(Format::Cbor, true) else { panic!("not binary") };
        assert_eq!(
            Packed::decode(&packed, Format::Cbor),
            Some(Ok(Packed::Accepted { new_actors: vec![], vector: vec![(1, 2)] }))
        );
        let changes = vec![change_of_many_lines()];
        let frame = Outgoing::from(FromHub::CartUpdated(changes));
        let Message::Binary(plain) = frame.message(Speech { format: Format::Cbor, packs: false }) else {
            panic!("not binary")
        };
        let Message::Binary(short) = frame.message(Speech { format: Format::Cbor, packs: true }) else {
            panic!("not binary")
        };
        assert!(short.len() < plain.len() / 4);
        assert_eq!(deflated::inflate(&short), Some(Some(plain.to_vec())));
    }
}
