//! The hub as a program: built, found, and given its arguments for the demo venue.
//!
//! Builds name programs, never packages: cargo then takes the features of the whole workspace, and what
//! tests, tools and the hub are built on is compiled once a profile instead of once for each of them.

use std::path::PathBuf;

use crate::process::{Outcome, cargo, run, target_dir};

/// Where people and browsers on the network reach the demo.
pub const LISTEN: &str = "0.0.0.0:7878";

/// How a program is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Build {
    /// As restaurants run it.
    Release,
    /// For work on it. What takes most of the time is built quick here as well (`Cargo.toml`).
    Debug,
}

impl Build {
    /// Cargo's arguments for it.
    pub fn args(self) -> &'static [&'static str] {
        match self {
            Self::Release => &["--release"],
            Self::Debug => &[],
        }
    }

    fn folder(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Debug => "debug",
        }
    }
}

/// Builds the hub, and gives the path of the program.
pub fn build(how: Build) -> Outcome<PathBuf> {
    run(cargo(&["build", "--bin", "plato"]).args(how.args()))?;
    Ok(program(how.folder()))
}

/// The arguments that serve the demo venue; what a person gives wins over the defaults.
pub fn demo_args(extra: &[String]) -> Vec<String> {
    let data = target_dir().join("demo/data").display().to_string();
    let mut args = vec!["serve".to_owned()];
    let defaults = [("--demo", None), ("--data", Some(data)), ("--listen", Some(LISTEN.to_owned()))];
    for (name, value) in defaults {
        let is_given = extra.iter().any(|arg| arg.split('=').next() == Some(name));
        if !is_given {
            args.push(name.to_owned());
            args.extend(value);
        }
    }
    args.extend_from_slice(extra);
    args
}

fn program(profile: &str) -> PathBuf {
    let name = format!("plato{}", std::env::consts::EXE_SUFFIX);
    target_dir().join(profile).join(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_is_served_to_the_whole_network() {
        let args = demo_args(&[]);
        assert_eq!(args[..2], ["serve", "--demo"]);
        assert_eq!(args[4..], ["--listen", LISTEN]);
    }

    #[test]
    fn what_a_person_gives_replaces_the_default() {
        let extra = ["--listen=127.0.0.1:9000".to_owned(), "--verbose".to_owned()];
        let args = demo_args(&extra);
        assert_eq!(args.iter().filter(|arg| arg.starts_with("--listen")).count(), 1);
        assert_eq!(args.last().map(String::as_str), Some("--verbose"));
    }
}
