//! Rules for the screens and for the browser tests.

use super::source::Source;

/// The one file in which colours are numbers; everything else names them.
const COLOURS: &str = "tokens.css";
/// The two files that read and show amounts; everywhere else they are whole minor units.
const MONEY: [&str; 2] = ["ui/src/components/money.ts", "ui/src/components/amount.ts"];
/// What an amount is called on the screens, alone or at the end of a longer name.
const AMOUNTS: [&str; 8] = ["minor", "amount", "price", "total", "tip", "due", "paid", "given"];
const LEFT_OUT: [&str; 4] =
    [concat!(".on", "ly("), concat!(".sk", "ip("), concat!(".fix", "me("), concat!(".to", "do(")];

/// Only the bridge knows that there is wasm.
pub fn wasm_imported_outside_bridge(source: &Source) -> Vec<String> {
    if !source.is_in("ui/src") || source.is_in("ui/src/bridge") {
        return Vec::new();
    }
    let names_wasm = |text: &str| text.contains("/pkg/") || text.contains("plato_client_wasm");
    source
        .lines()
        .iter()
        .filter(|line| names_wasm(&line.text))
        .map(|line| source.finding(line.number, "only ui/src/bridge loads the wasm; ask it for a view"))
        .collect()
}

/// A colour is named once, so that themes and contrast can be judged in one place.
pub fn raw_colours(source: &Source) -> Vec<String> {
    if !source.is_in("ui/src") || source.path.ends_with(&format!("/{COLOURS}")) {
        return Vec::new();
    }
    let is_css = source.path.ends_with(".css");
    source
        .lines()
        .iter()
        .filter(|line| has_hex_colour(&line.text, is_css))
        .map(|line| {
            source.finding(line.number, &format!("takes its colours from {COLOURS}, not from hex numbers"))
        })
        .collect()
}

/// An amount is whole minor units from the hub to the letters on the screen: nobody divides it, makes
/// a number of what was typed, or asks the browser how many digits a currency has.
pub fn money_as_a_fraction(source: &Source) -> Vec<String> {
    let is_test = source.path.contains(".test.");
    if !source.is_in("ui/src") || is_test || MONEY.contains(&source.path.as_str()) {
        return Vec::new();
    }
    let is_fraction = |text: &str| {
        let calls = ["Number(", "parseFloat(", "parseInt("];
        let made = calls.iter().any(|call| {
            text.match_indices(call)
                .any(|(at, _)| argument(&text[at + call.len()..]).split(is_no_name).any(is_amount))
        });
        let cut = text.contains("toFixed(") && text.split(is_no_name).any(is_amount);
        let knows = ["FractionDigits", "style: \"currency\""].iter().any(|word| text.contains(word));
        made || cut || knows || is_divided(text)
    };
    source
        .lines()
        .iter()
        .filter(|line| is_fraction(&line.text))
        .map(|line| {
            source.finding(
                line.number,
                "amounts are whole minor units; only components/money.ts and amount.ts put a mark into them",
            )
        })
        .collect()
}

/// Whether an amount stands before a division: `minor / 100`, `props.of.minor / scale`, `due() / 2`.
fn is_divided(text: &str) -> bool {
    text.match_indices(" / ").any(|(at, _)| {
        let before = text[..at].trim_end_matches("()");
        before.rsplit(is_no_name).next().is_some_and(is_amount)
    })
}

/// What stands in the brackets that have just been opened.
fn argument(text: &str) -> &str {
    let mut depth = 0_u32;
    let end = text.find(|c| match c {
        '(' => {
            depth += 1;
            false
        }
        ')' if depth == 0 => true,
        ')' => {
            depth -= 1;
            false
        }
        _ => false,
    });
    &text[..end.unwrap_or(text.len())]
}

fn is_no_name(c: char) -> bool {
    !c.is_alphanumeric() && c != '_'
}

fn is_amount(name: &str) -> bool {
    AMOUNTS.iter().any(|word| {
        let capital = word[..1].to_ascii_uppercase() + &word[1..];
        name == *word || name.ends_with(&capital) || name.ends_with(&format!("_{word}"))
    })
}

/// Tests that are left out, or that leave all others out.
pub fn tests_left_out(source: &Source) -> Vec<String> {
    let is_test =
        source.is_in("tests/e2e") || source.path.contains(".test.") || source.path.contains(".spec.");
    if !is_test {
        return Vec::new();
    }
    let mut found = Vec::new();
    for line in source.lines() {
        for word in LEFT_OUT.iter().filter(|word| line.text.contains(*word)) {
            found.push(
                source.finding(line.number, &format!("`{word}..)` leaves tests out; mend or remove them")),
            );
        }
    }
    found
}

/// In a style sheet a colour stands behind a colon (`#add {` is a selector); in a script it opens
/// a string (`this.#add` is a private field).
fn has_hex_colour(line: &str, is_css: bool) -> bool {
    line.match_indices('#').any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + 1..]);
        let digits = after.chars().take_while(char::is_ascii_hexdigit).count();
        let next = after.chars().nth(digits);
        let is_whole = !next.is_some_and(|c| c.is_alphanumeric() || c == '-' || c == '_');
        let is_value = if is_css {
            before.contains(':') && next != Some('{')
        } else {
            before.ends_with(['"', '\'', '`'])
        };
        [3, 4, 6, 8].contains(&digits) && is_whole && is_value
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_bridge_imports_the_wasm() {
        let import = "import init from '../bridge/pkg/plato_client_wasm.js';";
        assert_eq!(wasm_imported_outside_bridge(&Source::new("ui/src/screens/cart.tsx", import)).len(), 1);
        assert!(wasm_imported_outside_bridge(&Source::new("ui/src/bridge/load.ts", import)).is_empty());
        let comment = "// the bridge loads ./pkg/plato_client_wasm.js";
        assert!(wasm_imported_outside_bridge(&Source::new("ui/src/app.tsx", comment)).is_empty());
    }

    #[test]
    fn colours_are_numbers_in_one_file_only() {
        let colour = "  color: #1a2B3c;";
        assert_eq!(raw_colours(&Source::new("ui/src/screens/cart.css", colour)).len(), 1);
        assert!(raw_colours(&Source::new("ui/src/styles/tokens.css", colour)).is_empty());
        let script = "const late = '#f00';";
        assert_eq!(raw_colours(&Source::new("ui/src/screens/kitchen.tsx", script)).len(), 1);
    }

    #[test]
    fn what_only_looks_like_a_colour_is_left_alone() {
        let css = ["#add { margin: 0 }", "  color: var(--ink);", "  mask: url(a.svg#shape);"];
        for line in css {
            assert!(raw_colours(&Source::new("ui/src/app.css", line)).is_empty(), "{line}");
        }
        for line in ["this.#add(line);", "href('/t/7#key')", "// fixes #123", "`#${id}`"] {
            assert!(raw_colours(&Source::new("ui/src/app.tsx", line)).is_empty(), "{line}");
        }
    }

    #[test]
    fn amounts_are_whole_outside_the_files_that_show_them() {
        let wrong = [
            "  return form.format(minor / 10 ** digits);",
            "  const half = props.bill.total / 2;",
            "  const each = due() / heads;",
            "  const typed = Number(amount());",
            "  const tip = Number.parseFloat(tipMinor);",
            "  return `${props.tip.toFixed(2)} for you`;",
            "  new Intl.NumberFormat(undefined, { style: \"currency\", currency });",
            "  const digits = options.maximumFractionDigits;",
        ];
        for line in wrong {
            assert_eq!(
                money_as_a_fraction(&Source::new("ui/src/screens/till/A.tsx", line)).len(),
                1,
                "{line}"
            );
            assert!(money_as_a_fraction(&Source::new("ui/src/components/money.ts", line)).is_empty());
            assert!(money_as_a_fraction(&Source::new("ui/src/screens/till/a.test.ts", line)).is_empty());
        }
        let right = [
            "  const sum = minor + tip;",
            "  // the amount / the tip",
            "  const count = Number(stars);",
            "  const minutes = ageMs / 60_000;",
            "  const stars = (tenths / 10).toFixed(1);",
            "  const rem = Number.parseFloat(getComputedStyle(root).fontSize);",
            "  const over = amount % step;",
        ];
        for line in right {
            assert!(
                money_as_a_fraction(&Source::new("ui/src/screens/till/A.tsx", line)).is_empty(),
                "{line}"
            );
        }
    }

    #[test]
    fn no_test_is_left_out() {
        for word in LEFT_OUT {
            let line = format!("test{word}'a phone joins', async () => {{");
            assert_eq!(tests_left_out(&Source::new("tests/e2e/join.spec.ts", &line)).len(), 1);
            assert!(tests_left_out(&Source::new("ui/src/app.ts", &line)).is_empty());
        }
        assert!(
            tests_left_out(&Source::new("tests/e2e/join.spec.ts", "test('a phone joins', f)")).is_empty()
        );
    }
}
