//! `docs/security.md` says which test holds which promise. A test that is named there and does not exist is
//! a promise that nothing holds.

use super::source::Source;

/// Tests that the document names and no source has.
pub fn missing_tests(document: &str, sources: &[Source]) -> Vec<String> {
    let named: Vec<&str> = document.lines().filter(|line| line.starts_with('|')).flat_map(tests_of).collect();
    if named.is_empty() {
        return vec!["docs/security.md: names no test".to_owned()];
    }
    let missing = named.iter().filter(|name| !sources.iter().any(|source| has_test(source, name)));
    missing.map(|name| format!("docs/security.md: there is no test `{name}`")).collect()
}

/// What stands in backquotes in the last column of a row. Verbs of this tool are no tests.
fn tests_of(row: &str) -> impl Iterator<Item = &str> {
    let column = row.trim_end().trim_end_matches('|').rsplit('|').next().unwrap_or_default();
    column.split('`').skip(1).step_by(2).filter(|name| !name.starts_with("cargo "))
}

/// A test in Rust by the name of its function; one of a browser as `<spec>: <title>`.
fn has_test(source: &Source, name: &str) -> bool {
    match name.split_once(": ") {
        Some((spec, title)) => {
            source.path.ends_with(&format!("/specs/{spec}.spec.ts"))
                && source.text.contains(&format!("'{title}'"))
        }
        None => source.is_rust() && source.text.contains(&format!("fn {name}()")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing(row: &str) -> usize {
        let sources = [
            Source::new("hub/src/a.rs", "#[test]\nfn guessing_is_counted() {}"),
            Source::new("tests/e2e/specs/origin.spec.ts", "test('a page gets nothing', async () => {});"),
        ];
        missing_tests(&format!("| threat | held by |\n|---|---|\n{row}"), &sources).len()
    }

    #[test]
    fn a_test_that_exists_may_be_named() {
        assert_eq!(missing("| guessing `a` | `guessing_is_counted`, `origin: a page gets nothing` |"), 0);
        assert_eq!(missing("| faults | `guessing_is_counted` and `cargo xtask api` |"), 0);
    }

    #[test]
    fn a_test_that_does_not_exist_is_found() {
        assert_eq!(missing("| guessing | `guessing_is_not_counted` |"), 1);
        assert_eq!(missing("| pages | `origin: a page gets something`, `other: a page gets nothing` |"), 2);
        assert_eq!(missing("| nothing | - |"), 1, "a document that names no test");
    }
}
