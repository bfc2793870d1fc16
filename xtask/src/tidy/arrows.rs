//! Which way dependencies point: a table of parts and of what each must never name. The table
//! follows the picture in ARCHITECTURE.md.

use super::source::{Source, has_word};

/// One rule: in these parts, outside tests, none of these words.
struct Arrow {
    parts: &'static [&'static str],
    except: &'static [&'static str],
    never: &'static [&'static str],
    because: &'static str,
}

const ARROWS: &[Arrow] = &[
    Arrow {
        parts: &["sync-protocol/src"],
        except: &[],
        never: &["std::fs", "std::net", "tokio", "SystemTime", "Instant::now", "rand::"],
        because: "the protocol knows no files, sockets, clocks or chance",
    },
    Arrow {
        parts: &["sync-protocol", "hub", "client-wasm", "tests"],
        except: &["sync-protocol/src/cart", "tests/integration/document.rs"],
        never: &["automerge::"],
        because: "only sync-protocol/src/cart knows how a cart is laid out",
    },
    Arrow {
        parts: &["hub/src/venue"],
        except: &[],
        never: &[
            "automerge",
            "tokio",
            "axum",
            "redb",
            "rand",
            "rand_chacha",
            "SystemTime",
            "Instant",
            "std::fs",
            "std::net",
        ],
        because: "the rules of the restaurant are pure: no IO, no clock, no chance",
    },
    Arrow {
        parts: &["hub/src/venue"],
        except: &[],
        never: &[
            "crate::writer",
            "crate::log",
            "crate::carts",
            "crate::sync",
            "crate::web",
            "crate::auth",
            "crate::discovery",
        ],
        because: "others know the venue; the venue knows none of them",
    },
    Arrow {
        parts: &["hub/src/log"],
        except: &[],
        never: &["crate::web", "crate::sync", "crate::writer", "axum"],
        because: "the log stores events and does not know who reads them",
    },
    Arrow {
        parts: &["hub/src/carts"],
        except: &[],
        never: &["crate::venue", "crate::log", "crate::writer"],
        because: "carts are kept beside the venue and its log, without knowing either",
    },
    Arrow {
        parts: &["hub/src/writer"],
        except: &[],
        never: &["axum", "std::net", "tokio::net", "crate::web", "crate::sync"],
        because: "the writer knows no sockets and no HTTP",
    },
    Arrow {
        parts: &["hub/src/auth"],
        except: &[],
        never: &["crate::venue", "crate::discovery"],
        because: "who is asking has nothing to do with the rules of the venue",
    },
    Arrow {
        parts: &["hub/src/discovery"],
        except: &[],
        never: &["crate::venue", "crate::auth"],
        because: "finding the hub has nothing to do with the venue or with who is asking",
    },
    Arrow {
        parts: &["hub/src/sync", "hub/src/web"],
        except: &[],
        never: &["redb", "crate::log"],
        because: "the edge works with the writer's handle and published views, not with storage",
    },
    Arrow {
        parts: &["hub/src"],
        except: &["hub/src/clock"],
        never: &["SystemTime::now"],
        because: "time enters through hub/src/clock.rs, so that tests can set it",
    },
    Arrow {
        parts: &["client-wasm/src"],
        except: &[],
        never: &["web_sys", "std::fs", "std::net", "SystemTime", "Instant::now"],
        because: "the phone's brain asks for effects; the page does them, and tells it the time",
    },
];

/// Lines that name what their part must not know.
pub fn reversed(source: &Source) -> Vec<String> {
    let is_in_any = |parts: &[&str]| parts.iter().any(|part| source.is_in(part));
    let arrows: Vec<&Arrow> =
        ARROWS.iter().filter(|arrow| is_in_any(arrow.parts) && !is_in_any(arrow.except)).collect();
    let mut found = Vec::new();
    for line in source.rust_code() {
        for arrow in &arrows {
            for word in arrow.never.iter().filter(|word| has_word(&line.text, word)) {
                found.push(source.finding(line.number, &format!("names `{word}`: {}", arrow.because)));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(path: &str, text: &str) -> usize {
        reversed(&Source::new(path, text)).len()
    }

    #[test]
    fn each_part_is_kept_from_what_it_must_not_know() {
        let samples = [
            ("sync-protocol/src/codec.rs", "use std::fs;"),
            ("sync-protocol/src/codec.rs", "let id = rand::random();"),
            ("sync-protocol/src/codec.rs", "use automerge::AutoCommit;"),
            ("hub/src/carts.rs", "fn f(doc: &automerge::Automerge) {}"),
            ("hub/src/carts.rs", "use crate::{clock::Clock, log::Log};"),
            ("hub/src/venue/billing.rs", "use std::time::Instant;"),
            ("hub/src/venue/billing.rs", "use super::super::log::Log;"),
            ("hub/src/log/snapshot.rs", "use crate::web::error;"),
            ("hub/src/writer.rs", "use axum::Json;"),
            ("hub/src/auth/pin.rs", "use crate::venue::Venue;"),
            ("hub/src/discovery/mdns.rs", "crate::auth::role()"),
            ("hub/src/sync/socket.rs", "use redb::Database;"),
            ("hub/src/web/routes.rs", "use crate::log::Log;"),
            ("hub/src/web/routes.rs", "let now = SystemTime::now();"),
            ("client-wasm/src/lib.rs", "use web_sys::window;"),
        ];
        for (path, text) in samples {
            assert_eq!(count(path, text), 1, "{path}: {text}");
        }
    }

    #[test]
    fn what_a_part_may_know_is_left_alone() {
        let samples = [
            ("sync-protocol/src/cart.rs", "use automerge::AutoCommit;"),
            ("sync-protocol/src/cart/edits.rs", "use automerge::ROOT;"),
            ("sync-protocol/src/ids.rs", "// never std::fs"),
            ("sync-protocol/src/ids.rs", "#[cfg(test)]\nmod tests {\n    use rand::Rng;\n}"),
            ("hub/src/venue/floor.rs", "use super::billing::Bill;"),
            ("hub/src/log/log.rs", "use crate::venue::event::Event; use redb::Database;"),
            ("hub/src/clock.rs", "let now = SystemTime::now();"),
            ("hub/src/web/login.rs", "use crate::login::Form;"),
            ("hub/src/lib.rs", "use crate::{log, web, sync};"),
        ];
        for (path, text) in samples {
            assert_eq!(count(path, text), 0, "{path}: {text}");
        }
    }
}
