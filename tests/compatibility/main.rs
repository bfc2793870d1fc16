//! What was written or said once is understood for good: events, receipts, frames and carts, byte by
//! byte, against files of each released form.
//!
//! A form never changes; a new one gets a folder of its own, and the old files stay. With
//! `PLATO_WRITE_GOLDEN=1` files that are missing are written.
#![allow(clippy::unwrap_used, reason = "everything here is a test")]

mod bills;
mod cart;
mod events;
mod examples;
mod floors;
mod frames;
mod receipts;

use std::path::{Path, PathBuf};

use plato_sync_protocol::vector::to_hex;

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("compatibility").join(name)
}

/// Compares a form with its file, which has one line break more. Returns what the file says.
#[track_caller]
fn golden(name: &str, made: &[u8]) -> Vec<u8> {
    let path = path(name);
    if !path.exists() {
        assert!(
            std::env::var_os("PLATO_WRITE_GOLDEN").is_some(),
            "{name} is missing: write it with PLATO_WRITE_GOLDEN=1, and look at it before you commit it"
        );
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, [made, b"\n"].concat()).unwrap();
    }
    let kept = kept(name);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert_eq!(text(made), text(&kept), "{name}: stored and sent forms never change; add a new version");
    kept
}

/// What a file says.
#[track_caller]
fn kept(name: &str) -> Vec<u8> {
    let mut kept = std::fs::read(path(name)).unwrap();
    assert_eq!(kept.pop(), Some(b'\n'), "{name} ends with a line break");
    kept
}

/// Compares bytes with a file of hexadecimal digits. Returns the file's bytes.
#[track_caller]
fn golden_hex(name: &str, made: &[u8]) -> Vec<u8> {
    from_hex(&golden(name, to_hex(made).as_bytes()))
}

/// The bytes that hexadecimal digits say.
fn from_hex(kept: &[u8]) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).unwrap();
    kept.chunks_exact(2).map(|pair| u8::try_from(digit(pair[0]) * 16 + digit(pair[1])).unwrap()).collect()
}

/// Names every variant of an enum, with examples. A variant without a row does not compile.
macro_rules! every_variant {
    ($type:ident, $($variant:ident => [$(($name:literal, $example:expr)),* $(,)?]),+ $(,)?) => {{
        #[allow(dead_code, reason = "it is there to be compiled: a missing variant is an error")]
        fn is_listed(value: &$type) {
            match value {
                $($type::$variant { .. } => {})+
            }
        }
        let rows: Vec<(&str, $type)> = vec![$($(($name, $example),)*)+];
        $($(
            let row = rows.iter().find(|(name, _)| *name == $name).unwrap();
            assert!(matches!(row.1, $type::$variant { .. }), "{} is an example of another variant", $name);
        )*)+
        rows
    }};
}
use every_variant;

/// A folder has a file for each name, and no other.
#[track_caller]
fn has_only(folder: &str, mut names: Vec<String>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("compatibility").join(folder);
    let entries =
        std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut kept: Vec<String> = entries.collect();
    kept.sort();
    names.sort();
    assert_eq!(kept, names, "{folder}");
}
