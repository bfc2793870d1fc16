//! Rules for every Rust file, whatever part it belongs to.
//!
//! The words that are looked for are put together from two halves here, so that this file passes
//! its own rules.

use super::source::Source;

const UNDONE: [&str; 4] = [
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
    concat!("#[", "ignore"),
    concat!("#![", "ignore"),
];
const TEST_PREFIX: &str = concat!("fn ", "test_");
/// A shorter opening says nothing.
const OPENING_CHARS_MIN: usize = 20;

/// A file must open with what it is for.
pub fn without_opening(source: &Source) -> Option<String> {
    let opening: String = source.text.lines().map_while(|line| line.strip_prefix("//!")).collect();
    let is_there = opening.trim().chars().count() >= OPENING_CHARS_MIN;
    (!is_there).then(|| source.finding(1, "does not open with `//!` and what the file is for"))
}

/// Work that was put off, and tests that never run.
pub fn left_undone(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    for line in source.lines() {
        for word in UNDONE.iter().filter(|word| line.text.contains(*word)) {
            found.push(
                source.finding(line.number, &format!("`{word}` puts work off; finish it or take it out")),
            );
        }
    }
    found
}

/// A test's name says what holds; that it is a test is plain already.
pub fn test_names(source: &Source) -> Vec<String> {
    let named = |text: &str| text.trim_start().trim_start_matches("async ").starts_with(TEST_PREFIX);
    source
        .lines()
        .iter()
        .filter(|line| named(&line.text))
        .map(|line| source.finding(line.number, "name the test after the behaviour, without `test_`"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Source::new("hub/src/venue/menu.rs", text)
    }

    #[test]
    fn a_file_must_say_what_it_is_for() {
        assert_eq!(without_opening(&source("//! Items, modifiers and prices.\nuse x;")), None);
        for text in ["use x;", "//! .\nfn main() {}", "// Items, modifiers and prices.\n", ""] {
            assert!(without_opening(&source(text)).is_some(), "{text}");
        }
    }

    #[test]
    fn work_put_off_is_found() {
        for word in UNDONE {
            assert!(!left_undone(&source(&format!("    {word}"))).is_empty(), "{word}");
        }
        assert!(left_undone(&source("let ignored = a.todo();")).is_empty());
    }

    #[test]
    fn names_of_tests_are_sentences() {
        assert_eq!(test_names(&source(&format!("    async {TEST_PREFIX}menu() {{"))).len(), 1);
        assert!(test_names(&source("    fn an_item_that_is_off_is_refused() {")).is_empty());
    }
}
