//! Text that a person typed and others will read: trimmed, bounded, without control characters and
//! without the marks that turn the direction of writing (they can make one text look like another).

/// Why a text was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextRefusal {
    /// Nothing but space.
    #[error("it is empty")]
    Empty,
    /// Longer than allowed.
    #[error("it is longer than {chars_max} characters")]
    TooLong {
        /// The most characters it may have.
        chars_max: usize,
    },
    /// A character that has no place in a text for people.
    #[error("it contains a character that cannot be shown")]
    Unprintable,
}

/// Characters that reorder or hide text: Unicode bidirectional controls and zero-width marks.
/// The zero-width joiner stays: scripts and emoji need it.
fn is_deceptive(character: char) -> bool {
    matches!(character,
        '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}'
        | '\u{2028}' | '\u{2029}' | '\u{061C}' | '\u{FFF9}'..='\u{FFFB}')
}

/// The text as it may be shown, trimmed, or why it may not. An empty text is fine here.
pub fn clean(text: &str, chars_max: usize) -> Result<String, TextRefusal> {
    let text = text.trim();
    if text.chars().any(|character| character.is_control() || is_deceptive(character)) {
        return Err(TextRefusal::Unprintable);
    }
    if text.chars().count() > chars_max {
        return Err(TextRefusal::TooLong { chars_max });
    }
    Ok(text.to_owned())
}

/// Like [`clean`], and refuses an empty text.
pub fn clean_required(text: &str, chars_max: usize) -> Result<String, TextRefusal> {
    let text = clean(text, chars_max)?;
    if text.is_empty() { Err(TextRefusal::Empty) } else { Ok(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_trimmed_and_bounded_in_characters() {
        assert_eq!(clean("  no onion ", 8).unwrap(), "no onion");
        assert_eq!(clean("ääääääää", 8).unwrap(), "ääääääää");
        assert_eq!(clean("123456789", 8), Err(TextRefusal::TooLong { chars_max: 8 }));
        assert_eq!(clean_required("   ", 8), Err(TextRefusal::Empty));
    }

    #[test]
    fn control_and_direction_marks_are_refused() {
        for wrong in ["a\nb", "a\u{0}b", "a\u{202E}b", "a\u{2066}b", "a\u{200B}b", "\u{1b}[31m"] {
            assert_eq!(clean(wrong, 20), Err(TextRefusal::Unprintable), "{wrong:?}");
        }
        assert!(clean("👨‍👩‍👧 مرحبا", 20).is_ok());
    }
}
