//! Under which names this hub answers, and which one a request asks for.
//!
//! A page of another site can have its own name lead to this machine (DNS rebinding); the browser then
//! takes the hub for part of that site, but goes on sending that site's name as `Host`. So whatever
//! does not name this hub is turned away before anything looks at the path.

use std::collections::HashSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use axum::http::request::Parts;
use axum::http::{Version, header};

use crate::discovery::HOST_NAME;

/// The longest name, in characters (RFC 1035, 2.3.4).
const NAME_CHARS_MAX: usize = 253;
/// Names that the announcement moves on to when others in the network have the first: up to this one.
const NAMES_MAX: u32 = 9;

/// A host, in the one way of writing it that is compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Host {
    /// A name: lower case, without the dot at its end.
    Name(String),
    /// An address; one that maps IPv4 is IPv4.
    Address(IpAddr),
}

/// A host and, where it was given, a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// The host.
    pub host: Host,
    /// The port, 1 to 65535.
    pub port: Option<u16>,
}

/// Why a request does not say which host it wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed;

impl Authority {
    /// Reads `name`, `name:port`, `1.2.3.4:port` or `[::1]:port` (RFC 3986, 3.2, without user names).
    /// Addresses of a zone (`%eth0`) and the odd ways of writing IPv4 (`0x7f.1`) are none.
    pub fn parse(text: &str) -> Option<Self> {
        let (host, port) = match text.strip_prefix('[') {
            Some(rest) => {
                let (address, port) = rest.split_once(']')?;
                let address: Ipv6Addr = address.parse().ok()?;
                (Host::Address(IpAddr::from(address).to_canonical()), port)
            }
            None => {
                let at = text.find(':').unwrap_or(text.len());
                (Host::parse(&text[..at])?, &text[at..])
            }
        };
        let port = match port.strip_prefix(':') {
            Some(digits) => Some(port_number(digits)?),
            None if port.is_empty() => None,
            None => return None,
        };
        Some(Self { host, port })
    }

    /// The host, written as a URL has it.
    pub fn host_text(&self) -> String {
        match &self.host {
            Host::Name(name) => name.clone(),
            Host::Address(IpAddr::V6(address)) => format!("[{address}]"),
            Host::Address(address) => address.to_string(),
        }
    }
}

impl Host {
    /// Reads a name or an IPv4 address.
    fn parse(text: &str) -> Option<Self> {
        let name = text.strip_suffix('.').unwrap_or(text);
        if let Ok(address) = name.parse::<Ipv4Addr>() {
            return Some(Self::Address(address.into()));
        }
        let is_label = |label: &str| {
            !label.is_empty()
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        };
        let is_name = name.len() <= NAME_CHARS_MAX && name.split('.').all(is_label);
        is_name.then(|| Self::Name(name.to_ascii_lowercase()))
    }
}

fn port_number(digits: &str) -> Option<u16> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|port| is_number && *port != 0)
}

/// The hosts that this hub is.
#[derive(Debug, Default)]
pub struct AllowedHosts(HashSet<Host>);

impl AllowedHosts {
    /// The machine itself, the names that the hub is announced under, and these. Texts that are no
    /// host are left out.
    pub fn new<'t>(hosts: impl IntoIterator<Item = &'t str>) -> Self {
        let announced = HOST_NAME.trim_end_matches('.');
        let stem = announced.trim_end_matches(".local");
        let renamed = (2..=NAMES_MAX).map(|number| format!("{stem}-{number}.local"));
        let known = ["localhost".to_owned(), announced.to_owned()].into_iter().chain(renamed);
        let mut all: HashSet<Host> = known.map(Host::Name).collect();
        all.extend(hosts.into_iter().filter_map(Authority::parse).map(|authority| authority.host));
        Self(all)
    }

    /// Is it this hub? `reached` is the address of this machine that the connection came to. The port
    /// is not looked at: what forwards one to another changes nothing about who is asked.
    pub fn has(&self, host: &Host, reached: Option<IpAddr>) -> bool {
        let is_here = match host {
            Host::Address(address) => {
                address.is_loopback() || reached.is_some_and(|reached| reached.to_canonical() == *address)
            }
            Host::Name(_) => false,
        };
        is_here || self.0.contains(host)
    }
}

/// The host that a request asks for: of its target, when that names one (RFC 9112, 3.2.2; the
/// authority of HTTP/2), else of its one `Host`. When it says both, they have to agree.
pub fn asked(parts: &Parts) -> Result<Authority, Malformed> {
    let mut fields = parts.headers.get_all(header::HOST).iter();
    let (field, more) = (fields.next(), fields.next());
    if more.is_some() {
        return Err(Malformed);
    }
    let read = |text: &str| Authority::parse(text).ok_or(Malformed);
    let field = field.map(|value| value.to_str().map_err(|_| Malformed).and_then(read)).transpose()?;
    let target = parts.uri.authority().map(|authority| read(authority.as_str())).transpose()?;
    match (target, field) {
        (Some(target), Some(field)) if target != field => Err(Malformed),
        // RFC 9112, 3.2: HTTP/1.1 always has the field. HTTP/2 has the authority in its place.
        (Some(target), Some(_)) => Ok(target),
        (Some(target), None) if parts.version != Version::HTTP_11 => Ok(target),
        (None, Some(field)) => Ok(field),
        (_, None) => Err(Malformed),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    #[test]
    fn a_host_is_compared_in_one_way_of_writing() {
        let host = |text| Authority::parse(text).unwrap().host;
        assert_eq!(host("Plato.LOCAL.:7878"), host("plato.local"));
        assert_eq!(host("[::ffff:192.168.1.5]"), host("192.168.1.5:80"));
        assert_eq!(host("[0:0:0:0:0:0:0:1]:8443"), host("[::1]"));
        for wrong in [
            "",
            ".",
            "a..b",
            "a:",
            "a:0",
            "a:65536",
            "a:+1",
            "a:1:2",
            "::1",
            "[::1",
            "[::1]x",
            "[a]",
            "[fe80::1%25eth0]",
            "user@a",
            "a/b",
            "a b",
            "ä",
            "a,b",
            &"a".repeat(254),
        ] {
            assert_eq!(Authority::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn http_2_says_in_its_authority_whom_it_wants() {
        let asks = |version, uri: &str, host: Option<&str>| {
            let mut request = Request::get(uri).version(version);
            if let Some(host) = host {
                request = request.header("host", host);
            }
            asked(&request.body(()).unwrap().into_parts().0)
        };
        let plato = Authority::parse("plato.local:8443").unwrap();
        let uri = "https://plato.local:8443/x";
        assert_eq!(asks(Version::HTTP_2, uri, None), Ok(plato.clone()));
        assert_eq!(asks(Version::HTTP_2, uri, Some("PLATO.local:8443")), Ok(plato));
        assert_eq!(asks(Version::HTTP_2, uri, Some("evil.example")), Err(Malformed));
        assert_eq!(asks(Version::HTTP_11, uri, None), Err(Malformed));
        assert_eq!(asks(Version::HTTP_10, "/x", None), Err(Malformed));
    }

    #[test]
    fn the_address_that_was_reached_is_the_hub_and_its_neighbour_is_not() {
        let hosts = AllowedHosts::new(["tables.example:7878", "not a host"]);
        let has = |text, reached: &str| {
            hosts.has(&Authority::parse(text).unwrap().host, Some(reached.parse().unwrap()))
        };
        assert!(has("192.168.1.5:7878", "192.168.1.5") && has("192.168.1.5", "::ffff:192.168.1.5"));
        assert!(!has("192.168.1.6", "192.168.1.5") && !has("0.0.0.0", "127.0.0.1"));
        assert!(has("tables.example", "10.0.0.1") && has("plato-2.local", "10.0.0.1"));
        assert!(!has("x.tables.example", "10.0.0.1") && !has("plato-1.local", "10.0.0.1"));
    }
}
