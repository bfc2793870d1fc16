//! What is printed of a receipt and of a day, line by line.

use plato_sync_protocol::bill::Fraction;
use plato_sync_protocol::money::Money;
use plato_sync_protocol::till::{
    DayRatings, DaySection, DayView, ReceiptAnswer, ReceiptKind, ReceiptLine, ReceiptTax, ReceiptTender,
};

use super::pdf::Row;

fn text(words: impl Into<String>) -> Row {
    Row::Text(words.into())
}

fn pair(left: impl Into<String>, right: Money) -> Row {
    Row::Pair(left.into(), bare(right))
}

/// An amount without its currency, which stands once at the total.
fn bare(money: Money) -> String {
    let text = money.to_string();
    text.split_once(' ').map_or(text.clone(), |(amount, _)| amount.to_owned())
}

/// How many portions, or which part of them: 2, 1/3, 2 × 1/3.
fn count(line: &ReceiptLine) -> String {
    match (line.fraction, line.quantity) {
        (None, quantity) => quantity.to_string(),
        (Some(Fraction { parts, of }), 1) => format!("{parts}/{of}"),
        (Some(Fraction { parts, of }), quantity) => format!("{quantity} × {parts}/{of}"),
    }
}

/// Said where others pay the rest without a fraction that could be named.
fn part(line: &ReceiptLine) -> &'static str {
    if line.is_part && line.fraction.is_none() { " (part)" } else { "" }
}

/// A receipt.
pub fn receipt(answer: &ReceiptAnswer) -> Vec<Row> {
    let receipt = &answer.receipt;
    let mut rows = vec![Row::Title(receipt.venue.clone())];
    rows.extend(receipt.address.iter().map(text));
    rows.extend(receipt.tax_number.iter().map(text));
    rows.push(Row::Space);
    let kind = match (receipt.kind, receipt.of) {
        (ReceiptKind::Payment, _) => "Receipt".to_owned(),
        (ReceiptKind::Refund, Some(of)) => format!("Refund of receipt {of}, number"),
        (ReceiptKind::Refund, None) => "Refund".to_owned(),
    };
    rows.push(Row::Title(format!("{kind} {}", receipt.number)));
    rows.push(Row::Pair(receipt.issued.clone(), format!("Table {}", receipt.table)));
    if !receipt.reason.is_empty() {
        rows.push(text(receipt.reason.clone()));
    }
    rows.push(Row::Rule);
    for line in &receipt.lines {
        rows.push(pair(format!("{} {}{}", count(line), line.name, part(line)), line.amount));
        rows.extend(line.modifiers.iter().map(|modifier| text(format!("+ {modifier}"))));
    }
    if !receipt.lines.is_empty() {
        rows.push(Row::Rule);
    }
    if let Some(share) = receipt.share.filter(|share| *share != receipt.amount) {
        rows.push(pair("Share", share));
    }
    rows.push(pair("Amount", receipt.amount));
    if receipt.tip.minor != 0 {
        rows.push(pair("Tip", receipt.tip));
    }
    rows.push(Row::Pair("Total".into(), receipt.total.to_string()));
    rows.extend(tender(&receipt.tender));
    rows.push(Row::Rule);
    rows.extend(receipt.taxes.iter().flat_map(tax));
    rows.push(Row::Space);
    rows.push(text(match (receipt.kind, &receipt.tender) {
        // Nobody of the house took it.
        (ReceiptKind::Payment, ReceiptTender::Online { .. }) => "Paid online".to_owned(),
        (ReceiptKind::Payment, _) => format!("Served by {}", receipt.by),
        (ReceiptKind::Refund, _) => format!("Given back by {}", receipt.by),
    }));
    rows.push(text(format!("Code {}", answer.code)));
    rows.extend(receipt.footer.iter().map(text));
    rows
}

fn tender(of: &ReceiptTender) -> Vec<Row> {
    match of {
        ReceiptTender::Cash { given, change, rounding } => {
            let mut rows = vec![pair("Cash", *given), pair("Change", *change)];
            if rounding.minor != 0 {
                rows.push(pair("Rounding", *rounding));
            }
            rows
        }
        ReceiptTender::Card { reference } => vec![text(format!("Card {reference}"))],
        ReceiptTender::Voucher { voucher } => vec![text(format!("Voucher {voucher}"))],
        ReceiptTender::Account { account } => vec![text(format!("On account: {account}"))],
        ReceiptTender::Online { online } => vec![text(format!("Online {online}"))],
    }
}

fn tax(of: &ReceiptTax) -> [Row; 2] {
    let name = match of.percent {
        Some(percent) => format!("{} {percent} %", of.name),
        None => "Without tax".into(),
    };
    let parts = format!("net {}, tax {}", bare(of.net), bare(of.tax));
    [pair(name, of.gross), Row::Text(format!("  {parts}"))]
}

/// The heading of a part of the books.
pub fn section(of: DaySection) -> &'static str {
    match of {
        DaySection::Sales => "Sales",
        DaySection::Tax => "By rate of tax",
        DaySection::Categories => "By section of the menu",
        DaySection::Reductions => "Service, discounts, voids",
        DaySection::Takings => "Payments",
        DaySection::Tips => "Tips",
        DaySection::Refunds => "Given back",
        DaySection::People => "By person",
        DaySection::Drawer => "Drawer",
    }
}

/// The books of a day.
pub fn day(view: &DayView) -> Vec<Row> {
    let currency = view.expected.currency;
    let mut rows = vec![
        Row::Title(view.venue.clone()),
        Row::Title(format!("Business day {}, {}", view.day, view.date)),
        text(format!("All amounts in {currency}")),
    ];
    let mut last = None;
    for row in &view.rows {
        if last.replace(row.section) != Some(row.section) {
            rows.extend([Row::Space, Row::Title(section(row.section).into()), Row::Rule]);
        }
        rows.push(pair(row.label.clone(), row.amount));
    }
    rows.extend([Row::Space, Row::Title("Count of the drawer".into()), Row::Rule]);
    rows.push(pair("Should be there", view.expected));
    if let Some(closing) = &view.closing {
        rows.push(pair("Counted", closing.counted));
        rows.push(pair("Difference", closing.difference));
        rows.push(pair("Stays in the drawer", closing.left));
        rows.push(text(format!("Closed by {}", closing.by)));
    }
    if !view.visits.is_empty() {
        rows.extend([Row::Space, Row::Title("Open visits".into()), Row::Rule]);
    }
    for visit in &view.visits {
        let how = if (visit.left.minor, visit.due_back.minor) == (0, 0) { "paid" } else { "to pay" };
        rows.push(pair(format!("Table {}: {how}", visit.table), visit.left));
        if visit.due_back.minor != 0 {
            rows.push(pair(format!("Table {}: to give back", visit.table), visit.due_back));
        }
    }
    rows.extend(view.ratings.iter().flat_map(ratings));
    rows
}

/// What guests said.
fn ratings(of: &DayRatings) -> Vec<Row> {
    let average = format!("{} of 5 stars", tenths(of.average_tenths));
    let mut rows = vec![Row::Space, Row::Title(RATINGS.into()), Row::Rule];
    rows.push(Row::Pair("Guests who said something".into(), of.count.to_string()));
    rows.push(Row::Pair("On average".into(), average));
    for said in &of.comments {
        rows.push(Row::Pair(format!("Table {}", said.table), format!("{} of 5 stars", said.stars)));
        rows.push(text(said.comment.clone()));
    }
    rows
}

const RATINGS: &str = "What guests say";

fn tenths(of: u32) -> String {
    format!("{}.{}", of / 10, of % 10)
}

/// The books of a day as CSV, safe to open in a spreadsheet. Labels are guarded; amounts are ours.
pub fn day_csv(view: &DayView) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["day", "date", "section", "label", "amount", "currency"])?;
    let (day, currency) = (view.day.to_string(), view.expected.currency.to_string());
    let mut write = |section: &str, label: &str, amount: Money| {
        let label = crate::audit::csv::guarded(label);
        writer.write_record([&day, &view.date, section, &label, &bare(amount), &currency])
    };
    for row in &view.rows {
        write(section(row.section), &row.label, row.amount)?;
    }
    write("Count", "Should be there", view.expected)?;
    if let Some(closing) = &view.closing {
        write("Count", "Counted", closing.counted)?;
        write("Count", "Difference", closing.difference)?;
        write("Count", "Stays in the drawer", closing.left)?;
    }
    for visit in &view.visits {
        write("Open visits: to pay", &visit.table, visit.left)?;
        if visit.due_back.minor != 0 {
            write("Open visits: to give back", &visit.table, visit.due_back)?;
        }
    }
    // Stars are no money: they stand in the same column, without a currency.
    if let Some(ratings) = &view.ratings {
        let average = tenths(ratings.average_tenths);
        let mut said = vec![("Guests".to_owned(), ratings.count.to_string()), ("On average".into(), average)];
        said.extend(ratings.comments.iter().map(|said| {
            let label = format!("Table {}: {}", said.table, said.comment);
            (crate::audit::csv::guarded(&label), said.stars.to_string())
        }));
        for (label, stars) in said {
            writer.write_record([&day, &view.date, RATINGS, &label, &stars, ""])?;
        }
    }
    writer.into_inner().map_err(|fault| fault.into_error().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::receipts::tests::day as example;

    #[test]
    fn a_printed_receipt_has_everything_that_its_page_has() {
        let answer = crate::receipts::Signer::new(&[1; 32]).answer(crate::receipts::tests::receipt());
        let printed = format!("{:?}", receipt(&answer));
        let of = &answer.receipt;
        let mut says = vec![of.venue.clone(), of.number.to_string(), of.issued.clone(), answer.code.clone()];
        says.extend(of.address.iter().chain(&of.tax_number).chain(&of.footer).cloned());
        says.extend([of.total.to_string(), format!("Served by {}", of.by)]);
        says.extend(of.lines.iter().flat_map(|line| [line.name.clone(), bare(line.amount)]));
        let taxes = of.taxes.iter().flat_map(|tax| {
            let rate = tax.percent.map_or_else(String::new, |percent| format!("{percent} %"));
            [tax.name.clone(), rate, format!("net {}, tax {}", bare(tax.net), bare(tax.tax)), bare(tax.gross)]
        });
        says.extend(taxes);
        assert!(!of.taxes.is_empty() && !of.lines.is_empty() && !of.address.is_empty());
        for text in says {
            assert!(printed.contains(&text), "{text} in {printed}");
        }
    }

    #[test]
    fn print_and_spreadsheet_have_everything_that_the_page_has() {
        let view = example("EUR");
        let printed = format!("{:?}", day(&view));
        let saved = String::from_utf8(day_csv(&view).unwrap()).unwrap();
        for row in &view.rows {
            assert!(printed.contains(section(row.section)) && saved.contains(section(row.section)));
        }
        for (shown, says) in [
            (&printed, "\"Difference\", \"-0.50\""),
            (&printed, "Table Terrace 12: to pay\", \"5.50"),
            (&printed, "Table Bar: to give back\", \"1.25"),
            (&printed, "4.3 of 5 stars"),
            (&printed, "Lovely"),
            (&saved, "Count,Difference,-0.50,EUR"),
            (&saved, "Open visits: to pay,Terrace 12,5.50,EUR"),
            (&saved, "Open visits: to give back,Bar,1.25,EUR"),
            (&saved, "What guests say,Guests,3,"),
            (&saved, "What guests say,On average,4.3,"),
        ] {
            assert!(shown.contains(says), "{says} in {shown}");
        }
    }

    #[test]
    fn a_spreadsheet_has_one_record_a_line_and_takes_no_name_for_a_formula() {
        let saved = day_csv(&example("KWD")).unwrap();
        let mut reader = csv::Reader::from_reader(saved.as_slice());
        let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert!(records.iter().all(|record| record.len() == 6));
        assert!(records.iter().flatten().all(|cell| !cell.starts_with('=')));
        let label = |says: &str| records.iter().find(|record| record[3].contains(says)).unwrap();
        assert_eq!(&label("Maximiliane")[4], "1234.567");
        assert_eq!(&label("really")[3], "Table 7: =Lovely, \"really\" 🍷 很好");
        let yen = String::from_utf8(day_csv(&example("JPY")).unwrap()).unwrap();
        assert!(yen.contains("Sales,Sum,1234567,JPY"), "{yen}");
    }
}
