//! The licences of everything that is shipped or built with, held against the list in `deny.toml`
//! (the list `cargo deny` reads, so that tool can be used as well).
//!
//! Rust crates are judged all, whatever they are for; npm packages only when they reach a phone.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::files;
use crate::process::{Outcome, cargo, output, root};

/// Names of licences that may be used.
type Allowed = BTreeSet<String>;

/// Fails with every dependency whose licence is not on the list.
pub fn check() -> Outcome {
    let allowed = allowed(&files::read(&root().join("deny.toml"))?)?;
    let mut refused = refused_crates(&crates()?, &allowed);
    let lock = files::read(&root().join("ui/package-lock.json"))?;
    let lock = serde_json::from_str(&lock).map_err(|error| format!("ui/package-lock.json: {error}"))?;
    refused.extend(refused_packages(&lock, &allowed));
    if refused.is_empty() {
        Ok(())
    } else {
        Err(format!("these licences are not on the list in deny.toml:\n  {}", refused.join("\n  ")))
    }
}

fn allowed(deny: &str) -> Outcome<Allowed> {
    let table: toml::Table = deny.parse().map_err(|error| format!("deny.toml: {error}"))?;
    let list = table
        .get("licenses")
        .and_then(|part| part.get("allow"))
        .and_then(toml::Value::as_array)
        .ok_or("deny.toml has no list `allow` under [licenses]")?;
    Ok(list.iter().filter_map(|name| Some(name.as_str()?.to_owned())).collect())
}

fn crates() -> Outcome<Value> {
    let text = output(&mut cargo(&["metadata", "--format-version", "1", "--locked"]))?;
    serde_json::from_str(&text).map_err(|error| format!("cargo metadata: {error}"))
}

fn refused_crates(metadata: &Value, allowed: &Allowed) -> Vec<String> {
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    packages
        .iter()
        .filter_map(|package| {
            let name = format!("{} {}", text(&package["name"]), text(&package["version"]));
            refusal(&name, package["license"].as_str(), allowed)
        })
        .collect()
}

fn refused_packages(lock: &Value, allowed: &Allowed) -> Vec<String> {
    let Some(packages) = lock["packages"].as_object() else {
        return vec!["ui/package-lock.json lists no packages".to_owned()];
    };
    packages
        .iter()
        .filter(|(path, package)| !path.is_empty() && package["dev"] != true)
        .filter_map(|(path, package)| refusal(path, package["license"].as_str(), allowed))
        .collect()
}

fn refusal(name: &str, licence: Option<&str>, allowed: &Allowed) -> Option<String> {
    match licence {
        None => Some(format!("{name}: names no licence")),
        Some(expression) if is_allowed(expression, allowed) => None,
        Some(expression) => Some(format!("{name}: {expression}")),
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("?")
}

/// Whether an SPDX expression can be satisfied with the list. What follows `WITH` is passed over: an
/// exception only ever permits more. `/` is how older crates write `OR`.
fn is_allowed(expression: &str, allowed: &Allowed) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    any_of(&mut rest, allowed) == Some(true) && rest.is_empty()
}

/// As the two below it: the verdict, or nothing when the words make no expression.
fn any_of(words: &mut &[&str], allowed: &Allowed) -> Option<bool> {
    let mut verdict = all_of(words, allowed)?;
    while take(words, "OR") {
        verdict |= all_of(words, allowed)?;
    }
    Some(verdict)
}

fn all_of(words: &mut &[&str], allowed: &Allowed) -> Option<bool> {
    let mut verdict = one(words, allowed)?;
    while take(words, "AND") {
        verdict &= one(words, allowed)?;
    }
    Some(verdict)
}

fn one(words: &mut &[&str], allowed: &Allowed) -> Option<bool> {
    if take(words, "(") {
        let verdict = any_of(words, allowed)?;
        return take(words, ")").then_some(verdict);
    }
    let (name, rest) = words.split_first()?;
    *words = rest;
    if take(words, "WITH") {
        let (_, rest) = words.split_first()?;
        *words = rest;
    }
    Some(allowed.contains(*name))
}

/// Steps over a word if it comes next.
fn take(words: &mut &[&str], wanted: &str) -> bool {
    match words.split_first() {
        Some((word, rest)) if word.eq_ignore_ascii_case(wanted) => {
            *words = rest;
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn list() -> Allowed {
        ["MIT", "Apache-2.0", "Unicode-3.0"].map(str::to_owned).into()
    }

    #[test]
    fn one_allowed_choice_is_enough() {
        assert!(is_allowed("MIT", &list()));
        assert!(is_allowed("GPL-3.0-only OR MIT", &list()));
        assert!(is_allowed("Unlicense/MIT", &list()));
        assert!(is_allowed("Apache-2.0 WITH LLVM-exception OR GPL-2.0-only", &list()));
    }

    #[test]
    fn of_licences_that_hold_together_all_must_be_allowed() {
        assert!(is_allowed("(MIT OR Apache-2.0) AND Unicode-3.0", &list()));
        assert!(!is_allowed("MIT AND GPL-3.0-only", &list()));
        assert!(!is_allowed("(GPL-3.0-only OR MPL-2.0) AND MIT", &list()));
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for expression in ["", "MIT OR", "(MIT", "MIT)", "SEE LICENSE IN x", "MIT MIT"] {
            assert!(!is_allowed(expression, &list()), "{expression}");
        }
    }

    #[test]
    fn a_crate_without_a_licence_is_named() {
        let metadata = json!({ "packages": [
            { "name": "good", "version": "1.0.0", "license": "MIT" },
            { "name": "mute", "version": "2.0.0", "license": null },
        ]});
        assert_eq!(refused_crates(&metadata, &list()), ["mute 2.0.0: names no licence"]);
    }

    #[test]
    fn packages_that_never_reach_a_phone_are_left_alone() {
        let lock = json!({ "packages": {
            "": { "name": "ui" },
            "node_modules/tool": { "license": "GPL-3.0-only", "dev": true },
            "node_modules/shipped": { "license": "GPL-3.0-only" },
        }});
        assert_eq!(refused_packages(&lock, &list()), ["node_modules/shipped: GPL-3.0-only"]);
    }

    #[test]
    fn the_list_is_read_where_cargo_deny_reads_it() {
        assert_eq!(allowed("[licenses]\nallow = [\"MIT\"]"), Ok(Allowed::from(["MIT".to_owned()])));
        assert!(allowed("[bans]").is_err());
    }
}
