//! Rust's paths, made plain: `use` trees spelled out and `super::` replaced by the module it means,
//! so that a rule finds `crate::log` however it was written.

use super::source::Line;

/// Replaces each `use` statement by one line for each path it brings in.
pub fn spelled_out(lines: Vec<Line>) -> Vec<Line> {
    let mut done = Vec::new();
    let mut open: Option<Line> = None;
    for line in lines {
        let mut statement = match open.take() {
            Some(mut begun) => {
                begun.text.push_str(line.text.trim());
                begun
            }
            None if is_use(&line.text) => line,
            None => {
                done.push(line);
                continue;
            }
        };
        if !statement.text.contains(';') {
            open = Some(statement);
            continue;
        }
        statement.text = statement.text.trim().trim_end_matches(';').to_owned();
        let (_, tree) = statement.text.split_once("use ").unwrap_or_default();
        let mut paths = Vec::new();
        expand("", tree, &mut paths);
        done.extend(
            paths.into_iter().map(|path| Line { number: statement.number, text: format!("use {path};") }),
        );
    }
    done
}

fn is_use(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with("use ") || (text.starts_with("pub") && text.contains(" use "))
}

/// Spells out a tree such as `std::{fs, io::{self, Read}}`, one path for each leaf.
fn expand(prefix: &str, tree: &str, paths: &mut Vec<String>) {
    let tree = tree.trim();
    let Some((head, rest)) = tree.split_once('{') else {
        let name = tree.split(" as ").next().unwrap_or(tree).trim();
        let whole = format!("{prefix}{name}");
        paths.push(whole.strip_suffix("::self").map_or(whole.clone(), str::to_owned));
        return;
    };
    let prefix = format!("{prefix}{}", head.trim());
    let inner = rest.rsplit_once('}').map_or(rest, |(inner, _)| inner);
    let mut depth = 0;
    let branches = inner.split(|c: char| {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        c == ',' && depth == 0
    });
    for branch in branches.filter(|branch| !branch.trim().is_empty()) {
        expand(&prefix, branch, paths);
    }
}

/// Replaces the first chain of `super::` by the module it leads to. Modules written inside a file
/// do not count: outside tests there are none.
pub fn without_super(text: &str, module: &[&str]) -> String {
    let Some(start) = text.find("super::") else {
        return text.to_owned();
    };
    let mut rest = &text[start..];
    let mut depth = module.len();
    while let Some(after) = rest.strip_prefix("super::") {
        rest = after;
        depth = depth.saturating_sub(1);
    }
    let base = module[..depth.max(1).min(module.len())].join("::");
    format!("{}{base}::{rest}", &text[..start])
}

#[cfg(test)]
mod tests {
    use crate::tidy::source::Source;

    fn code(path: &str, text: &str) -> Vec<String> {
        let lines = Source::new(path, text).rust_code();
        let texts = lines.into_iter().map(|line| line.text.trim().to_owned());
        texts.filter(|text| !text.is_empty()).collect()
    }

    #[test]
    fn a_use_tree_is_spelled_out() {
        let text = "pub(crate) use std::{\n    fs as files,\n    io::{self, Read},\n};\nuse tokio::*;";
        assert_eq!(
            code("hub/src/a.rs", text),
            ["use std::fs;", "use std::io;", "use std::io::Read;", "use tokio::*;"]
        );
    }

    #[test]
    fn super_is_replaced_by_the_module_it_means() {
        assert_eq!(code("hub/src/web/bill.rs", "use super::super::log::Log;"), ["use crate::log::Log;"]);
        assert_eq!(code("hub/src/web/bill.rs", "super::error::Error"), ["crate::web::error::Error"]);
        assert_eq!(code("hub/src/writer.rs", "use super::web;"), ["use crate::web;"]);
        assert_eq!(code("hub/src/web/mod.rs", "use super::log;"), ["use crate::log;"]);
    }
}
