//! Every path on one page: served, and described as the OpenAPI document.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::routing::{MethodFilter, MethodRouter};
use plato_sync_protocol::limits::BODY_BYTES_MAX;
use plato_sync_protocol::message::{FeedFromDevice, FeedFromHub};
use utoipa::openapi::OpenApi as Description;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi, Path};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::{PathItemExt, paste, routes};

use super::bill::{payments, relief};
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

/// All routes with a body of the usual length, for a macro that does something with each.
macro_rules! every_route {
    ($with:ident) => {
        $with! {
            // guests
            setup::menu,
            join::join,
            join::resume,
            join::check_token,
            join::status,
            cart::read,
            cart::document,
            cart::add,
            cart::update,
            cart::remove,
            order::place,
            order::send_together,
            order::send_together_for,
            order::of_session,
            // staff
            staff::sign_in,
            staff::sign_out,
            staff::me,
            staff::sign_in_with_pin,
            staff::step_up,
            staff::choose_pin,
            staff::choose_password,
            staff::own_sign_ins,
            staff::revoke_sign_in,
            device::this_device,
            device::enrol_device,
            device::issue_device_code,
            device::revoke_device,
            team::view_team,
            team::add_person,
            team::change_person,
            audit::read_audit,
            audit::export_audit,
            setup::setup_state,
            setup::first_owner,
            floor::view,
            floor::seat,
            floor::pin,
            floor::reissue_pin,
            floor::change_mode,
            floor::carts,
            floor::code,
            floor::close,
            kitchen::orders,
            kitchen::shown,
            kitchen::set_status,
            kitchen::bump,
            kitchen::recall,
            kitchen::eighty_six,
            courses::fire,
            courses::fire_for_order,
            courses::move_dish,
            courses::serve,
            courses::pass,
            courses::put_back,
            courses::see_void,
            courses::void,
            courses::comp,
            // sockets and system
            system::sync,
            system::feed,
            trust::how,
            trust::certificate,
            trust::certificate_pem,
            system::healthz,
            system::readyz,
            system::openapi,
            // ways into a party
            knocks::look,
            knocks::knock,
            knocks::check,
            knocks::choose,
            knocks::withdraw,
            join::stay,
            invites::invite,
            invites::cancel_invite,
            invites::answer_knock,
            invites::invite_from_floor,
            invites::cancel_invite_from_floor,
            invites::answer_knock_from_floor,
            invites::remove_diner,
            // the bill
            bill::read_bill,
            bill::split_bill,
            bill::checkout,
            bill::split_bill_from_till,
            payments::lock_share,
            payments::release_share,
            payments::take_payment,
            payments::refund_payment,
            payments::correct_payment,
            relief::give_discount,
            relief::withdraw_discount,
            relief::take_away,
            // serving
            serving::set_stock,
            serving::cancel_dish,
            serving::allergies,
            serving::declare_allergies,
            waiter::visit_orders,
            waiter::note_allergies,
            waiter::waiter_cart,
            waiter::waiter_add,
            waiter::waiter_update,
            waiter::waiter_remove,
            waiter::waiter_place,
            // while a party sits
            tables::call,
            tables::withdraw_call,
            tables::answer_call,
            tables::change_covers,
            tables::assign_waiter,
            tables::move_party,
            parties::join_party,
            parties::part_guests,
            tables::add_table,
            tables::take_table_off,
            tables::clean_table,
            // receipts, the end of a visit, the till
            receipts::of_payment,
            receipts::page,
            receipts::page_pdf,
            receipts::goodbye_link,
            receipts::goodbye,
            receipts::rate,
            till::day,
            till::close_day,
            till::move_cash,
            till::days,
            till::closed_day,
            till::closed_day_pdf,
            till::closed_day_csv,
            till::receipts,
            till::check_code,
            till::ratings,
            till::close_unpaid,
            // orders that wait for the house
            approval::approve_order,
            approval::decline_order,
            // paying online
            online::pay_online,
            online::stop_online,
            online::webhook,
            online::return_stray,
        }
    };
}

/// Describes routes.
macro_rules! described {
    ($($module:ident::$handler:ident,)*) => {
        OpenApiRouter::<App>::new()$(.routes(routes!($module::$handler)))*
    };
}

/// Serves routes, without a word of their description: to have it all in memory at every start costs several MiB.
macro_rules! served {
    ($($module:ident::$handler:ident,)*) => {
        paste! {
            Router::<App>::new()$(.route(
                &<$module::[<__path_ $handler>] as Path>::path(),
                of_methods::<$module::[<__path_ $handler>]>().fold(MethodRouter::new(), |router, method| router.on(method, $module::$handler)),
            ))*
        }
    };
}

fn of_methods<P: Path>() -> impl Iterator<Item = MethodFilter> {
    P::methods().into_iter().map(|method| method.to_method_filter())
}

fn paths() -> Router<App> {
    every_route!(served)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        // A frame of the longest kind, with what else was waiting beside it.
        .merge(served! { system::poll, }.layer(DefaultBodyLimit::max(2 * BODY_BYTES_MAX)))
        // A venue file may be long.
        .merge(served! { setup::import, }.layer(DefaultBodyLimit::max(2 * VENUE_FILE_BYTES_MAX)))
}

/// The OpenAPI document of all paths.
pub fn description() -> Description {
    let described = OpenApiRouter::with_openapi(Base::openapi())
        .merge(every_route!(described))
        .merge(described! { system::poll, setup::import, });
    let mut description = described.into_openapi();
    edge::describe(&mut description);
    description
}

/// All paths, the screens, and what every answer carries.
pub fn router(app: App) -> Router {
    let router = paths()
        .merge(dev::routes(&app))
        .route("/api/{*rest}", axum::routing::any(unknown))
        .method_not_allowed_fallback(async || wrong_method())
        .fallback(assets::serve)
        .with_state(app.clone());
    edge::layers(router, app)
}

async fn unknown() -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "path_unknown", "There is nothing at this address.")
}

/// The path is there, for another method.
pub fn wrong_method() -> ApiError {
    ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "method_wrong", "This address does not take that method.")
}
