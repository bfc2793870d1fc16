//! The cart without wasm: the hub edits the same document as an actor of its own for each diner.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use plato_sync_protocol::api::{
    CartAdd, CartAnswer, CartAnswerLine, CartAnswerUnit, CartUpdate, Confirmation, Problem, ShownUnit,
};
use plato_sync_protocol::cart::{CartEdit, CartLine, NewUnit};
use plato_sync_protocol::digest::{ConfirmedUnit, digest};
use plato_sync_protocol::ids::{CommandId, DinerId, LineId, SessionId, UnitId};
use plato_sync_protocol::limits::{EDITS_PER_CHANGE_MAX, UNITS_PER_LINE_MAX};
use plato_sync_protocol::menu::{LineConfig, Menu};
use plato_sync_protocol::money::Money;
use plato_sync_protocol::vector::ActorId;
use plato_sync_protocol::views::SessionMode;
use sha2::{Digest, Sha256};

use super::App;
use super::error::ApiError;
use super::extract::{Body, Command, Diner, Path};
use crate::auth::secrets::Chance;
use crate::carts::{CartId, LiveCart};
use crate::origin::Origin;
use crate::sync::bucket::Bucket;
use crate::venue::Refusal;
use crate::venue::views::Attendance;
use crate::writer::Intent;

/// Who edits a cart here, for whom.
pub struct Hand {
    /// The visit.
    pub session: SessionId,
    /// As whom lines are added and orders are placed: a diner, or the house.
    pub author: DinerId,
    /// Who gets a portion of which nobody says it.
    pub eater: DinerId,
    /// For the log.
    pub origin: Origin,
}

impl From<Diner> for Hand {
    fn from(diner: Diner) -> Self {
        Self { session: diner.session, eater: diner.diner.clone(), author: diner.diner, origin: diner.origin }
    }
}

impl Hand {
    /// The cart that it works on.
    pub fn cart(&self, app: &App) -> CartId {
        app.members.cart_of(&self.session, &self.author)
    }
}

fn menu(app: &App) -> Result<std::sync::Arc<Menu>, ApiError> {
    Ok(app.members.published.read(|venue, _| venue.menu_view()).ok_or(Refusal::NoVenue)?)
}

/// The party's cart.
#[utoipa::path(get, path = "/api/customer/cart", tag = "cart", security(("diner" = [])),
    responses(
        (status = 200, description = "The cart", body = CartAnswer),
        (status = 401, description = "`token_missing`, `token_unknown`, `token_expired`, `session_closed`, `diner_removed`, `diner_moved`", body = Problem),
        (status = 403, description = "`token_wrong_kind`", body = Problem),
        (status = 409, description = "`no_venue`", body = Problem),
    ))]
pub async fn read(State(app): State<App>, diner: Diner) -> Result<Json<CartAnswer>, ApiError> {
    Ok(Json(shown(&app, &diner.cart(&app))?))
}

/// A cart as it stands.
pub fn shown(app: &App, id: &CartId) -> Result<CartAnswer, ApiError> {
    let menu = menu(app)?;
    answer(&menu, &*app.members.carts.lock(id)?)
}

/// The document behind the cart, as any Automerge library opens it (format version 1,
/// <https://automerge.org/automerge-binary-format-spec/>).
#[utoipa::path(get, path = "/api/customer/cart.automerge", tag = "cart", security(("diner" = [])),
    responses(
        (status = 200, description = "The saved document", content_type = "application/octet-stream"),
        (status = 401, description = "`token_missing`, `token_unknown`, `token_expired`, `session_closed`, `diner_removed`, `diner_moved`", body = Problem),
        (status = 403, description = "`token_wrong_kind`", body = Problem),
    ))]
pub async fn document(State(app): State<App>, diner: Diner) -> Result<Vec<u8>, ApiError> {
    Ok(app.members.carts.lock(&diner.cart(&app))?.cart().save())
}

/// Puts portions of a dish into the cart. With an `Idempotency-Key` the same call again, after an answer that
/// was lost, adds nothing more.
#[utoipa::path(post, path = "/api/customer/cart/add", tag = "cart", security(("diner" = [])), request_body = CartAdd,
    params(("Idempotency-Key" = Option<CommandId>, Header, description = "The command id, the same for a retry")),
    responses(
        (status = 200, description = "The cart with it", body = CartAnswer),
        (status = 400, description = "`json_malformed`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`token_missing`, `token_unknown`, `token_expired`, `session_closed`, `diner_removed`, `diner_moved`", body = Problem),
        (status = 403, description = "`token_wrong_kind`", body = Problem),
        (status = 404, description = "`item_unknown`, `diner_unknown`", body = Problem),
        (status = 409, description = "`item_eighty_sixed`, `cart_full`, `diner_foreign`, `no_venue`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`quantity_out_of_bounds`, `modifier_unknown`, `choice_missing`, `choice_too_many`, `config_refused`, `body_refused`", body = Problem),
        (status = 429, description = "`rate_limited`, with when to come back", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn add(
    State(app): State<App>,
    diner: Diner,
    Command(command): Command,
    Body(request): Body<CartAdd>,
) -> Result<Json<CartAnswer>, ApiError> {
    put_in(&app, &diner.into(), command, request).await
}

/// Puts portions of a dish into a cart: once, however often the same command comes.
pub async fn put_in(
    app: &App,
    hand: &Hand,
    command: Option<CommandId>,
    request: CartAdd,
) -> Result<Json<CartAnswer>, ApiError> {
    let menu = menu(app)?;
    let ids = Ids { chance: &app.members.chance, command: command.map(|id| (id, hand)) };
    let line = LineId::from_random(ids.derived(&"line"));
    let asked = format!("{request:?}");
    let unit = |number: u32| UnitId::from_random(ids.derived(&(&asked, number)));
    let was_made = |cart: &LiveCart| was_made(cart, &line, &unit(0));
    if command.is_some() && was_made(&*app.members.carts.lock(&hand.cart(app))?)? {
        return edit_cart(app, hand, &menu, |_| Ok(Vec::new())).await;
    }
    check_quantity(request.quantity, 1)?;
    let config = request.config.checked()?;
    menu.quote(&request.item, &config)?;
    if menu.item(&request.item).is_some_and(|item| item.is_eighty_sixed) {
        let title = "This dish is sold out right now.";
        return Err(ApiError::new(StatusCode::CONFLICT, "item_eighty_sixed", title));
    }
    let eater = request.diner.unwrap_or_else(|| hand.eater.clone());
    check_diner(app, hand, &eater)?;
    let edit = CartEdit::AddLine {
        line: line.clone(),
        item: request.item,
        rev: menu.revision,
        by: hand.author.clone(),
        config: config.to_canonical(),
        units: (0..request.quantity)
            .map(|number| NewUnit { unit: unit(number), diner: eater.clone() })
            .collect(),
    };
    // Two of the same command may have come at once.
    edit_cart(app, hand, &menu, |cart| Ok(if was_made(cart)? { Vec::new() } else { vec![edit] })).await
}

/// Where ids of lines and portions come from: chance, or the command that makes them, so that it makes them
/// once.
struct Ids<'c> {
    chance: &'c Chance,
    command: Option<(CommandId, &'c Hand)>,
}

impl Ids<'_> {
    fn derived(&self, of: &impl std::fmt::Debug) -> [u8; 10] {
        let Some((command, hand)) = self.command else { return self.chance.bytes() };
        let text = format!("{command}\n{:?}\n{}\n{:?}\n{of:?}", hand.origin.who, hand.session, hand.eater);
        let hash = Sha256::digest(text.as_bytes());
        std::array::from_fn(|index| hash[index])
    }
}

/// Has the command with these ids been carried out before? Refused when it was one of another body.
fn was_made(cart: &LiveCart, line: &LineId, unit: &UnitId) -> Result<bool, ApiError> {
    let known = cart.cart().line(line);
    match known.map(|known| known.units.iter().any(|made| made.unit == *unit)) {
        None => Ok(false),
        Some(true) => Ok(true),
        Some(false) => {
            let title = "This command was used for something else before.";
            Err(ApiError::new(StatusCode::CONFLICT, "command_reused", title))
        }
    }
}

/// Changes how many portions a line has, its choices, or who gets it.
#[utoipa::path(post, path = "/api/customer/cart/update", tag = "cart", security(("diner" = [])), request_body = CartUpdate,
    responses(
        (status = 200, description = "The cart with the change", body = CartAnswer),
        (status = 400, description = "`json_malformed`", body = Problem),
        (status = 401, description = "`token_missing`, `token_unknown`, `token_expired`, `session_closed`, `diner_removed`, `diner_moved`", body = Problem),
        (status = 403, description = "`token_wrong_kind`", body = Problem),
        (status = 404, description = "`line_unknown`, `item_unknown`, `diner_unknown`", body = Problem),
        (status = 409, description = "`line_frozen`, `cart_full`, `no_venue`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`quantity_out_of_bounds`, `modifier_unknown`, `choice_missing`, `choice_too_many`, `config_refused`, `nothing_changed`, `body_refused`", body = Problem),
        (status = 429, description = "`rate_limited`, with when to come back", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn update(
    State(app): State<App>,
    diner: Diner,
    Body(request): Body<CartUpdate>,
) -> Result<Json<CartAnswer>, ApiError> {
    change(&app, &diner.into(), request).await
}

/// Changes how many portions a line has, its choices, or who gets it.
pub async fn change(app: &App, hand: &Hand, request: CartUpdate) -> Result<Json<CartAnswer>, ApiError> {
    let menu = menu(app)?;
    if let Some(quantity) = request.quantity {
        check_quantity(quantity, 0)?;
    }
    let config = request.config.map(LineConfig::checked).transpose()?;
    if let Some(diner) = &request.diner {
        must_be_fed(app, hand, diner)?;
    }
    edit_cart(app, hand, &menu, |cart| {
        let line = find(cart, &request.line)?;
        let mut edits = Vec::new();
        if let Some(config) = config.filter(|config| line.configs != [config.to_canonical()]) {
            menu.quote(&line.item, &config)?;
            edits.push(CartEdit::Reconfigure { line: line.line.clone(), config: config.to_canonical() });
        }
        if let Some(quantity) = request.quantity {
            edits.extend(resize(&line, &hand.eater, quantity as usize, &app.members.chance));
        }
        if let Some(diner) = request.diner {
            let others = line.pending().filter(|unit| unit.diner.as_ref() != Some(&diner));
            let is_kept = |unit: &UnitId| !edits.iter().any(|edit| is_removal(edit, unit));
            let give = |unit: UnitId| {
                let (line, diner) = (line.line.clone(), diner.clone());
                CartEdit::GiveUnit { line, unit, diner }
            };
            let given: Vec<_> = others.map(|other| other.unit.clone()).filter(is_kept).map(give).collect();
            edits.extend(given);
        }
        Ok(edits)
    })
    .await
}

/// Takes a line off the cart.
#[utoipa::path(delete, path = "/api/customer/cart/item/{line}", tag = "cart", security(("diner" = [])),
    params(("line" = LineId, Path, description = "The line")),
    responses(
        (status = 200, description = "The cart without it", body = CartAnswer),
        (status = 401, description = "`token_missing`, `token_unknown`, `token_expired`, `session_closed`, `diner_removed`, `diner_moved`", body = Problem),
        (status = 403, description = "`token_wrong_kind`", body = Problem),
        (status = 404, description = "`path_unknown`, `line_unknown`", body = Problem),
        (status = 409, description = "`cart_full`, `no_venue`", body = Problem),
        (status = 429, description = "`rate_limited`, with when to come back", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn remove(
    State(app): State<App>,
    diner: Diner,
    Path(line): Path<LineId>,
) -> Result<Json<CartAnswer>, ApiError> {
    take_out(&app, &diner.into(), &line).await
}

/// Takes a line off a cart.
pub async fn take_out(app: &App, hand: &Hand, line: &LineId) -> Result<Json<CartAnswer>, ApiError> {
    let menu = menu(app)?;
    edit_cart(app, hand, &menu, |cart| {
        let line = find(cart, line)?;
        Ok(resize(&line, &hand.eater, 0, &app.members.chance))
    })
    .await
}

fn check_quantity(quantity: u32, min: u32) -> Result<(), ApiError> {
    if (min as usize..=UNITS_PER_LINE_MAX).contains(&(quantity as usize)) {
        return Ok(());
    }
    let title = format!("A dish can be ordered 1 to {UNITS_PER_LINE_MAX} times.");
    Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "quantity_out_of_bounds", title))
}

fn check_diner(app: &App, hand: &Hand, eater: &DinerId) -> Result<(), ApiError> {
    let party =
        app.members.published.read(|venue, _| venue.diner_views(&hand.session, |_| Attendance::default()));
    if hand.cart(app).owner.is_some_and(|owner| owner != *eater) {
        let title = "At this table everyone orders for themselves.";
        return Err(ApiError::new(StatusCode::CONFLICT, "diner_foreign", title));
    }
    if eater.is_everyone() || party.iter().any(|view| view.diner == *eater) {
        return Ok(());
    }
    Err(ApiError::new(StatusCode::NOT_FOUND, "diner_unknown", "Nobody of that id sits at this table."))
}

fn new_unit(chance: &Chance) -> UnitId {
    UnitId::from_random(chance.bytes())
}

fn find(cart: &LiveCart, line: &LineId) -> Result<CartLine, ApiError> {
    let found = cart.cart().line(line);
    found.ok_or_else(|| ApiError::new(StatusCode::NOT_FOUND, "line_unknown", "This line is not in the cart."))
}

/// Edits that leave a line with so many pending portions.
fn resize(line: &CartLine, me: &DinerId, quantity: usize, chance: &Chance) -> Vec<CartEdit> {
    let mut line = line.clone();
    let pending = line.pending().count();
    let mut edits = Vec::new();
    for _ in pending..quantity {
        edits.push(CartEdit::AddUnit { line: line.line.clone(), unit: new_unit(chance), diner: me.clone() });
    }
    for _ in quantity..pending {
        let Some(unit) = line.unit_to_remove(me).cloned() else { break };
        line.units.retain(|other| other.unit != unit);
        edits.push(CartEdit::RemoveUnit { line: line.line.clone(), unit });
    }
    edits
}

fn is_removal(edit: &CartEdit, unit: &UnitId) -> bool {
    matches!(edit, CartEdit::RemoveUnit { unit: removed, .. } if removed == unit)
}

/// Is somebody at the table who can get something of this cart?
fn must_be_fed(app: &App, hand: &Hand, diner: &DinerId) -> Result<(), ApiError> {
    let (mode, party) = app
        .members
        .published
        .read(|venue, _| (venue.session_mode(&hand.session), venue.diners(&hand.session)));
    let is_shared = mode == Some(SessionMode::Family);
    let may_get =
        if is_shared { diner.is_everyone() || party.contains(diner) } else { *diner == hand.author };
    if may_get { Ok(()) } else { Err(Refusal::UnknownDiner.into()) }
}

/// Makes edits for a diner, hands them to the party, waits until they are on disk.
async fn edit_cart(
    app: &App,
    hand: &Hand,
    menu: &Menu,
    edits: impl FnOnce(&LiveCart) -> Result<Vec<CartEdit>, ApiError>,
) -> Result<Json<CartAnswer>, ApiError> {
    must_be_slow(app, hand, 1)?;
    let (id, answer) = {
        let mut id = hand.cart(app);
        let mut cart = app.members.carts.lock(&id)?;
        // The party may have come to share one cart, or no longer, before this one was free.
        while id != hand.cart(app) {
            drop(cart);
            id = hand.cart(app);
            cart = app.members.carts.lock(&id)?;
        }
        let edits: Vec<_> = edits(&cart)?.chunks(EDITS_PER_CHANGE_MAX).map(<[_]>::to_vec).collect();
        must_be_slow(app, hand, edits.len().saturating_sub(1))?;
        let actor = actor(app, hand, &mut cart)?;
        let changes = cart.author_all(actor, edits)?;
        app.members.fanout.relay(&id, cart.news(&changes), None);
        let answer = answer(menu, &cart);
        drop(cart);
        (id, answer)
    };
    let save = Intent::SaveCarts { carts: vec![id] };
    app.members.writer.submit(save, None, hand.origin.clone()).await?;
    answer.map(Json)
}

/// People whose rate is remembered, until those who rest are forgotten.
const RATES_MAX: usize = 1_024;

/// Refuses more changes at a time than a phone may make over its socket.
fn must_be_slow(app: &App, hand: &Hand, changes: usize) -> Result<(), ApiError> {
    let now_ms = app.members.time.now().uptime_ms;
    let mut rates = app.cart_rates.lock();
    if rates.len() >= RATES_MAX {
        rates.retain(|_, rate| !rate.is_full(now_ms));
    }
    let rate = rates.entry(hand.origin.who.clone()).or_insert_with(|| Bucket::full(now_ms));
    if rate.take(now_ms, changes) {
        return Ok(());
    }
    let title = "Too many changes at once. Please wait a moment.";
    Err(ApiError::new(StatusCode::TOO_MANY_REQUESTS, "rate_limited", title).retry_after_s(1))
}

/// The actor as which the hub edits for somebody.
fn actor(app: &App, hand: &Hand, cart: &mut LiveCart) -> Result<ActorId, ApiError> {
    let mut actors = app.http_actors.lock();
    let whose = (hand.session.clone(), hand.author.clone());
    let known = actors.get(&whose).copied();
    let fresh = ActorId(app.members.chance.bytes());
    let is_taken = |actor: &ActorId| app.members.fanout.is_actor_taken(&hand.session, actor);
    let actor = cart.issue_actor(&hand.author, known, fresh, is_taken)?;
    actors.insert(whose, actor);
    Ok(actor)
}

fn answer(menu: &Menu, cart: &LiveCart) -> Result<CartAnswer, ApiError> {
    let mut lines = Vec::new();
    let mut confirmed = Some(Vec::new());
    let mut total = Money::zero(menu.currency);
    for line in cart.cart().lines() {
        let units: Vec<CartAnswerUnit> = pending_units(&line);
        if units.is_empty() {
            continue;
        }
        let config = LineConfig::from_canonical(line.config())?;
        let is_off = menu.item(&line.item).is_none_or(|item| item.is_eighty_sixed);
        let price = menu.quote(&line.item, &config).ok().filter(|_| line.configs.len() == 1 && !is_off);
        confirmed = confirmed.zip(price).map(|(list, price)| confirm(list, &line, &units, price));
        let sum =
            price.map_or(Some(Money::zero(menu.currency)), |price| price.checked_times(units.len() as u32));
        total = sum.and_then(|sum| total.checked_add(sum)).ok_or(Refusal::OrderTooExpensive)?;
        lines.push(CartAnswerLine {
            name: menu.item(&line.item).map_or_else(String::new, |item| item.name.clone()),
            line: line.line,
            item: line.item,
            config,
            by: line.by,
            units,
            unit_price: price,
        });
    }
    let confirm = confirmed.filter(|list| !list.is_empty()).map(|list| Confirmation {
        heads: cart.cart().heads(),
        units: list.iter().map(|unit| ShownUnit { unit: unit.unit.clone(), price: unit.price }).collect(),
        digest: digest(&list),
    });
    Ok(CartAnswer { heads: cart.cart().heads(), lines, confirm, total })
}

fn pending_units(line: &CartLine) -> Vec<CartAnswerUnit> {
    let unit = |unit: &plato_sync_protocol::cart::CartUnit| {
        Some(CartAnswerUnit { unit: unit.unit.clone(), diner: unit.diner.clone()? })
    };
    line.pending().filter_map(unit).collect()
}

fn confirm(
    mut list: Vec<ConfirmedUnit>,
    line: &CartLine,
    units: &[CartAnswerUnit],
    price: Money,
) -> Vec<ConfirmedUnit> {
    list.extend(units.iter().map(|unit| ConfirmedUnit {
        unit: unit.unit.clone(),
        line: line.line.clone(),
        item: line.item.clone(),
        config: line.config().to_owned(),
        diner: unit.diner.clone(),
        rev: line.rev,
        price,
    }));
    list
}
