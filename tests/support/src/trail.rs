//! What hubs of a test run have written, kept beside the secrets that must not be in it: a folder for each
//! address under `PLATO_TRAIL`. `cargo xtask test` sets that, and looks through all of it at the end. Without
//! it nothing is kept.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use reqwest::header::SET_COOKIE;
use serde_json::Value;

use crate::http::Answer;

/// The folder of a hub, if trails are kept.
fn folder(address: &str) -> Option<PathBuf> {
    let trail = PathBuf::from(std::env::var_os("PLATO_TRAIL")?);
    let name: String = address.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let folder = trail.join(name);
    fs::create_dir_all(&folder).unwrap();
    Some(folder)
}

/// Are trails kept?
pub fn is_kept() -> bool {
    std::env::var_os("PLATO_TRAIL").is_some()
}

fn append(file: &Path, text: &str) {
    let mut file = OpenOptions::new().create(true).append(true).open(file).unwrap();
    file.write_all(text.as_bytes()).unwrap();
}

/// Keeps a log, and the database if there is one.
pub fn keep(address: &str, log: &str, data: Option<&Path>) {
    let Some(folder) = folder(address) else { return };
    append(&folder.join("log.txt"), log);
    let Some(database) = data.map(|data| data.join("plato.redb")).filter(|file| file.is_file()) else {
        return;
    };
    fs::copy(database, folder.join("plato.redb")).unwrap();
}

/// Notes the secrets that a call tells the hub and that its answer tells whoever asked: one a line, after
/// what it is.
pub fn note(address: &str, told: Option<&[u8]>, answer: &Answer) {
    if !is_kept() {
        return;
    }
    let cookies = answer.headers.get_all(SET_COOKIE).iter().filter_map(|cookie| cookie.to_str().ok());
    let tokens =
        cookies.filter_map(|cookie| cookie.split(';').next()?.split_once('=')).map(|(_, token)| token);
    let mut lines: String =
        tokens.filter(|token| token.len() == 64).map(|token| format!("token {token}\n")).collect();
    if let Some(Ok(body)) = told.map(serde_json::from_slice) {
        collect(&body, &mut lines);
        // Answers name an invite by an id that is no secret; whoever comes with one says its code.
        let code = body.get("invite").and_then(Value::as_str).filter(|code| code.len() >= 8);
        lines.extend(code.map(|code| format!("code {code}\n")));
    }
    // Codes of refusals are no secrets.
    if let (200, Ok(body)) = (answer.status, serde_json::from_slice(&answer.bytes)) {
        collect(&body, &mut lines);
    }
    if let Some(folder) = folder(address).filter(|_| !lines.is_empty()) {
        append(&folder.join("secrets.txt"), &lines);
    }
}

/// What of a body is secret, by the names of its fields.
fn collect(body: &Value, lines: &mut String) {
    let Value::Object(fields) = body else { return };
    for (name, value) in fields {
        let kind = match name.as_str() {
            // Keys are those of tables, of receipts and of visits that are over.
            "token" | "pin" | "code" | "key" | "secret" => name.as_str(),
            "password" | "new_password" => "password",
            _ => {
                collect(value, lines);
                continue;
            }
        };
        // What is too short to be right stands in many words.
        let is_short = |text: &&str| kind != "pin" && text.len() < 8;
        if let Some(text) = value.as_str().filter(|text| !is_short(text) && !text.contains('\n')) {
            lines.push_str(&format!("{kind} {text}\n"));
        }
    }
}
