//! `types`: TypeScript types of the hub's API and of the phone's views, made from the Rust code by
//! way of OpenAPI, and the digits of currencies. The results are committed, so that a change of the API is seen in review;
//! `check` fails when they no longer belong to the code.

use std::path::Path;
use std::process::Command;

use crate::files;
use crate::npm;
use crate::process::{Outcome, cargo, notes_dir, output, root, run};

const API_DOCUMENT: &str = "docs/openapi.json";
const API_TYPES: &str = "ui/src/api/types.ts";
const VIEW_TYPES: &str = "ui/src/bridge/types.ts";
const DIGITS: &str = "ui/src/components/digits.ts";
const MADE: &str = "// Made by `cargo xtask types` from the Rust code. Do not edit.\n";

/// One generated file: where it belongs and what it should say.
struct Generated {
    path: &'static str,
    text: String,
}

/// The verb: writes the files, or with `check` only compares them.
pub fn generate_or_check(check: bool) -> Outcome {
    if check { self::check() } else { generate() }
}

/// Writes the documents and the types that have changed.
pub fn generate() -> Outcome {
    for Generated { path, text } in made_from_code()? {
        if files::write_if_changed(&root().join(path), text.as_bytes())? {
            println!("types: wrote {path}");
        }
    }
    Ok(())
}

/// Fails when a committed file is not what the code would give.
pub fn check() -> Outcome {
    let stale: Vec<_> = made_from_code()?
        .into_iter()
        .filter(|made| files::read(&root().join(made.path)).ok().as_ref() != Some(&made.text))
        .map(|made| made.path)
        .collect();
    if stale.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "not what the code gives: {}; run `cargo xtask types` and commit the result",
            stale.join(", ")
        ))
    }
}

fn made_from_code() -> Outcome<Vec<Generated>> {
    npm::install("ui/api-types")?;
    let api = output(&mut cargo(&["run", "--quiet", "--bin", "plato", "--", "openapi"]))?;
    let views = output(&mut cargo(&[
        "run",
        "--quiet",
        "--features",
        "plato-client-wasm/openapi",
        "--example",
        "schema",
    ]))?;
    let digits = output(&mut cargo(&["run", "--quiet", "--example", "digits"]))?;
    let api = tidy_json(&api, "the hub's OpenAPI document")?;
    let views = tidy_json(&views, "the views' OpenAPI document")?;
    Ok(vec![
        Generated { path: API_TYPES, text: typescript("api", &api)? },
        Generated { path: VIEW_TYPES, text: typescript("views", &views)? },
        Generated { path: DIGITS, text: format!("{MADE}{digits}") },
        Generated { path: API_DOCUMENT, text: api },
    ])
}

/// The same JSON with one value a line, so that changes read well, and a newline at its end.
fn tidy_json(text: &str, what: &str) -> Outcome<String> {
    let value: serde_json::Value =
        serde_json::from_str(text).map_err(|error| format!("{what} is not JSON: {error}"))?;
    let pretty = serde_json::to_string_pretty(&value).map_err(|error| format!("{what}: {error}"))?;
    Ok(pretty + "\n")
}

fn typescript(name: &str, document: &str) -> Outcome<String> {
    let folder = notes_dir().join("types");
    let (input, made) = (folder.join(format!("{name}.json")), folder.join(format!("{name}.ts")));
    files::write_if_changed(&input, document.as_bytes())?;
    run(&mut converter(&input, &made))?;
    let text = files::read(&made)?;
    Ok(format!("{MADE}{text}"))
}

fn converter(input: &Path, made: &Path) -> Command {
    let mut node = Command::new("node");
    node.current_dir(root().join("ui/api-types"))
        .arg("node_modules/openapi-typescript/bin/cli.js")
        .arg(input)
        .args(["--root-types", "--root-types-no-schema-prefix", "--root-types-keep-casing", "--output"])
        .arg(made)
        .stdout(std::process::Stdio::null());
    node
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_laid_out_one_value_a_line() {
        let tidied = tidy_json(r#"{"openapi":"3.1.0"}"#, "a document");
        assert_eq!(tidied, Ok("{\n  \"openapi\": \"3.1.0\"\n}\n".to_owned()));
    }

    #[test]
    fn what_is_not_json_is_named() {
        let refused = tidy_json("Listening on", "the hub's document");
        assert!(refused.is_err_and(|reason| reason.starts_with("the hub's document is not JSON")));
    }
}
