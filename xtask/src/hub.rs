//! The hub as a program: built, found, and given its arguments for the demo venue.

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
    /// Cargo's arguments for a program that is built so.
    pub fn args(self) -> &'static [&'static str] {
        match self {
            Self::Release => &["--release"],
            Self::Debug => &[],
        }
    }

    /// Cargo's arguments for the hub. The release is built by its package: what serves a restaurant has the
    /// features that it asks for itself, and not those that tests want of tokio. For work on it the features of the
    /// whole workspace are right, as with everything else that `test` builds: so they are built once.
    fn hub_args(self) -> &'static [&'static str] {
        match self {
            Self::Release => &["--release", "--package", "plato-hub"],
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
    run(cargo(&["build", "--bin", "plato"]).args(how.hub_args()))?;
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
