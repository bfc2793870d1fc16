//! Text that a person typed and others will read: trimmed, bounded, without control characters, without
//! marks that turn the direction of writing or cannot be seen (they can make one text look like another),
//! and without towers of accents that run over what stands above and below. Everything that people type
//! passes here once, at the hub's edge or in the gate of the cart; screens show it as text and no more.
//!
//! What it does not do: change a text. A name in Arabic stays as it is, and whoever shows it beside others
//! keeps it apart from them.

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

/// Accents that one letter may carry. Vietnamese needs two, Hebrew with cantillation three.
const ACCENTS_MAX: usize = 4;

/// Characters that reorder or hide text: Unicode bidirectional controls, zero-width marks, fillers that are
/// letters without a shape, and tags. The zero-width joiners stay: scripts and emoji need them.
fn is_deceptive(character: char) -> bool {
    matches!(character,
        '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}' | '\u{FEFF}'
        | '\u{2028}' | '\u{2029}' | '\u{061C}' | '\u{FFF9}'..='\u{FFFC}' | '\u{00AD}' | '\u{034F}' | '\u{180E}'
        | '\u{2060}'..='\u{2065}' | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' | '\u{2800}'
        | '\u{E0000}'..='\u{E001F}')
}

/// Accents of the blocks that hold nothing else, of any script.
fn is_accent(character: char) -> bool {
    matches!(character,
        '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0489}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// Does any letter carry more accents than a letter does?
fn has_tower(text: &str) -> bool {
    let mut height = 0;
    text.chars().any(|character| {
        height = if is_accent(character) { height + 1 } else { 0 };
        height > ACCENTS_MAX
    })
}

/// Is nothing in it that can be seen?
fn is_blank(text: &str) -> bool {
    let joins = |character: char| matches!(character, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}');
    text.chars().all(|character| character.is_whitespace() || joins(character) || is_accent(character))
}

/// The text as it may be shown, trimmed, or why it may not. An empty text is fine here.
pub fn clean(text: &str, chars_max: usize) -> Result<String, TextRefusal> {
    let text = text.trim();
    let is_hidden = |character: char| character.is_control() || is_deceptive(character);
    if text.chars().any(is_hidden) || has_tower(text) {
        return Err(TextRefusal::Unprintable);
    }
    if text.chars().count() > chars_max {
        return Err(TextRefusal::TooLong { chars_max });
    }
    Ok(text.to_owned())
}

/// Like [`clean`], and refuses a text in which there is nothing to see.
pub fn clean_required(text: &str, chars_max: usize) -> Result<String, TextRefusal> {
    let text = clean(text, chars_max)?;
    if is_blank(&text) { Err(TextRefusal::Empty) } else { Ok(text) }
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

    #[test]
    fn what_cannot_be_seen_is_refused_and_makes_no_name() {
        for wrong in
            ["A\u{AD}da", "\u{3164}", "\u{2800}", "A\u{2060}da", "A\u{E0001}", "A\u{206A}", "\u{FFFC}"]
        {
            assert_eq!(clean(wrong, 20), Err(TextRefusal::Unprintable), "{wrong:?}");
        }
        for blank in ["\u{200D}", "\u{200C} \u{200C}", "\u{FE0F}", "\u{301}", "\u{3000}"] {
            assert_eq!(clean_required(blank, 20), Err(TextRefusal::Empty), "{blank:?}");
        }
    }

    #[test]
    fn a_letter_carries_as_many_accents_as_letters_do_and_no_tower() {
        for name in ["Ng\u{302}\u{301}", "Thị Hồng", "Zoe\u{308}", "שָׁלוֹם", "नमस्ते", "می‌خواهم", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"]
        {
            assert_eq!(clean_required(name, 20).as_deref(), Ok(name));
        }
        let tower = format!("Z{}", "\u{30D}".repeat(5));
        assert_eq!(clean(&tower, 20), Err(TextRefusal::Unprintable));
    }
}
