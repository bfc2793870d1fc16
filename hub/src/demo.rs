//! The demo: a venue, a staff login and one seated table, so that anyone can try everything within a
//! minute. What it made is printed, and written to `demo.json` in the data folder for scripts.

use std::path::Path;

use plato_sync_protocol::api::Role;
use plato_sync_protocol::ids::{SessionId, StaffId, TableId};
use plato_sync_protocol::vector::ActorId;
use plato_sync_protocol::views::SessionMode;
use serde::{Deserialize, Serialize};

use crate::auth::secrets;
use crate::origin::Origin;
use crate::venue::access::{PasswordHash, StaffAccount};
use crate::venue::command::{Command, ImportVenue, SeatTable};
use crate::venue::menu::TableKey;
use crate::venue_file;
use crate::web::App;
use crate::web::floor::guest_url;
use crate::writer::{Intent, SeatParty};

/// The demo's venue file.
pub const VENUE_FILE: &str = include_str!("../demo/venue.toml");
/// File in the data folder with what the demo made.
pub const FACTS_FILE: &str = "demo.json";
const STAFF_NAME: &str = "Demo";
const COVERS: u16 = 4;

/// What the demo made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DemoFacts {
    /// Where the hub is reached.
    pub url: String,
    /// What the table's QR code carries.
    pub guest_url: String,
    /// The seated table.
    pub table: String,
    /// Its visit.
    pub session: SessionId,
    /// Its PIN.
    pub pin: String,
    /// The kitchen's screen.
    pub kitchen_url: String,
    /// The floor's screen.
    pub floor_url: String,
    /// Name of the staff account.
    pub staff_name: String,
    /// Its password.
    pub staff_password: String,
}

/// Makes what is missing of the demo and says what there is.
pub async fn set_up(app: &App, data: &Path) -> Result<DemoFacts, Box<dyn std::error::Error>> {
    let file = data.join(FACTS_FILE);
    let known: Option<DemoFacts> =
        std::fs::read(&file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let (is_set_up, has_staff) =
        app.members.published.read(|venue, _| (venue.is_set_up(), venue.staff_account(STAFF_NAME).is_some()));
    if !is_set_up {
        let (setup, keys) =
            venue_file::read(VENUE_FILE, || TableKey(secrets::new_table_key(&app.members.chance)))?;
        carry_out(app, Command::ImportVenue(Box::new(ImportVenue { setup, keys }))).await?;
    }
    let password = match (has_staff, known) {
        (true, Some(facts)) => facts.staff_password,
        (true, None) => {
            return Err(format!("{} is missing and the demo's password with it", file.display()).into());
        }
        (false, _) => hire(app).await?,
    };
    let (table, session, pin) = seat(app).await?;
    let tables = app.members.published.read(|venue, _| venue.tables());
    let known = tables.iter().find(|known| known.id == table).ok_or("the demo's table is gone")?;
    let url = app.public_url.to_string();
    let facts = DemoFacts {
        guest_url: guest_url(&url, known),
        table: known.name.clone(),
        session,
        pin,
        kitchen_url: format!("{url}/kitchen"),
        floor_url: format!("{url}/floor"),
        staff_name: STAFF_NAME.to_owned(),
        staff_password: password,
        url,
    };
    std::fs::write(&file, serde_json::to_vec_pretty(&facts)?)?;
    Ok(facts)
}

async fn carry_out(app: &App, command: Command) -> Result<(), crate::writer::Failure> {
    app.members.writer.submit(Intent::Command(command), None, Origin::hub()).await.map(|_| ())
}

async fn hire(app: &App) -> Result<String, Box<dyn std::error::Error>> {
    let password = StaffId::from_random(app.members.chance.bytes()).to_string();
    let account = StaffAccount {
        staff: StaffId::from_random(app.members.chance.bytes()),
        name: STAFF_NAME.to_owned(),
        role: Role::Owner,
        password_hash: PasswordHash(app.passwords.hash(&password).await?),
    };
    carry_out(app, Command::AddStaff(account)).await?;
    Ok(password)
}

/// A table with a party at it, and a PIN that is known: made anew after a restart.
async fn seat(app: &App) -> Result<(TableId, SessionId, String), Box<dyn std::error::Error>> {
    let pin_digits = app.members.published.read(|venue, _| venue.pin_digits());
    let pin = secrets::new_pin(&app.members.chance, pin_digits.count());
    let pin_hash = PasswordHash(app.passwords.hash(&pin).await?);
    let (open, tables) = app.members.published.read(|venue, _| (venue.open_sessions(), venue.tables()));
    let (table, session) = match open.into_iter().next() {
        Some((table, session)) => {
            carry_out(app, Command::ReissuePin { session: session.clone(), pin_hash, pin_digits }).await?;
            (table, session)
        }
        None => {
            let table = tables.first().ok_or("the venue has no tables")?.id.clone();
            let session = SessionId::from_random(app.members.chance.bytes());
            let (covers, mode) = (COVERS, SessionMode::Family);
            let seating = SeatTable {
                session: session.clone(),
                table: table.clone(),
                covers,
                mode,
                pin_hash,
                pin_digits,
            };
            let party = SeatParty { seating, cart_actor: ActorId(app.members.chance.bytes()) };
            app.members.writer.submit(Intent::Seat(party), None, Origin::hub()).await?;
            (table, session)
        }
    };
    app.pins.keep(session.clone(), pin.clone());
    Ok((table, session, pin))
}
