//! Prints how many digits the currencies have after their decimal mark, as the TypeScript table of the
//! screens. `cargo xtask types` writes it to where they import it from.

use plato_sync_protocol::money::{UNUSUAL_DIGITS, USUAL_DIGITS};

#[expect(clippy::print_stdout, reason = "printing is what it is for")]
fn main() {
    println!("/** Digits that a currency has after its decimal mark unless it stands below (ISO 4217). */");
    println!("export const USUAL_DIGITS = {USUAL_DIGITS};");
    println!();
    println!("/** The currencies that have another number of digits. */");
    println!("export const UNUSUAL_DIGITS: Readonly<Record<string, number>> = {{");
    for (letters, digits) in UNUSUAL_DIGITS {
        println!("  {letters}: {digits},");
    }
    println!("}};");
}
