//! What the console shows, and the commands that work on the data of a hub that is not running.

use std::error::Error;
use std::path::Path;

use plato_hub::auth::secrets::{self, Chance};
use plato_hub::config::Config;
use plato_hub::demo::DemoFacts;
use plato_hub::log;
use plato_hub::origin::Origin;
use plato_hub::receipts::{self, Signer};
use plato_hub::store::Store;
use plato_hub::tls::readable;
use plato_hub::venue::Command;
use plato_hub::venue::access::team::TeamChange;
use plato_hub::venue::access::{PasswordHash, StaffAccount};
use plato_hub::venue::command::ImportVenue;
use plato_hub::venue::menu::TableKey;
use plato_hub::web::App;
use plato_hub::web::edge::hosts::Authority;
use plato_hub::web::floor::guest_url;
use plato_hub::writer::{self, Intent};
use plato_hub::{Hub, venue_file};
use plato_sync_protocol::api::Role;
use plato_sync_protocol::ids::StaffId;
use plato_sync_protocol::till::ReceiptKind;
use plato_sync_protocol::vector::to_hex;
use qrcode::QrCode;

/// Prints how to get to everything in the demo.
pub fn show_demo(facts: &DemoFacts) -> Result<(), Box<dyn Error>> {
    println!("\n{}", terminal_code(&facts.guest_url)?);
    println!("  Guests    {}", facts.guest_url);
    println!("            table {}, PIN {}", facts.table, facts.pin);
    println!("  Kitchen   {}", facts.kitchen_url);
    println!("  Floor     {}", facts.floor_url);
    println!("  Office    {}/team", facts.url);
    println!("            sign in as {} with {}\n", facts.staff_name, facts.staff_password);
    Ok(())
}

/// Prints where staff sign in over https, and how to tell that it is this hub.
pub fn show_https(app: &App) {
    let asked = app.public_url.split_once("://").and_then(|(_, at)| Authority::parse(at));
    let (Some(asked), Some(https)) = (asked, &app.edge.https) else { return };
    let Some(url) = app.edge.https_url(&asked) else { return };
    println!("  Staff sign in at {url}/staff");
    println!(
        "  To have a device trust it, open {}/trust there and compare this fingerprint:",
        app.public_url
    );
    let fingerprint = readable(https.certificates.fingerprint());
    let (one, two) = fingerprint.split_at(fingerprint.len().div_ceil(2));
    println!("    {one}\n    {two}\n");
}

/// Two rows of the code in each line of text: black on white, whatever the terminal's colours.
fn terminal_code(text: &str) -> Result<String, qrcode::types::QrError> {
    let code = QrCode::new(text)?;
    let width = code.width();
    let is_dark = |x: isize, y: isize| {
        let inside = |n: isize| usize::try_from(n).ok().filter(|n| *n < width);
        inside(x).zip(inside(y)).is_some_and(|at| code[at] == qrcode::Color::Dark)
    };
    let (quiet, width) = (2, width as isize);
    let mut lines = String::new();
    for y in (-quiet..width + quiet).step_by(2) {
        lines.push_str("  \x1b[30;107m");
        for x in -quiet..width + quiet {
            lines.push(match (is_dark(x, y), is_dark(x, y + 1)) {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            });
        }
        lines.push_str("\x1b[0m\n");
    }
    Ok(lines)
}

/// Prints what there is, or how to go on with an empty hub.
pub fn show_start(app: &App, data: &Path) {
    let (menu, tables) = app.members.published.read(|venue, _| (venue.menu_view(), venue.tables()));
    let data = data.display();
    println!("\n  Plato at {}", app.public_url);
    match menu {
        Some(menu) => println!("  {}: {} dishes, {} tables", menu.venue, menu.items.len(), tables.len()),
        None => println!(
            "  There is no venue yet. Stop the hub and import one:\n    plato import venue.toml --data {data}"
        ),
    }
    if let Some(code) = &app.owner_code {
        // A password has to come privately, and this machine may have no browser.
        let public = app.public_url.split_once("://").and_then(|(_, at)| Authority::parse(at));
        let https = public.and_then(|asked| app.edge.https_url(&asked));
        let url = https.as_deref().unwrap_or(&app.public_url);
        println!(
            "  There is no owner yet. Open {url}/setup and type this code:\n    {}",
            secrets::shown_code(code)
        );
    }
    println!();
}

fn with_hub<T>(
    config: &Config,
    work: impl AsyncFnOnce(&App) -> Result<T, Box<dyn Error>>,
) -> Result<T, Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    runtime.block_on(async {
        let public_url = config.public_url.clone().unwrap_or_default();
        let hub = Hub::open(plato_hub::parts(&config.data, &config.secrets, public_url)?)?;
        work(&hub.app).await
    })
}

/// Puts a venue file in force.
pub fn import(config: &Config, file: &Path) -> Result<(), Box<dyn Error>> {
    let text =
        std::fs::read_to_string(file).map_err(|fault| format!("cannot read {}: {fault}", file.display()))?;
    let read = venue_file::read(&text, || TableKey(secrets::new_table_key(&Chance::default())));
    let (setup, keys) = read.map_err(|refusal| format!("{}: {refusal}", file.display()))?;
    let (venue, items) = (setup.menu.venue.clone(), setup.menu.items.len());
    with_hub(config, async |app| {
        let command = Command::ImportVenue(Box::new(ImportVenue { setup, keys }));
        app.members.writer.submit(Intent::Command(command), None, Origin::hub()).await?;
        println!("{venue} is in force, with {items} dishes. The tables' QR codes:");
        for table in app.members.published.read(|venue, _| venue.tables()) {
            println!("  {}\t{}", table.name, guest_url(&app.public_url, &table));
        }
        Ok(())
    })
}

/// Makes a staff account.
pub fn add_staff(config: &Config, name: &str, role: Role) -> Result<(), Box<dyn Error>> {
    with_hub(config, async |app| {
        let password = StaffId::from_random(secrets::random()).to_string();
        let account = StaffAccount {
            staff: StaffId::from_random(secrets::random()),
            name: name.to_owned(),
            role,
            password_hash: PasswordHash(app.passwords.hash(&password).await?),
        };
        app.members.writer.submit(Intent::Command(Command::AddStaff(account)), None, Origin::hub()).await?;
        println!("{name} signs in with the password {password}");
        Ok(())
    })
}

/// Prints the log as JSON lines.
pub fn export_log(config: &Config) -> Result<(), Box<dyn Error>> {
    let store = Store::open_used(&config.data)?;
    let replayed = log::replay(&store.read()?, |record| {
        let line = serde_json::json!({
            "position": record.position, "at": record.at, "by": record.by, "event": record.event,
        });
        println!("{line}");
    })?;
    replayed.map(|_| ()).map_err(Into::into)
}

/// Sets a fresh password, for somebody who has forgotten theirs, and prints it.
pub fn set_password(config: &Config, name: &str) -> Result<(), Box<dyn Error>> {
    Store::must_be_used(&config.data)?;
    with_hub(config, async |app| {
        let member = app.members.published.read(|venue, _| venue.staff_account(name));
        let staff = member.ok_or_else(|| format!("there is no account called {name}"))?.account.staff;
        let password = StaffId::from_random(secrets::random()).to_string();
        let password_hash = PasswordHash(app.passwords.hash(&password).await?);
        let change = TeamChange::SetPassword { staff: staff.clone(), password_hash };
        let enable = TeamChange::SetDisabled { staff, is_disabled: false };
        for change in [change, enable] {
            let command = Command::ChangeTeam { by: None, change };
            app.members.writer.submit(Intent::Command(command), None, Origin::hub()).await?;
        }
        println!("{name} signs in with the password {password}");
        Ok(())
    })
}

/// Checks the chain of the log, and a head that was noted down before. Prints where it is broken.
pub fn verify_audit(config: &Config, noted: Option<&str>) -> Result<(), Box<dyn Error>> {
    let noted = noted.map(|text| {
        let (position, hash) = text.split_once(':').ok_or("a head is written POSITION:HASH")?;
        let position = position.parse::<u64>().map_err(|_| "a head is written POSITION:HASH")?;
        Ok::<_, &str>((position, hash.to_lowercase()))
    });
    let noted = noted.transpose()?;
    let store = Store::open_used(&config.data)?;
    let mut found = None;
    let replayed = log::replay(&store.read()?, |record| {
        if noted.as_ref().is_some_and(|(position, _)| *position == record.position) {
            found = Some(to_hex(&record.hash));
        }
    })?;
    let head = replayed.map_err(|fault| format!("the audit does not hold: {fault}"))?;
    match (noted, found) {
        (Some((position, _)), None) => {
            return Err(format!(
                "the audit does not hold: it ends at record {}, but record {position} was noted",
                head.position
            )
            .into());
        }
        (Some((position, hash)), Some(found)) if hash != found => {
            return Err(format!(
                "the audit does not hold: record {position} or one before it is not the one that was noted"
            )
            .into());
        }
        _ => {}
    }
    println!(
        "All {} records follow from one another. Note down the head, and give it to --head the next time:",
        head.position
    );
    println!("{}:{}", head.position, to_hex(&head.hash));
    Ok(())
}

/// Says what a receipt was for, when its code is one that this hub has made.
pub fn verify_receipt(config: &Config, typed: &str) -> Result<(), Box<dyn Error>> {
    let (number, _) = receipts::typed(typed).ok_or("a code is written like 42-ABCD-EFGH-JKLM")?;
    let store = Store::open_used(&config.data)?;
    let signer = Signer::new(&secrets::kept_pepper(&config.secrets)?);
    let (venue, _, _) = writer::replay(&store)?;
    let receipt = venue.receipt_numbered(number).and_then(|payment| venue.receipt_view(&payment));
    let receipt = receipt.ok_or_else(|| format!("this hub has issued no receipt {number}"))?;
    if !signer.is_code(&receipt, typed) {
        return Err(format!("this is not the code of receipt {number}: it was not issued like that").into());
    }
    let what = if receipt.kind == ReceiptKind::Refund { "given back" } else { "paid" };
    println!("Receipt {number} was issued by this hub.");
    println!("{} {what} on {}, table {}", receipt.total, receipt.issued, receipt.table);
    Ok(())
}
