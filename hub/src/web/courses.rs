//! Routes about what happens to an order after it was sent: courses, void and comp, and that it was
//! brought. Kitchen and floor both use them.

use axum::extract::State;
use axum::http::StatusCode;
use plato_sync_protocol::api::{FireCourse, MoveToCourse, Problem, TakeOff};
use plato_sync_protocol::ids::{CommandId, OrderId, SessionId, StationId};
use plato_sync_protocol::serving::{NamedDish, PassDishes, PutBack, ServeDishes};

use super::App;
use super::error::ApiError;
use super::extract::{Body, Command, Path, Staff};
use super::roles::{FLOOR, KITCHEN, OFFICE};
use crate::venue::command::{Command as VenueCommand, TakeOffPortions};

/// Tells the kitchen to start a course of a party.
#[utoipa::path(post, path = "/api/sessions/{session}/fire", tag = "kitchen", security(("staff" = [])),
    request_body = FireCourse,
    params(
        ("session" = SessionId, Path, description = "The visit"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "It is fired, or all the orders that are named were already"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`session_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`course_not_held`, `session_closed`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn fire(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path(session): Path<SessionId>,
    Body(request): Body<FireCourse>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(KITCHEN)?;
    app.carry_out(staff.origin, &command, firing(session, request)).await
}

fn firing(session: SessionId, FireCourse { course, orders }: FireCourse) -> VenueCommand {
    match orders {
        None => VenueCommand::FireCourse { session, course },
        Some(orders) => VenueCommand::FireOrders { session, course, orders },
    }
}

/// Tells the kitchen to start a course of the party of an order: a kitchen screen knows orders only.
#[utoipa::path(post, path = "/api/kitchen/order/{order}/fire", tag = "kitchen", security(("staff" = [])),
    request_body = FireCourse,
    params(
        ("order" = OrderId, Path, description = "An order of the party"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "It is fired, or all the orders that are named were already"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`order_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`course_not_held`, `session_closed`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn fire_for_order(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path(order): Path<OrderId>,
    Body(request): Body<FireCourse>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(KITCHEN)?;
    let session = app.members.published.read(|venue, _| venue.visit_to_fire(order, request.course));
    let session = session.ok_or(crate::venue::Refusal::UnknownOrder)?;
    app.carry_out(staff.origin, &command, firing(session, request)).await
}

/// Moves a dish that waits into another course.
#[utoipa::path(post, path = "/api/kitchen/order/{order}/item/{index}/course", tag = "kitchen", security(("staff" = [])),
    request_body = MoveToCourse,
    params(
        ("order" = OrderId, Path, description = "The order"),
        ("index" = u16, Path, description = "The dish, by its place in the order"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "It is there, or was already"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`order_unknown`, `dish_unknown`, `course_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`dish_fired`, `dish_voided`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn move_dish(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path((order, index)): Path<(OrderId, u16)>,
    Body(request): Body<MoveToCourse>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(KITCHEN)?;
    app.carry_out(staff.origin, &command, VenueCommand::MoveToCourse { order, index, course: request.course })
        .await
}

/// Lets dishes go that a pass has looked at: now they can be brought.
#[utoipa::path(post, path = "/api/kitchen/order/{order}/pass/{pass}", tag = "kitchen", security(("staff" = [])),
    request_body = PassDishes,
    params(
        ("order" = OrderId, Path, description = "The order"),
        ("pass" = StationId, Path, description = "The pass"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "They can be brought"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`pass_unknown`, `order_unknown`, `dish_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`dish_not_ready`, `dish_elsewhere`, `nothing_ready`, `ticket_changed`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn pass(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path((order, pass)): Path<(OrderId, StationId)>,
    Body(PassDishes { dishes }): Body<PassDishes>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(KITCHEN)?;
    let what = match only_places(&dishes) {
        Some(dishes) => VenueCommand::PassDishes { order, pass, dishes },
        None => VenueCommand::PassShownDishes { order, pass, dishes },
    };
    app.carry_out(staff.origin, &command, what).await
}

/// Notes that dishes of an order were brought: those that are named and ready, or everything that is ready.
#[utoipa::path(post, path = "/api/kitchen/order/{order}/serve", tag = "kitchen", security(("staff" = [])),
    request_body(content = ServeDishes, description = "The dishes; left out, everything that is ready"),
    params(
        ("order" = OrderId, Path, description = "The order"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "It is at the table, or all the dishes that are named were already"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`order_unknown`, `dish_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`nothing_ready`, `ticket_changed`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn serve(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path(order): Path<OrderId>,
    named: Option<Body<ServeDishes>>,
) -> Result<StatusCode, ApiError> {
    let what = match named.and_then(|Body(named)| named.dishes) {
        None => VenueCommand::ServeOrder { order },
        Some(dishes) => match only_places(&dishes) {
            Some(dishes) => VenueCommand::ServeDishes { order, dishes },
            None => VenueCommand::ServeShownDishes { order, dishes },
        },
    };
    staff.must_be(KITCHEN)?;
    app.carry_out(staff.origin, &command, what).await
}

/// Dishes as pages name them that do not say how these were shown: theirs is a command of its own, so that one
/// which was sent before an update is the same after it.
fn only_places(dishes: &[NamedDish]) -> Option<Vec<u16>> {
    let place = |named: &NamedDish| match named {
        NamedDish::Place(index) => Some(*index),
        NamedDish::Shown(_) => None,
    };
    dishes.iter().map(place).collect()
}

/// Puts dishes back that were marked as brought by mistake: they are ready, and wait to be brought.
#[utoipa::path(post, path = "/api/kitchen/order/{order}/put-back", tag = "kitchen", security(("staff" = [])),
    request_body = PutBack,
    params(
        ("order" = OrderId, Path, description = "The order"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "They wait to be brought"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`order_unknown`, `dish_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`nothing_served`, `session_closed`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn put_back(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path(order): Path<OrderId>,
    Body(PutBack { dishes }): Body<PutBack>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(KITCHEN)?;
    app.carry_out(staff.origin, &command, VenueCommand::PutBack { order, dishes }).await
}

/// Notes that the kitchen knows of a void.
#[utoipa::path(post, path = "/api/kitchen/order/{order}/item/{index}/void-seen", tag = "kitchen", security(("staff" = [])),
    params(
        ("order" = OrderId, Path, description = "The order"),
        ("index" = u16, Path, description = "The dish, by its place in the order"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "It is noted, or was already"),
        (status = 400, description = "`command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`order_unknown`, `dish_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`command_reused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn see_void(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path((order, index)): Path<(OrderId, u16)>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(KITCHEN)?;
    app.carry_out(staff.origin, &command, VenueCommand::SeeVoid { order, index }).await
}

/// Takes portions off that are not made yet and never will be. The kitchen sees it.
#[utoipa::path(post, path = "/api/orders/{order}/item/{index}/void", tag = "floor", security(("staff" = [])),
    request_body = TakeOff,
    params(
        ("order" = OrderId, Path, description = "The order"),
        ("index" = u16, Path, description = "The dish, by its place in the order"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "They are off"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `step_up_needed`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`order_unknown`, `dish_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`dish_made`, `portions_too_few`, `session_closed`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn void(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path((order, index)): Path<(OrderId, u16)>,
    Body(request): Body<TakeOff>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(FLOOR)?;
    staff.must_have_stepped_up()?;
    let what = VenueCommand::VoidPortions(taken_off((order, index), request, &staff));
    app.carry_out(staff.origin, &command, what).await
}

/// Gives portions free that were made.
#[utoipa::path(post, path = "/api/orders/{order}/item/{index}/comp", tag = "floor", security(("staff" = [])),
    request_body = TakeOff,
    params(
        ("order" = OrderId, Path, description = "The order"),
        ("index" = u16, Path, description = "The dish, by its place in the order"),
        ("Idempotency-Key" = CommandId, Header, description = "The command id"),
    ),
    responses(
        (status = 204, description = "They are free"),
        (status = 400, description = "`json_malformed`, `command_id_missing`, `command_id_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `step_up_needed`, `token_wrong_kind`", body = Problem),
        (status = 404, description = "`order_unknown`, `dish_unknown`, `path_unknown`", body = Problem),
        (status = 409, description = "`dish_not_made`, `portions_too_few`, `session_closed`, `command_reused`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn comp(
    State(app): State<App>,
    staff: Staff,
    command: Command,
    Path((order, index)): Path<(OrderId, u16)>,
    Body(request): Body<TakeOff>,
) -> Result<StatusCode, ApiError> {
    staff.must_be(OFFICE)?;
    staff.must_have_stepped_up()?;
    let what = VenueCommand::CompPortions(taken_off((order, index), request, &staff));
    app.carry_out(staff.origin, &command, what).await
}

fn taken_off((order, index): (OrderId, u16), request: TakeOff, by: &Staff) -> TakeOffPortions {
    let TakeOff { portions, reason, session: at, diner: of } = request;
    TakeOffPortions { order, index, portions, reason, by: Some(by.staff.clone()), at, of }
}
