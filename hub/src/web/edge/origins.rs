//! Which pages may speak to this hub: its own. What is no page authenticates in what it sends.
//!
//! Browsers say from which site a page comes that posts or opens a socket (`Origin`, RFC 6454; the
//! Fetch standard's `Sec-Fetch-Site` on top, where they do). OWASP ASVS 5.0: 3.5.1, 3.5.3, 4.4.2.

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, header};

use super::hosts::Authority;
use crate::web::error::ApiError;
use crate::web::extract::holds_cookie;

/// Says how far the page that asks is from what it asks (Fetch Metadata).
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
/// Says whether a person goes to the address or a page fetches it.
const FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");

/// Where a page comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageOrigin {
    is_https: bool,
    at: Authority,
}

impl PageOrigin {
    /// Reads `http://host:port` or `https://host:port`; the port of the scheme may be left out.
    pub fn parse(text: &str) -> Option<Self> {
        let (is_https, at) = match text.strip_prefix("https://") {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix("http://")?),
        };
        let at = Authority::parse(at)?;
        Some(Self { is_https, at: with_port(at, is_https) })
    }
}

fn with_port(at: Authority, is_https: bool) -> Authority {
    let port = at.port.or(Some(if is_https { 443 } else { 80 }));
    Authority { port, ..at }
}

/// Lets a request through unless it comes from a page of another site.
///
/// The page has to be of exactly the host and port that the request asks for, by https when the
/// connection is (`is_secure`); by either when it is not, because a proxy may have taken the TLS off.
/// A page of the hub's public address may speak to it by any of its names: proxies often change `Host`.
pub fn check(
    parts: &Parts,
    asked: &Authority,
    is_secure: bool,
    public: Option<&PageOrigin>,
) -> Result<(), ApiError> {
    let headers = &parts.headers;
    let is_socket = headers.contains_key(header::UPGRADE);
    let is_change = !matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
    let site = field(headers, &FETCH_SITE);
    let is_fetched = field(headers, &FETCH_MODE) != Some("navigate");
    let is_elsewhere = site.is_some_and(|site| !matches!(site, "same-origin" | "none"));
    let is_interface = parts.uri.path().starts_with("/api");
    if is_elsewhere && (is_socket || is_change || (is_interface && is_fetched)) {
        return Err(forbidden());
    }
    if !is_socket && !is_change {
        return Ok(());
    }
    let mut origins = headers.get_all(header::ORIGIN).iter();
    match (origins.next(), origins.next()) {
        (Some(origin), None) => {
            let origin = origin.to_str().ok().and_then(PageOrigin::parse).ok_or_else(forbidden)?;
            let is_ours = with_port(asked.clone(), origin.is_https) == origin.at || Some(&origin) == public;
            if is_ours && (origin.is_https || !is_secure) { Ok(()) } else { Err(forbidden()) }
        }
        (Some(_), Some(_)) => Err(forbidden()),
        // Only browsers send cookies by themselves, and those say where they are.
        (None, _) if holds_cookie(headers) && site != Some("same-origin") => {
            let title = "A call with a cookie has to say which page it comes from.";
            Err(ApiError::new(StatusCode::FORBIDDEN, "origin_missing", title))
        }
        (None, _) => Ok(()),
    }
}

fn field<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    // What cannot be read is nowhere near.
    headers.get(name).map(|value| value.to_str().unwrap_or("unreadable"))
}

fn forbidden() -> ApiError {
    let title = "Only pages of this hub may do this.";
    ApiError::new(StatusCode::FORBIDDEN, "origin_forbidden", title)
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn check_post(origin: &str, host: &str, is_secure: bool, public: Option<&str>) -> bool {
        let request = Request::post("/api/x").header("origin", origin).body(()).unwrap();
        let (parts, public) = (request.into_parts().0, public.and_then(PageOrigin::parse));
        check(&parts, &Authority::parse(host).unwrap(), is_secure, public.as_ref()).is_ok()
    }

    #[test]
    fn a_page_has_to_be_of_the_host_and_port_that_is_asked() {
        assert!(check_post("http://plato.local:7878", "PLATO.local:7878", false, None));
        assert!(check_post("http://plato.local", "plato.local:80", false, None));
        assert!(check_post("https://plato.local", "plato.local", true, None));
        for (origin, host) in [
            ("http://plato.local:7879", "plato.local:7878"),
            ("http://plato.local", "plato.local:7878"),
            ("http://plato.local.evil.example", "plato.local"),
            ("null", "plato.local"),
            ("file://", "plato.local"),
            ("plato.local", "plato.local"),
            ("http://plato.local/", "plato.local"),
            ("http://user@plato.local", "plato.local"),
        ] {
            assert!(!check_post(origin, host, false, None), "{origin} on {host}");
        }
    }

    #[test]
    fn a_plain_page_may_not_speak_to_the_https_port_and_a_proxy_may_take_tls_off() {
        assert!(!check_post("http://plato.local:8443", "plato.local:8443", true, None));
        assert!(check_post("https://plato.local:8443", "plato.local:8443", false, None));
    }

    #[test]
    fn a_page_of_the_public_address_may_come_through_a_proxy_that_changes_the_host() {
        let public = Some("https://tables.example");
        assert!(check_post("https://tables.example", "127.0.0.1:7878", false, public));
        assert!(!check_post("http://tables.example", "127.0.0.1:7878", false, public));
        assert!(!check_post("https://evil.example", "127.0.0.1:7878", false, public));
        let plain = Some("http://192.0.2.1:7878");
        assert!(check_post("http://192.0.2.1:7878", "plato.local:7878", false, plain));
        assert!(!check_post("http://192.0.2.1:7878", "192.0.2.1:7879", true, plain), "anybody may forge it");
    }
}
