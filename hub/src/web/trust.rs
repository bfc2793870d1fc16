//! What a device needs to trust the hub's https: also by plain http, for a device that does not yet.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::{Extension, Json};
use plato_sync_protocol::api::{Problem, TrustAnswer};

use super::App;
use super::edge::Https;
use super::edge::hosts::Authority;
use super::error::ApiError;
use super::extract::Caller;
use crate::tls::readable;

/// Content type of a certificate that browsers and phones offer to install.
const CERTIFICATE_TYPE: &str = "application/x-x509-ca-cert";
/// Content type of PEM files.
const PEM_TYPE: &str = "application/x-pem-file";

fn https(app: &App) -> Result<&Https, ApiError> {
    let off = || ApiError::new(StatusCode::NOT_FOUND, "https_off", "This hub does not speak https.");
    app.edge.https.as_ref().ok_or_else(off)
}

/// Where https is, and how to recognise the hub's certificate authority.
#[utoipa::path(get, path = "/api/trust", tag = "system",
    responses(
        (status = 200, description = "How to trust it", body = TrustAnswer),
    ))]
pub async fn how(
    State(app): State<App>,
    Extension(asked): Extension<Authority>,
    caller: Caller,
) -> Json<TrustAnswer> {
    let certificates = app.edge.https.as_ref().map(|https| &https.certificates);
    Json(TrustAnswer {
        https_url: app.edge.https_url(&asked),
        fingerprint: certificates.map(|certificates| readable(certificates.fingerprint())),
        is_public: certificates.is_some_and(|certificates| certificates.is_operators(&asked.host_text())),
        may_sign_in: caller.is_private(&app),
    })
}

/// The authority's certificate, DER (RFC 5280), as devices install it.
#[utoipa::path(get, path = "/api/trust/plato-hub.crt", tag = "system",
    responses(
        (status = 200, description = "The certificate", content_type = "application/x-x509-ca-cert"),
        (status = 404, description = "`https_off`", body = Problem),
    ))]
pub async fn certificate(State(app): State<App>) -> Result<impl IntoResponse, ApiError> {
    let der = https(&app)?.certificates.root_der().to_vec();
    Ok(([(header::CONTENT_TYPE, CERTIFICATE_TYPE)], der))
}

/// The same, PEM (RFC 7468), as Linux takes it.
#[utoipa::path(get, path = "/api/trust/plato-hub.pem", tag = "system",
    responses(
        (status = 200, description = "The certificate", content_type = "application/x-pem-file"),
        (status = 404, description = "`https_off`", body = Problem),
    ))]
pub async fn certificate_pem(State(app): State<App>) -> Result<impl IntoResponse, ApiError> {
    let pem = https(&app)?.certificates.root_pem().to_owned();
    Ok(([(header::CONTENT_TYPE, PEM_TYPE)], pem))
}
