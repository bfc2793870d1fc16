//! A source file as the rules see it: its lines of code, without comments and without tests.

use super::paths::{spelled_out, without_super};

/// One file, by its path from the workspace's folder with `/` between the parts.
pub struct Source {
    pub path: String,
    pub text: String,
}

/// A line of code and where it stands.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    pub number: usize,
    pub text: String,
}

impl Source {
    pub fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// True when the file is this part: the folder, what is in it, or the module's single file.
    pub fn is_in(&self, part: &str) -> bool {
        self.path
            .strip_prefix(part)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || rest == ".rs")
    }

    /// Every line with its number, without the comments.
    pub fn lines(&self) -> Vec<Line> {
        let mut is_in_block = false;
        let mut lines = Vec::new();
        for (index, line) in self.text.lines().enumerate() {
            let text = without_comments(line, &mut is_in_block);
            lines.push(Line { number: index + 1, text });
        }
        lines
    }

    /// Lines of Rust that run outside tests, with each path of a `use` on a line of its own and
    /// `super::` replaced by what it stands for.
    pub fn rust_code(&self) -> Vec<Line> {
        if self.path.ends_with("/tests.rs") || self.path.contains("/tests/") {
            return Vec::new();
        }
        let module = self.module();
        let mut code = spelled_out(without_tests(self.lines()));
        for line in &mut code {
            line.text = without_super(&line.text, &module);
        }
        code
    }

    /// The path of this file's module, such as `crate`, `web`, `routes`.
    fn module(&self) -> Vec<&str> {
        let inner = self.path.split_once("src/").map_or("", |(_, inner)| inner);
        let inner = inner.trim_end_matches(".rs");
        let names = inner.split('/').filter(|name| !["", "mod", "lib", "main"].contains(name));
        std::iter::once("crate").chain(names).collect()
    }

    /// A finding of this file, as a person and an editor read it.
    pub fn finding(&self, number: usize, what: &str) -> String {
        format!("{}:{number}: {what}", self.path)
    }
}

/// Whether a word stands in a text by itself, not as a piece of a longer name.
pub fn has_word(text: &str, word: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(start, _)| {
        let before = text[..start].chars().next_back();
        let after = text[start + word.len()..].chars().next();
        let is_start = !word.starts_with(is_name) || !before.is_some_and(is_name);
        let is_end = !word.ends_with(is_name) || !after.is_some_and(is_name);
        is_start && is_end
    })
}

/// Takes out `// ...` and `/* ... */`; the slashes of an address such as `http://` stay.
fn without_comments(line: &str, is_in_block: &mut bool) -> String {
    let mut code = String::new();
    let mut rest = line;
    loop {
        if *is_in_block {
            let Some(end) = rest.find("*/") else {
                return code;
            };
            rest = &rest[end + 2..];
            *is_in_block = false;
        }
        let line_comment =
            rest.match_indices("//").find(|(at, _)| !rest[..*at].ends_with(':')).map(|(at, _)| at);
        match (rest.find("/*"), line_comment) {
            // A glob in a string, such as "src/*", is no comment.
            (Some(at), comment) if comment.is_none_or(|line| at < line) && !rest[..at].ends_with(is_glob) => {
                code.push_str(&rest[..at]);
                rest = &rest[at + 2..];
                *is_in_block = true;
            }
            (_, Some(at)) => return code + &rest[..at],
            _ => return code + rest,
        }
    }
}

fn is_glob(c: char) -> bool {
    c.is_alphanumeric() || c == '*' || c == '.'
}

/// Leaves out each item under `#[cfg(test)]`. The end of an item is the line that closes it at its
/// own depth, which is where rustfmt puts it.
fn without_tests(lines: Vec<Line>) -> Vec<Line> {
    let mut kept = Vec::new();
    let mut lines = lines.into_iter();
    while let Some(line) = lines.next() {
        if line.text.trim() != "#[cfg(test)]" {
            kept.push(line);
            continue;
        }
        let depth = line.text.len() - line.text.trim_start().len();
        for inside in lines.by_ref() {
            let trimmed = inside.text.trim();
            let is_at_depth = inside.text.len() - inside.text.trim_start().len() == depth;
            let is_whole = trimmed.ends_with(';') || trimmed.starts_with('}') || trimmed.ends_with('}');
            if is_at_depth && !trimmed.starts_with('#') && is_whole {
                break;
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(path: &str, text: &str) -> Vec<String> {
        let lines = Source::new(path, text).rust_code();
        let texts = lines.into_iter().map(|line| line.text.trim().to_owned());
        texts.filter(|text| !text.is_empty()).collect()
    }

    #[test]
    fn comments_are_left_out() {
        let text = "a(); // std::fs\n/* one\n std::net */ b();\nlet url = \"http://hub\"; // why\nlet all = \"src/*\";";
        assert_eq!(
            code("hub/src/a.rs", text),
            ["a();", "b();", "let url = \"http://hub\";", "let all = \"src/*\";"]
        );
    }

    #[test]
    fn tests_are_left_out() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n    use std::fs;\n}\nfn b() {}\n#[cfg(test)]\nmod more;\nfn c() {}";
        assert_eq!(code("hub/src/a.rs", text), ["fn a() {}", "fn b() {}", "fn c() {}"]);
        assert!(code("hub/src/venue/tests.rs", "use std::fs;").is_empty());
    }

    #[test]
    fn a_word_is_found_only_by_itself() {
        assert!(has_word("use rand::Rng;", "rand::"));
        assert!(!has_word("operand::new()", "rand::"));
        assert!(has_word("use crate::log;", "crate::log"));
        assert!(!has_word("use crate::login;", "crate::log"));
        assert!(!has_word("is_instant", "Instant"));
    }

    #[test]
    fn a_part_is_a_folder_or_a_single_file() {
        let source = |path| Source::new(path, "");
        assert!(source("hub/src/writer.rs").is_in("hub/src/writer"));
        assert!(source("hub/src/writer/batch.rs").is_in("hub/src/writer"));
        assert!(!source("hub/src/writer_notes.rs").is_in("hub/src/writer"));
        assert!(source("sync-protocol/src/cart.rs").is_in("sync-protocol/src"));
    }
}
