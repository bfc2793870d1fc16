//! Rules of the protocol carry ids such as CT4, in square brackets where code keeps them and at the
//! start of the names of their tests. An id that `docs/protocol.md` does not define is a mistake on
//! one side or the other.

use super::source::{Source, has_word};

/// Ids that a source names and the document does not.
pub fn unknown_rules(source: &Source, document: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (index, line) in source.text.lines().enumerate() {
        for id in in_brackets(line).into_iter().chain(in_test_name(line, document)) {
            if !has_word(document, &id) {
                found.push(source.finding(index + 1, &format!("rule {id} is not in docs/protocol.md")));
            }
        }
    }
    found
}

/// Ids in square brackets, in comments and code alike.
fn in_brackets(line: &str) -> Vec<String> {
    let pieces = line.split('[').skip(1);
    pieces
        .filter_map(|piece| piece.split_once(']'))
        .map(|(inner, _)| inner)
        .filter(|inner| is_id(inner))
        .map(str::to_owned)
        .collect()
}

/// The id a function's name starts with, when the document has ids with those letters: `md5_of`
/// is no rule.
fn in_test_name(line: &str, document: &str) -> Option<String> {
    let name = line.trim_start().trim_start_matches("async ").strip_prefix("fn ")?;
    let id = name.split('_').next()?.to_ascii_uppercase();
    let letters = id.trim_end_matches(|c: char| c.is_ascii_digit());
    (is_id(&id) && knows_letters(document, letters)).then_some(id)
}

fn knows_letters(document: &str, letters: &str) -> bool {
    document
        .split(|c: char| !c.is_ascii_alphanumeric())
        .any(|word| is_id(word) && word.trim_end_matches(|c: char| c.is_ascii_digit()) == letters)
}

/// Two or three capitals, then one or two digits.
fn is_id(word: &str) -> bool {
    let letters = word.chars().take_while(char::is_ascii_uppercase).count();
    let digits = word.chars().skip(letters).filter(char::is_ascii_digit).count();
    (2..=3).contains(&letters) && (1..=2).contains(&digits) && letters + digits == word.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = "- **CT4** Two diners adding the same item keep both lines.\n- CT5 ...";

    fn unknown(line: &str) -> usize {
        unknown_rules(&Source::new("hub/src/carts.rs", line), DOCUMENT).len()
    }

    #[test]
    fn a_rule_that_is_defined_may_be_named() {
        assert_eq!(unknown(&format!("// Both lines stay [{}].", "CT4")), 0);
        assert_eq!(unknown("    fn ct4_two_diners_keep_both_lines() {"), 0);
    }

    #[test]
    fn a_rule_that_is_not_defined_is_found() {
        assert_eq!(unknown(&format!("// [{}] and [{}]", "CT4", "CT40")), 1);
        assert_eq!(unknown(&format!("/// See [{}].", "ZZ1")), 1);
        assert_eq!(unknown("    fn ct9_no_such_rule() {"), 1);
    }

    #[test]
    fn other_brackets_and_names_are_no_rules() {
        for line in ["a[N1]", "[RFC7807]", "[u8; 4]", "[`Cart`]", "fn md5_of() {", "fn ct_plain() {"] {
            assert_eq!(unknown(line), 0, "{line}");
        }
    }
}
