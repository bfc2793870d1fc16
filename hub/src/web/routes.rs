//! Every path on one page, and the OpenAPI document made of them.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use plato_sync_protocol::limits::BODY_BYTES_MAX;
use plato_sync_protocol::message::{FeedFromDevice, FeedFromHub};
use utoipa::openapi::OpenApi as Description;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::error::ApiError;
use super::extract::{DEVICE_COOKIE, STAFF_COOKIE};
use super::{
    App, approval, assets, audit, bill, cart, courses, dev, device, edge, floor, invites, join, kitchen,
    knocks, online, order, parties, receipts, serving, setup, staff, system, tables, team, till, trust,
    waiter,
};
use crate::venue_file::VENUE_FILE_BYTES_MAX;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Plato hub",
        description = "Commands are POSTs with a JSON body; a command carries its id as `Idempotency-Key`, the same for a retry. Every refusal is an `application/problem+json` document with a stable `code`.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    components(schemas(FeedFromDevice, FeedFromHub)),
    modifiers(&Security)
)]
struct Base;

struct Security;

impl Modify for Security {
    fn modify(&self, description: &mut Description) {
        let components = description.components.get_or_insert_default();
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        components.add_security_scheme("diner", SecurityScheme::Http(bearer));
        let cookie = ApiKey::Cookie(ApiKeyValue::new(STAFF_COOKIE));
        components.add_security_scheme("staff", SecurityScheme::ApiKey(cookie));
        let device = ApiKey::Cookie(ApiKeyValue::new(DEVICE_COOKIE));
        components.add_security_scheme("device", SecurityScheme::ApiKey(device));
    }
}

fn paths() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Base::openapi())
        // guests
        .routes(routes!(setup::menu))
        .routes(routes!(join::join))
        .routes(routes!(join::resume))
        .routes(routes!(join::check_token))
        .routes(routes!(join::status))
        .routes(routes!(cart::read))
        .routes(routes!(cart::document))
        .routes(routes!(cart::add))
        .routes(routes!(cart::update))
        .routes(routes!(cart::remove))
        .routes(routes!(order::place))
        .routes(routes!(order::of_session))
        // staff
        .routes(routes!(staff::sign_in))
        .routes(routes!(staff::sign_out))
        .routes(routes!(staff::me))
        .routes(routes!(staff::sign_in_with_pin))
        .routes(routes!(staff::step_up))
        .routes(routes!(staff::choose_pin))
        .routes(routes!(staff::choose_password))
        .routes(routes!(staff::own_sign_ins))
        .routes(routes!(staff::revoke_sign_in))
        .routes(routes!(device::this_device))
        .routes(routes!(device::enrol_device))
        .routes(routes!(device::issue_device_code))
        .routes(routes!(device::revoke_device))
        .routes(routes!(team::view_team))
        .routes(routes!(team::add_person))
        .routes(routes!(team::change_person))
        .routes(routes!(audit::read_audit))
        .routes(routes!(audit::export_audit))
        .routes(routes!(setup::setup_state))
        .routes(routes!(setup::first_owner))
        .routes(routes!(floor::view))
        .routes(routes!(floor::seat))
        .routes(routes!(floor::pin))
        .routes(routes!(floor::reissue_pin))
        .routes(routes!(floor::change_mode))
        .routes(routes!(floor::carts))
        .routes(routes!(floor::code))
        .routes(routes!(floor::close))
        .routes(routes!(kitchen::orders))
        .routes(routes!(kitchen::set_status))
        .routes(routes!(kitchen::bump))
        .routes(routes!(kitchen::recall))
        .routes(routes!(kitchen::eighty_six))
        .routes(routes!(courses::fire))
        .routes(routes!(courses::fire_for_order))
        .routes(routes!(courses::move_dish))
        .routes(routes!(courses::serve))
        .routes(routes!(courses::pass))
        .routes(routes!(courses::put_back))
        .routes(routes!(courses::see_void))
        .routes(routes!(courses::void))
        .routes(routes!(courses::comp))
        // sockets and system
        .routes(routes!(system::sync))
        .routes(routes!(system::feed))
        .routes(routes!(trust::how))
        .routes(routes!(trust::certificate))
        .routes(routes!(trust::certificate_pem))
        .routes(routes!(system::healthz))
        .routes(routes!(system::readyz))
        .routes(routes!(system::openapi))
        // ways into a party
        .routes(routes!(knocks::look))
        .routes(routes!(knocks::knock))
        .routes(routes!(knocks::check))
        .routes(routes!(knocks::choose))
        .routes(routes!(knocks::withdraw))
        .routes(routes!(join::stay))
        .routes(routes!(invites::invite))
        .routes(routes!(invites::cancel_invite))
        .routes(routes!(invites::answer_knock))
        .routes(routes!(invites::invite_from_floor))
        .routes(routes!(invites::cancel_invite_from_floor))
        .routes(routes!(invites::answer_knock_from_floor))
        .routes(routes!(invites::remove_diner))
        // the bill
        .routes(routes!(bill::read_bill))
        .routes(routes!(bill::split_bill))
        .routes(routes!(bill::checkout))
        .routes(routes!(bill::split_bill_from_till))
        .routes(routes!(bill::payments::lock_share))
        .routes(routes!(bill::payments::release_share))
        .routes(routes!(bill::payments::take_payment))
        .routes(routes!(bill::payments::refund_payment))
        .routes(routes!(bill::payments::correct_payment))
        .routes(routes!(bill::relief::give_discount))
        .routes(routes!(bill::relief::withdraw_discount))
        .routes(routes!(bill::relief::take_away))
        // serving
        .routes(routes!(serving::set_stock))
        .routes(routes!(serving::cancel_dish))
        .routes(routes!(serving::allergies, serving::declare_allergies))
        .routes(routes!(waiter::visit_orders))
        .routes(routes!(waiter::note_allergies))
        .routes(routes!(waiter::waiter_cart))
        .routes(routes!(waiter::waiter_add))
        .routes(routes!(waiter::waiter_update))
        .routes(routes!(waiter::waiter_remove))
        .routes(routes!(waiter::waiter_place))
        // while a party sits
        .routes(routes!(tables::call))
        .routes(routes!(tables::withdraw_call))
        .routes(routes!(tables::answer_call))
        .routes(routes!(tables::change_covers))
        .routes(routes!(tables::assign_waiter))
        .routes(routes!(tables::move_party))
        .routes(routes!(parties::join_party))
        .routes(routes!(parties::part_guests))
        .routes(routes!(tables::add_table))
        .routes(routes!(tables::take_table_off))
        .routes(routes!(tables::clean_table))
        // receipts, the end of a visit, the till
        .routes(routes!(receipts::of_payment))
        .routes(routes!(receipts::page))
        .routes(routes!(receipts::page_pdf))
        .routes(routes!(receipts::goodbye_link))
        .routes(routes!(receipts::goodbye))
        .routes(routes!(receipts::rate))
        .routes(routes!(till::day))
        .routes(routes!(till::close_day))
        .routes(routes!(till::move_cash))
        .routes(routes!(till::days))
        .routes(routes!(till::closed_day))
        .routes(routes!(till::closed_day_pdf))
        .routes(routes!(till::closed_day_csv))
        .routes(routes!(till::receipts))
        .routes(routes!(till::check_code))
        .routes(routes!(till::ratings))
        .routes(routes!(till::close_unpaid))
        // orders that wait for the house
        .routes(routes!(approval::approve_order))
        .routes(routes!(approval::decline_order))
        // paying online
        .routes(routes!(online::pay_online))
        .routes(routes!(online::stop_online))
        .routes(routes!(online::webhook))
        .routes(routes!(online::return_stray))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        // A frame of the longest kind, with what else was waiting beside it.
        .merge(
            OpenApiRouter::new()
                .routes(routes!(system::poll))
                .layer(DefaultBodyLimit::max(2 * BODY_BYTES_MAX)),
        )
        // A venue file may be long.
        .merge(
            OpenApiRouter::new()
                .routes(routes!(setup::import))
                .layer(DefaultBodyLimit::max(2 * VENUE_FILE_BYTES_MAX)),
        )
}

/// The OpenAPI document of all paths.
pub fn description() -> Description {
    let mut description = paths().into_openapi();
    edge::describe(&mut description);
    description
}

/// All paths, the screens, and what every answer carries.
pub fn router(app: App) -> Router {
    let (router, _) = paths().split_for_parts();
    let router = router
        .merge(dev::routes(&app))
        .route("/api/{*rest}", axum::routing::any(unknown))
        .method_not_allowed_fallback(wrong_method)
        .fallback(assets::serve)
        .with_state(app.clone());
    edge::layers(router, app)
}

async fn unknown() -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "path_unknown", "There is nothing at this address.")
}

async fn wrong_method() -> ApiError {
    ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "method_wrong", "This address does not take that method.")
}
