//! Lines of text as a PDF, with the font inside. All letters of the font are as wide as each other, so
//! columns are made of spaces and nothing is measured; places on the page are whole points.

use krilla::Document;
use krilla::geom::Point;
use krilla::page::PageSettings;
use krilla::text::{Font, TextDirection};
use ttf_parser::Face;

/// DejaVu Sans Mono: Latin, Greek and Cyrillic with all their accents. See `hub/fonts/LICENSE`.
static FONT: &[u8] = include_bytes!("../../fonts/DejaVuSansMono.ttf");

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// A heading.
    Title(String),
    /// Words.
    Text(String),
    /// Words at the left, an amount at the right.
    Pair(String, String),
    /// A line across.
    Rule,
    /// Nothing.
    Space,
}

/// What it is printed on. Lengths are points.
#[derive(Debug, Clone, Copy)]
pub struct Paper {
    columns: usize,
    width: u16,
    margin: u16,
    letters: u16,
    line: u16,
    /// Lines on a page.
    lines_max: u16,
}

/// A roll of 80 mm: as long as the receipt.
pub const ROLL: Paper = Paper { columns: 42, width: 227, margin: 12, letters: 8, line: 12, lines_max: 1000 };
/// A sheet of A4.
pub const SHEET: Paper = Paper { columns: 80, width: 595, margin: 60, letters: 9, line: 14, lines_max: 51 };

/// A PDF could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the PDF could not be made: {0}")]
pub struct PdfFault(String);

/// The rows on paper.
pub fn written(title: &str, rows: &[Row], paper: Paper) -> Result<Vec<u8>, PdfFault> {
    let font = Font::new(FONT.to_vec().into(), 0).ok_or_else(|| PdfFault("the font is broken".into()))?;
    let mut lines: Vec<String> = rows.iter().flat_map(|row| laid_out(row, paper.columns)).collect();
    if lines.iter().any(|line| has_boxes(line)) {
        lines.extend(
            [Row::Space, Row::Text(BOXES.into())].iter().flat_map(|row| laid_out(row, paper.columns)),
        );
    }
    let mut document = Document::new();
    document.set_metadata(krilla::metadata::Metadata::new().title(title.to_owned()));
    for lines in lines.chunks(paper.lines_max.into()) {
        let count = u16::try_from(lines.len()).unwrap_or(paper.lines_max);
        let count = if paper.lines_max < 100 { paper.lines_max } else { count };
        let height = 2 * paper.margin + count * paper.line;
        let settings = PageSettings::from_wh(paper.width.into(), height.into());
        let settings = settings.ok_or_else(|| PdfFault("the page has no size".into()))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        let mut y = paper.margin;
        for line in lines {
            y += paper.line;
            let at = Point::from_xy(paper.margin.into(), y.into());
            let size = paper.letters.into();
            surface.draw_text(at, font.clone(), size, line, false, TextDirection::LeftToRight);
        }
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|fault| PdfFault(format!("{fault:?}")))
}

/// Said at the end where letters are missing.
const BOXES: &str =
    "Boxes are letters that this print does not have. The page in the browser has them, and prints them.";

/// Does a line have letters that the font has not? They are drawn as boxes.
fn has_boxes(line: &str) -> bool {
    let Ok(face) = Face::parse(FONT, 0) else { return false };
    line.chars().any(|letter| !letter.is_control() && face.glyph_index(letter).is_none())
}

/// The lines of a row, none longer than the paper is wide.
fn laid_out(row: &Row, columns: usize) -> Vec<String> {
    match row {
        Row::Title(text) => wrapped(&text.to_uppercase(), columns),
        Row::Text(text) => wrapped(text, columns),
        Row::Rule => vec!["-".repeat(columns)],
        Row::Space => vec![String::new()],
        Row::Pair(left, right) if right.chars().count() > columns / 2 => {
            // Both are words, and long: the right ones stand below, at the edge.
            let mut lines = wrapped(left, columns);
            lines.extend(wrapped(right, columns).iter().map(|line| format!("{line:>columns$}")));
            lines
        }
        Row::Pair(left, right) => {
            let mut lines = wrapped(left, columns.saturating_sub(right.chars().count() + 1).max(1));
            if let Some(last) = lines.last_mut() {
                let used = last.chars().count() + right.chars().count();
                last.push_str(&" ".repeat(columns.saturating_sub(used)));
                last.push_str(right);
            }
            lines
        }
    }
}

/// Breaks between words, and within those that are longer than a line.
fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let mut word: Vec<char> = word.chars().collect();
        loop {
            let line = lines.last_mut().expect("there is always a line");
            let used = line.chars().count();
            let gap = usize::from(used > 0);
            if used + gap + word.len() <= columns {
                line.push_str(if gap == 1 { " " } else { "" });
                line.extend(word);
                break;
            }
            if used > 0 {
                lines.push(String::new());
                continue;
            }
            line.extend(word.drain(..columns));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::receipts::tests::{day, receipt};
    use crate::receipts::{Signer, words};

    #[test]
    fn no_line_is_longer_than_the_paper_and_amounts_stand_at_its_edge() {
        let answer = Signer::new(&[1; 32]).answer(receipt());
        let lines: Vec<String> =
            words::receipt(&answer).iter().flat_map(|row| laid_out(row, ROLL.columns)).collect();
        assert!(lines.iter().all(|line| line.chars().count() <= ROLL.columns), "{lines:#?}");
        let total = lines.iter().find(|line| line.starts_with("Total")).unwrap();
        assert!(total.ends_with("60.00 EUR") && total.chars().count() == ROLL.columns, "{total}");
        assert!(lines.iter().any(|line| line.contains(&answer.code)));
    }

    #[test]
    fn long_names_and_every_currency_fit_on_both_papers() {
        for (currency, amount) in [("JPY", "1234567"), ("EUR", "12345.67"), ("KWD", "1234.567")] {
            let view = day(currency);
            for (rows, paper) in [(words::day(&view), SHEET), (words::day(&view), ROLL)] {
                let lines: Vec<String> = rows.iter().flat_map(|row| laid_out(row, paper.columns)).collect();
                assert!(lines.iter().all(|line| line.chars().count() <= paper.columns), "{lines:#?}");
                let is_sum = |line: &&String| line.contains("ZZZ") && line.ends_with(amount);
                assert_eq!(lines.iter().filter(is_sum).count(), 1, "{currency}: {lines:#?}");
                written("Day", &rows, paper).unwrap();
            }
        }
        let mut long = receipt();
        (long.table, long.by) = ("The long table below the great window".into(), "x".repeat(60));
        let rows = words::receipt(&Signer::new(&[1; 32]).answer(long));
        let lines: Vec<String> = rows.iter().flat_map(|row| laid_out(row, ROLL.columns)).collect();
        assert!(lines.iter().all(|line| line.chars().count() <= ROLL.columns), "{lines:#?}");
    }

    #[test]
    fn letters_that_the_font_lacks_are_spoken_of() {
        for known in ["Žluťoučký Ёж Ωμέγα € × – “Steak”", "1/3 1 000,00\u{a0}CHF"] {
            assert!(!has_boxes(known), "{known}");
        }
        for unknown in ["點心", "שקשוקה", "ผัดไทย", "🍝"] {
            assert!(has_boxes(unknown), "{unknown}");
        }
        let pages = |text: &str| {
            let rows = vec![Row::Text(text.into()); SHEET.lines_max.into()];
            let pdf = written("Day", &rows, SHEET).unwrap();
            String::from_utf8_lossy(&pdf).contains("/Count 2")
        };
        assert!(!pages("Steak") && pages("點心"), "the note stands at the end");
    }

    #[test]
    fn a_word_that_is_longer_than_a_line_is_broken() {
        assert_eq!(wrapped("a abcdefgh b", 4), ["a", "abcd", "efgh", "b"]);
        assert_eq!(wrapped("", 4), [""]);
    }

    #[test]
    fn a_pdf_has_its_font_inside_and_as_many_pages_as_it_needs() {
        let rows = vec![Row::Text("Žluťoučký Ёж Ωμέγα €".into()); 60];
        let pdf = written("Day", &rows, SHEET).unwrap();
        assert!(pdf.starts_with(b"%PDF-1."));
        let text = String::from_utf8_lossy(&pdf);
        assert!(text.contains("/Count 2"), "60 lines are two sheets");
        let one = written("Receipt", &rows[..3], ROLL).unwrap();
        assert!(String::from_utf8_lossy(&one).contains("/Count 1"));
        assert!(one.len() < 60_000, "only the letters in use are inside: {}", one.len());
    }
}
