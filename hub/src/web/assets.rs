//! The screens, embedded in the program and compressed when it was built.

use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use plato_sync_protocol::ids::SessionId;
use rust_embed::{EmbeddedFile, RustEmbed};

use super::error::ApiError;

#[derive(RustEmbed)]
#[folder = "../ui/dist"]
struct Screens;

/// Names change with the content, so they can be kept for good.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";
/// The page opens from the browser's cache for a week, also while the hub is down. Each page that
/// opens renews it; one that has grown too old is told so when it connects.
const FOR_A_WEEK: &str = "private, max-age=604800";
/// A service worker's script among them: browsers look for a newer one whenever a page is opened.
const CHECK_FIRST: &str = "no-cache";

/// Serves a file of the screens, or the page for an address of one. They are only to be read.
pub async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let Some(found) = find(&uri, &headers) else {
        let title = "There is nothing at this address.";
        return ApiError::new(StatusCode::NOT_FOUND, "path_unknown", title).into_response();
    };
    if matches!(method, Method::GET | Method::HEAD) {
        return found;
    }
    ([(header::ALLOW, HeaderValue::from_static("GET, HEAD"))], super::routes::wrong_method()).into_response()
}

fn find(uri: &Uri, headers: &HeaderMap) -> Option<Response> {
    let path = uri.path().trim_start_matches('/');
    if path != "index.html" && Screens::get(path).is_some() && !path.ends_with(".br") {
        let caching = if path.starts_with("assets/") { FOR_GOOD } else { CHECK_FIRST };
        return Some(file(path, caching, headers));
    }
    if path == "index.html" {
        return Some(file(path, CHECK_FIRST, headers));
    }
    let is_page = matches!(
        path,
        "" | "kitchen" | "floor" | "staff" | "setup" | "account" | "team" | "audit" | "trust" | "till"
    );
    let is_bill =
        path == "bill" || path.strip_prefix("bill/").is_some_and(|visit| visit.parse::<SessionId>().is_ok());
    if path.starts_with("t/") || path.starts_with("receipt/") || is_page || is_bill {
        return Some(file("index.html", FOR_A_WEEK, headers));
    }
    None
}

fn file(path: &str, caching: &'static str, headers: &HeaderMap) -> Response {
    let accepts_brotli = headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.split(',').any(|coding| coding.trim().split(';').next() == Some("br")));
    let compressed = accepts_brotli.then(|| Screens::get(&format!("{path}.br"))).flatten();
    let is_compressed = compressed.is_some();
    let Some(found) = compressed.or_else(|| Screens::get(path)) else {
        let title = "The screens were not built into this hub. Build them with `cargo xtask ui`.";
        return ApiError::new(StatusCode::NOT_FOUND, "screens_missing", title).into_response();
    };
    let tag = tag(&found, is_compressed);
    let mut fields = HeaderMap::new();
    fields.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    fields.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        fields.insert(header::ETAG, tag);
    }
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, fields).into_response();
    }
    fields.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
    if is_compressed {
        fields.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    (fields, found.data).into_response()
}

fn tag(file: &EmbeddedFile, is_compressed: bool) -> String {
    let hash = plato_sync_protocol::vector::to_hex(&file.metadata.sha256_hash()[..12]);
    format!("\"{hash}{}\"", if is_compressed { "-br" } else { "" })
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("json" | "webmanifest") => "application/json",
        Some("woff2") => "font/woff2",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
