//! What goes on in carts, for developers: only on a hub that was started with `--dev`, and only for
//! the machine that it runs on.

use std::fmt::Write;
use std::net::SocketAddr;

use axum::Router;
use axum::extract::{ConnectInfo, Query, Request, State};
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use plato_sync_protocol::ids::{DinerId, SessionId};
use plato_sync_protocol::vector::VersionVector;
use serde::Deserialize;

use super::App;
use super::error::ApiError;
use crate::carts::CartId;

/// Which cart.
#[derive(Deserialize)]
struct Which {
    session: SessionId,
    owner: Option<DinerId>,
}

impl From<Which> for CartId {
    fn from(Which { session, owner }: Which) -> Self {
        Self { session, owner }
    }
}

/// The pages; none on a hub that is not for developers.
pub fn routes(app: &App) -> Router<App> {
    if app.members.traces.is_none() {
        return Router::new();
    }
    Router::new()
        .route("/dev/cart", get(all))
        .route("/dev/cart/one", get(one))
        .route("/dev/cart/document", get(document))
        .layer(middleware::from_fn(only_here))
}

async fn only_here(request: Request, next: Next) -> Response {
    let from = request.extensions().get::<ConnectInfo<SocketAddr>>();
    if from.is_some_and(|ConnectInfo(address)| address.ip().to_canonical().is_loopback()) {
        return next.run(request).await;
    }
    let title = "These pages are only for the machine that the hub runs on.";
    ApiError::new(StatusCode::FORBIDDEN, "not_loopback", title).into_response()
}

fn page(title: &str, body: &str) -> Html<String> {
    let head = format!("<meta charset=\"utf-8\"><title>{title}</title>");
    Html(format!(
        "<!doctype html><html lang=\"en\"><head>{head}</head><body><h1>{title}</h1>{body}</body></html>"
    ))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn address(path: &str, cart: &CartId) -> String {
    let owner = cart.owner.as_ref().map_or_else(String::new, |owner| format!("&amp;owner={owner}"));
    format!("{path}?session={}{owner}", cart.session)
}

async fn all(State(app): State<App>) -> Html<String> {
    let carts = app.members.published.read(|venue, _| {
        let sessions = venue.open_sessions().into_iter();
        let carts = sessions.flat_map(|(table, session)| {
            let own = venue.diners(&session).into_iter().map(|diner| CartId::own(&session, &diner));
            let all: Vec<_> = std::iter::once(CartId::shared(&session)).chain(own).collect();
            all.into_iter().map(move |cart| (table.clone(), cart))
        });
        carts.collect::<Vec<_>>()
    });
    let mut list = format!("<p>{} in memory.</p><ul>", app.members.carts.live_count());
    for (table, cart) in carts {
        // Whoever shares a cart has none of their own.
        if app.members.carts.lock(&cart).is_ok() {
            let _ = write!(
                list,
                "<li>Table {table}: <a href=\"{}\">{cart}</a></li>",
                address("/dev/cart/one", &cart)
            );
        }
    }
    page("Carts", &(list + "</ul>"))
}

async fn one(State(app): State<App>, Query(which): Query<Which>) -> Result<Html<String>, ApiError> {
    let id = CartId::from(which);
    let mut body = String::new();
    {
        let live = app.members.carts.lock(&id)?;
        let cart = live.cart();
        let heads: String = cart.heads().iter().map(|head| format!("<li><code>{head}</code></li>")).collect();
        let _ = write!(body, "<h2>Heads</h2><ul>{heads}</ul><p>{} changes.</p>", cart.change_count());
        let _ = write!(body, "<h2>Version vector</h2>{}", vector(&cart.vector(), live.durable()));
        let lines = escaped(&format!("{:#?}", cart.lines()));
        let _ = write!(body, "<h2>Projection</h2><pre>{lines}</pre>");
    }
    let _ = write!(
        body,
        "<p><a href=\"{}\">The document, for any Automerge library</a></p>",
        address("/dev/cart/document", &id)
    );
    body.push_str(
        "<h2>Last frames, newest first</h2><p>Refusals are resets and refused frames of the hub.</p>",
    );
    body.push_str("<table><tr><th>Time (ms)</th><th>Phone</th><th>From</th><th>Bytes</th><th>What</th></tr>");
    let traces = app.members.traces.as_ref().map_or_else(Vec::new, |traces| traces.of(&id));
    for trace in traces.iter().rev() {
        let from = if trace.is_from_phone { "phone" } else { "hub" };
        let what = escaped(&trace.what);
        let _ = write!(
            body,
            "<tr><td>{}</td><td>{}</td><td>{from}</td><td>{}</td><td><code>{what}</code></td></tr>",
            trace.at_ms, trace.connection.0, trace.bytes
        );
    }
    Ok(page(&format!("Cart {id}"), &(body + "</table>")))
}

fn vector(vector: &VersionVector, durable: &VersionVector) -> String {
    let mut table = "<table><tr><th>Actor</th><th>Changes</th><th>On disk</th></tr>".to_owned();
    for (actor, seq) in vector.iter() {
        let saved = durable.of(actor);
        let _ = write!(table, "<tr><td><code>{actor}</code></td><td>{seq}</td><td>{saved}</td></tr>");
    }
    table + "</table>"
}

async fn document(State(app): State<App>, Query(which): Query<Which>) -> Result<Vec<u8>, ApiError> {
    Ok(app.members.carts.lock(&which.into())?.cart().save())
}
