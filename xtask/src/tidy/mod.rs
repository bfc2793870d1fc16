//! House rules that a compiler does not know, as checks over the sources: which part may know which
//! other part, what every file must have, what none may have. Each rule is a small function over
//! one source with tests of its own; this file reads the tree and applies them all.
//!
//! A rule that is in the way is changed here and in the documents, in the commit that needs it.

mod arrows;
mod gate;
mod paths;
mod protocol;
mod rust;
mod security;
mod source;
mod web;

use crate::files;
use crate::process::{Outcome, root};
use source::Source;

/// What people write: everything the rules are about lies under these.
const PARTS: [&str; 6] = ["sync-protocol", "hub", "client-wasm", "ui", "tests", "xtask"];
/// Written by `cargo xtask types`, so not held to the rules for people.
const GENERATED: [&str; 3] = ["ui/src/api/types.ts", "ui/src/bridge/types.ts", "ui/src/components/digits.ts"];
const PROTOCOL: &str = "docs/protocol.md";
const SECURITY: &str = "docs/security.md";
const GLOSSARY: &str = "docs/glossary.md";

/// Applies every rule to every source; fails with all that was found.
pub fn whole_tree() -> Outcome {
    let sources = read_all()?;
    let mut found: Vec<String> = sources.iter().flat_map(each_source).collect();
    match files::read(&root().join(PROTOCOL)) {
        Ok(document) => found.extend(sources.iter().flat_map(|one| protocol::unknown_rules(one, &document))),
        Err(_) => found.push(format!("{PROTOCOL}: is missing; it defines the rules that the code names")),
    }
    match files::read(&root().join(SECURITY)) {
        Ok(document) => found.extend(security::missing_tests(&document, &sources)),
        Err(_) => {
            found.push(format!("{SECURITY}: is missing; it says what is promised and which test holds it"))
        }
    }
    if !root().join(GLOSSARY).is_file() {
        found.push(format!("{GLOSSARY}: is missing; it defines the words that the code uses"));
    }
    if found.is_empty() {
        println!("{} sources follow the house rules", sources.len());
        return Ok(());
    }
    Err(format!("{} places break a house rule:\n  {}", found.len(), found.join("\n  ")))
}

fn each_source(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    if source.is_rust() {
        found.extend(arrows::reversed(source));
        found.extend(gate::breached(source));
        found.extend(rust::without_opening(source));
        found.extend(rust::left_undone(source));
        found.extend(rust::test_names(source));
    } else {
        found.extend(web::wasm_imported_outside_bridge(source));
        found.extend(web::raw_colours(source));
        found.extend(web::money_as_a_fraction(source));
        found.extend(web::tests_left_out(source));
    }
    found
}

fn read_all() -> Outcome<Vec<Source>> {
    let mut sources = Vec::new();
    for part in PARTS {
        for path in files::sources(&root().join(part))? {
            let name = path.strip_prefix(root()).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            let is_read = ["rs", "ts", "tsx", "css"].iter().any(|kind| name.ends_with(&format!(".{kind}")));
            if is_read && !GENERATED.contains(&name.as_str()) {
                sources.push(Source::new(&name, &files::read(&path)?));
            }
        }
    }
    Ok(sources)
}
