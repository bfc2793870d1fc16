//! The export of the audit as CSV (RFC 4180), safe to open in a spreadsheet.

use plato_sync_protocol::team::AuditRecord;

const HEADER: [&str; 11] = [
    "position",
    "time_utc",
    "kind",
    "act",
    "who",
    "subject",
    "detail",
    "device",
    "address",
    "user_agent",
    "hash",
];

/// A cell that no spreadsheet takes for a formula: one that begins with `=`, `+`, `-`, `@`, tab or
/// carriage return gets a quote in front, and so does what follows a semicolon, at which some spreadsheets
/// divide cells (OWASP, CSV Injection).
pub fn guarded(cell: &str) -> String {
    let mut safe = String::with_capacity(cell.len() + 1);
    let mut is_start = true;
    for letter in cell.chars() {
        if is_start && matches!(letter, '=' | '+' | '-' | '@' | '\t' | '\r') {
            safe.push('\'');
        }
        safe.push(letter);
        is_start = letter == ';';
    }
    safe
}

/// The records as CSV, with a line of headings.
pub fn written(records: &[AuditRecord]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER)?;
    for record in records {
        let cells = [
            record.position.to_string(),
            utc(record.at_ms),
            code(&record.kind),
            code(&record.act),
            record.who.clone(),
            record.subject.clone(),
            record.detail.clone(),
            record.device.clone(),
            record.address.clone(),
            record.user_agent.clone(),
            record.hash.clone(),
        ];
        writer.write_record(cells.iter().map(|cell| guarded(cell)))?;
    }
    writer.into_inner().map_err(|fault| fault.into_error().into())
}

/// A kind or act as it is written everywhere.
fn code(of: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(of).expect("an enum without fields is a text");
    value.as_str().expect("an enum without fields is a text").to_owned()
}

/// A wall time as `2026-06-01T18:00:00Z` (days to date after Howard Hinnant's `civil_from_days`).
fn utc(wall_ms: u64) -> String {
    let (days, second) = (wall_ms / 86_400_000, wall_ms / 1000 % 86_400);
    let day = days + 719_468;
    let (era, day_of_era) = (day / 146_097, day % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let date = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{date:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::*;
    use plato_sync_protocol::team::{AuditAct, AuditKind};

    fn record(subject: &str) -> AuditRecord {
        AuditRecord {
            position: 7,
            at_ms: 1_780_336_800_000,
            kind: AuditKind::Table,
            act: AuditAct::TableSeated,
            who: "Mia".into(),
            subject: subject.into(),
            detail: String::new(),
            device: String::new(),
            address: "10.0.0.7".into(),
            user_agent: "Mozilla \"x\", y".into(),
            hash: "ab".into(),
        }
    }

    #[test]
    fn a_cell_that_a_spreadsheet_would_calculate_gets_a_quote() {
        for evil in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(guarded(evil), format!("'{evil}"));
            let text = String::from_utf8(written(&[record(evil)]).unwrap()).unwrap();
            let rows: Vec<_> =
                csv::Reader::from_reader(text.as_bytes()).into_records().map(Result::unwrap).collect();
            assert_eq!(rows[0].get(5), Some(format!("'{evil}").as_str()));
        }
        assert_eq!(guarded("Mia = 1"), "Mia = 1");
        assert_eq!(guarded("Nice;=HYPERLINK(1);-2; +3"), "Nice;'=HYPERLINK(1);'-2; +3");
    }

    #[test]
    fn a_record_is_a_row_that_a_csv_reader_understands() {
        let text = String::from_utf8(written(&[record("7, by the window")]).unwrap()).unwrap();
        assert!(text.starts_with("position,time_utc,"), "{text}");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let row = reader.records().next().unwrap().unwrap();
        assert_eq!(row.get(1), Some("2026-06-01T18:00:00Z"));
        assert_eq!((row.get(2), row.get(5)), (Some("table"), Some("7, by the window")));
        assert_eq!(row.get(9), Some("Mozilla \"x\", y"));
    }

    #[test]
    fn times_are_right_at_the_edges_of_years() {
        assert_eq!(utc(0), "1970-01-01T00:00:00Z");
        assert_eq!(utc(951_782_400_000), "2000-02-29T00:00:00Z");
        assert_eq!(utc(1_735_689_599_000), "2024-12-31T23:59:59Z");
    }
}
