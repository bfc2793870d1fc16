//! The audit as owners and managers read and export it.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use plato_sync_protocol::api::Problem;
use plato_sync_protocol::limits::{AUDIT_EXPORT_MAX, AUDIT_PAGE_MAX};
use plato_sync_protocol::team::{AuditFilter, AuditPage};

use super::App;
use super::error::ApiError;
use super::extract::{Body, Staff};
use super::receipts::{CSV, file};
use super::roles::OFFICE;
use crate::audit::csv;
use crate::venue::command::Command;
use crate::writer::Intent;

/// A page of the audit, newest first. `next` of a page is the `before` of the one after it; a page may
/// be short, or empty, and still have one.
#[utoipa::path(post, path = "/api/audit", tag = "audit", security(("staff" = [])), request_body = AuditFilter,
    responses(
        (status = 200, description = "The page", body = AuditPage),
        (status = 400, description = "`json_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `token_wrong_kind`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`body_refused`", body = Problem),
    ))]
pub async fn read_audit(
    State(app): State<App>,
    staff: Staff,
    Body(filter): Body<AuditFilter>,
) -> Result<Json<AuditPage>, ApiError> {
    staff.must_be(OFFICE)?;
    let page = app.audit.page(app.members.published.clone(), filter, AUDIT_PAGE_MAX).await;
    page.map(Json).map_err(|fault| ApiError::fault(&fault))
}

/// The audit as CSV. Needs a step-up, and is on record before it is sent.
#[utoipa::path(post, path = "/api/audit/export", tag = "audit", security(("staff" = [])),
    request_body = AuditFilter,
    responses(
        (status = 200, description = "The records, newest first, as CSV", body = String, content_type = "text/csv"),
        (status = 400, description = "`json_malformed`", body = Problem),
        (status = 401, description = "`staff_signed_out`", body = Problem),
        (status = 403, description = "`role_forbidden`, `step_up_needed`, `token_wrong_kind`", body = Problem),
        (status = 413, description = "`body_too_long`", body = Problem),
        (status = 415, description = "`json_expected`", body = Problem),
        (status = 422, description = "`export_too_large`, `body_refused`", body = Problem),
        (status = 503, description = "`busy`, `outcome_unknown`", body = Problem),
    ))]
pub async fn export_audit(
    State(app): State<App>,
    staff: Staff,
    Body(filter): Body<AuditFilter>,
) -> Result<(HeaderMap, Bytes), ApiError> {
    staff.must_be(OFFICE)?;
    staff.must_have_stepped_up()?;
    let all = app.audit.all(app.members.published.clone(), filter, AUDIT_EXPORT_MAX).await;
    let all = all.map_err(|fault| ApiError::fault(&fault))?;
    let Some(records) = all else {
        let title = format!("These are more than {AUDIT_EXPORT_MAX} records. Please choose a shorter time.");
        return Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "export_too_large", title));
    };
    let written = csv::written(&records).map_err(|fault| ApiError::fault(&fault))?;
    let command = Command::ExportAudit { records: records.len() as u64 };
    app.members.writer.submit(Intent::Command(command), None, staff.origin).await?;
    file(CSV, "audit.csv", written)
}
