//! Secrets in what a test run has written. Hubs that tests start as programs log all they can, and leave
//! their log, their database and what kitchen screens kept in a folder each, beside a list of the secrets
//! that were told to somebody (`tests/support/src/trail.rs`, `tests/e2e/support/trail.ts`). None may be in
//! any of it.
//!
//! Not looked through: what the console prints, which is where PINs and codes are told; the demo's facts,
//! which are for scripts; and traces of Playwright (see `trail.ts`).

use std::fs;
use std::path::{Path, PathBuf};

use crate::process::{Outcome, target_dir};

/// The variable that says where.
pub const VARIABLE: &str = "PLATO_TRAIL";
const SECRETS: &str = "secrets.txt";

/// Where it is kept.
pub fn folder() -> PathBuf {
    target_dir().join("trail")
}

/// Makes the folder anew.
pub fn begin() -> Outcome {
    let folder = folder();
    if folder.is_dir() {
        fs::remove_dir_all(&folder)
            .map_err(|error| format!("cannot remove {}: {error}", folder.display()))?;
    }
    fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))
}

/// Looks through all that was written since.
pub fn search() -> Outcome {
    let found = look(&folder())?;
    println!("{} hubs, {} secrets, {} files looked through", found.hubs, found.secrets, found.files);
    found.verdict()?;
    // Specs of browsers and tests of the program start more; fewer means that nothing was kept.
    if found.hubs < 20 || found.secrets < 100 {
        return Err("too little was kept to prove anything".to_owned());
    }
    Ok(())
}

/// What was looked at, and where a secret was.
#[derive(Default)]
struct Found {
    hubs: usize,
    secrets: usize,
    files: usize,
    leaks: Vec<String>,
}

impl Found {
    fn verdict(&self) -> Outcome {
        if self.leaks.is_empty() {
            return Ok(());
        }
        Err(format!("{} secrets were written:\n  {}", self.leaks.len(), self.leaks.join("\n  ")))
    }
}

fn look(trail: &Path) -> Outcome<Found> {
    let mut found = Found::default();
    for hub in entries(trail)? {
        let Ok(list) = fs::read_to_string(hub.join(SECRETS)) else { continue };
        let mut secrets: Vec<&str> = list.lines().collect();
        secrets.sort_unstable();
        secrets.dedup();
        let files = entries(&hub)?.into_iter().filter(|file| !file.ends_with(SECRETS));
        let mut count = 0;
        for file in files {
            let bytes =
                fs::read(&file).map_err(|error| format!("cannot read {}: {error}", file.display()))?;
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let leaks = secrets.iter().filter(|secret| tells(&name, &bytes, secret));
            found.leaks.extend(leaks.map(|secret| format!("{secret} is in {}", file.display())));
            count += 1;
        }
        // Hubs within tests keep no log.
        if count > 0 {
            (found.hubs, found.secrets, found.files) =
                (found.hubs + 1, found.secrets + secrets.len(), found.files + count);
        }
    }
    Ok(found)
}

fn entries(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let read = fs::read_dir(folder).map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    let paths: Result<Vec<PathBuf>, _> = read.map(|entry| entry.map(|entry| entry.path())).collect();
    paths.map_err(|error| error.to_string())
}

/// Does a file tell a secret, written as `<kind> <secret>`?
fn tells(file: &str, bytes: &[u8], secret: &str) -> bool {
    let Some((kind, secret)) = secret.split_once(' ') else { return false };
    let has = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    match kind {
        // Four digits stand in many numbers by chance; as a whole value they stand only where a PIN does.
        "pin" => [format!("\"{secret}\""), format!("pin={secret}"), format!("pin: {secret}")]
            .iter()
            .any(|text| has(text)),
        // The hub keeps prices and, for QR codes, keys of tables; neither belongs into a log or the kitchen.
        "money" | "key" => file != "plato.redb" && has(secret),
        // Shown in groups, kept without.
        "code" => has(secret) || has(&secret.replace('-', "")),
        _ => has(secret) || has(&hexadecimal(secret)),
    }
}

/// As libraries write bytes.
fn hexadecimal(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found when a hub has written this.
    fn found(file: &str, text: &str) -> Vec<String> {
        let trail = tempfile::tempdir().unwrap();
        let hub = trail.path().join("127-0-0-1-1");
        fs::create_dir(&hub).unwrap();
        let token = "5".repeat(64);
        fs::write(hub.join(SECRETS), format!("token {token}\npin 4711\nmoney 918273\ncode AB-CD\n")).unwrap();
        fs::write(hub.join(file), text).unwrap();
        look(trail.path()).unwrap().leaks
    }

    #[test]
    fn a_secret_that_was_planted_is_found() {
        let token = "5".repeat(64);
        for text in
            [token.as_str(), &"35".repeat(64), "{\"pin\":\"4711\"}", "pin=4711 ", "price 918273", "code ABCD"]
        {
            assert_eq!(found("log.txt", &format!("before {text} after")).len(), 1, "{text}");
        }
        assert_eq!(found("plato.redb", &token).len(), 1);
        assert_eq!(found("kitchen.txt", "\"minor\":918273").len(), 1);
    }

    #[test]
    fn what_is_no_secret_where_it_stands_is_passed_over() {
        assert_eq!(found("log.txt", "127.0.0.1:4711 duration_ms=4711"), Vec::<String>::new());
        assert_eq!(found("plato.redb", "918273"), Vec::<String>::new());
    }
}
