//! Untrusted bytes reach no decoder of Automerge: a 10-byte sync message makes it panic and a 111-byte
//! change never returns. So its decoders may be named in one file, and only where bytes are one's own
//! or the hub's may a saved cart be loaded.

use super::source::{Source, has_word};

/// The one file that may call a decoder of Automerge.
const DECODER: &str = "sync-protocol/src/cart.rs";
/// The one test that plays a stock library which opens the hub's document.
const STOCK: &str = "tests/integration/document.rs";
/// Decoders of Automerge, by whatever name they are called.
const DECODERS: [&str; 12] = [
    "Automerge::load",
    "AutoCommit::load",
    "load_incremental",
    "load_with_options",
    "load_unverified_heads",
    "from_bytes_unchecked",
    "Change::from_bytes",
    "Change::try_from",
    "Bundle::try_from",
    "receive_sync_message",
    "sync::Message",
    "Message::decode",
];
/// Where a saved cart may be loaded, and whose bytes these are.
const LOADERS: [&str; 5] = [
    // Of the hub's own disk.
    "hub/src/carts/live.rs",
    // Of the phone's own store, and of the hub's snapshot.
    "client-wasm/src/replica.rs",
    "client-wasm/src/rebase.rs",
    // Tests, and the phones and tools that they drive.
    "tests",
    "client-wasm/tests",
];
const LOADER: &str = "Cart::load";

/// Places that hand bytes to a decoder they must not reach.
pub fn breached(source: &Source) -> Vec<String> {
    // Where the rules themselves are written down.
    if source.is_in("xtask") {
        return Vec::new();
    }
    let mut found = Vec::new();
    for line in source.rust_code() {
        for word in DECODERS.iter().filter(|word| has_word(&line.text, word)) {
            if source.path != DECODER && source.path != STOCK {
                let what = format!("names `{word}`: only {DECODER} may hand bytes to Automerge");
                found.push(source.finding(line.number, &what));
            }
        }
        let may_load = source.path == DECODER || LOADERS.iter().any(|part| source.is_in(part));
        if has_word(&line.text, LOADER) && !may_load {
            let what =
                "loads a saved cart: only for bytes of one's own or of the hub, see xtask/src/tidy/gate.rs";
            found.push(source.finding(line.number, what));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(path: &str, text: &str) -> usize {
        breached(&Source::new(path, text)).len()
    }

    #[test]
    fn a_decoder_of_automerge_is_found_wherever_it_is_named() {
        let samples = [
            ("hub/src/carts/live.rs", "let doc = Automerge::load(bytes)?;"),
            ("hub/src/sync/members.rs", "doc.load_incremental(&frame)?;"),
            ("client-wasm/src/talk.rs", "let change = automerge::Change::from_bytes(bytes)?;"),
            ("sync-protocol/src/codec.rs", "use automerge::sync::Message;"),
            ("sync-protocol/src/cart/read.rs", "let doc = automerge::Automerge::load(bytes)?;"),
            ("tests/load/main.rs", "doc.receive_sync_message(&mut state, message)?;"),
        ];
        for (path, text) in samples {
            assert_eq!(count(path, text), 1, "{path}: {text}");
        }
    }

    #[test]
    fn a_saved_cart_is_loaded_only_where_its_bytes_are_known() {
        let load = "let cart = Cart::load(&bytes)?;";
        for path in
            ["hub/src/sync/members.rs", "hub/src/web/cart.rs", "client-wasm/src/talk.rs", "hub/src/writer.rs"]
        {
            assert_eq!(count(path, load), 1, "{path}");
        }
        for path in [
            "hub/src/carts/live.rs",
            "client-wasm/src/rebase.rs",
            "tests/fuzz/table.rs",
            "tests/support/src/phone.rs",
        ] {
            assert_eq!(count(path, load), 0, "{path}");
        }
    }

    #[test]
    fn the_cart_itself_and_tests_inside_a_file_are_left_alone() {
        assert_eq!(count("sync-protocol/src/cart.rs", "Automerge::load(saved)"), 0);
        let tests = "fn f() {}\n#[cfg(test)]\nmod tests {\n    fn g() { Cart::load(&bytes); }\n}";
        assert_eq!(count("hub/src/sync/members.rs", tests), 0);
    }
}
