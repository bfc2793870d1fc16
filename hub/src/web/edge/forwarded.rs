//! Who is behind a proxy that the house trusts, as its headers say.
//!
//! A header is believed only from an address that the settings name: anybody can write one.

use std::net::{IpAddr, SocketAddr};

use axum::http::{HeaderMap, HeaderName};

/// Where a call came from before it reached the proxies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forwarded {
    /// The address that the outermost trusted proxy saw.
    pub address: IpAddr,
    /// Did that proxy speak https with it?
    pub is_secure: bool,
}

/// What trusted proxies say of a call that came from `peer`. None when the peer is no trusted proxy, or
/// names nobody: then the call is the peer's own.
///
/// Each proxy adds the address it saw to the end of `X-Forwarded-For`. What stands further to the front was
/// there when the call came, and may be the guest's invention, so the last address that is no trusted
/// proxy's is taken. `X-Forwarded-Proto` counts with its last word for the same reason.
pub fn behind(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> Option<Forwarded> {
    if !is_trusted(peer, proxies) {
        return None;
    }
    let named = words(headers, "x-forwarded-for");
    let address = named.iter().rev().map(|word| address(word)).find(|address| match address {
        Some(address) => !is_trusted(*address, proxies),
        // A word that is no address ends what can be believed.
        None => true,
    })??;
    let is_secure = words(headers, "x-forwarded-proto").last().is_some_and(|word| word == "https");
    Some(Forwarded { address, is_secure })
}

/// Is this one of the proxies?
pub fn is_trusted(address: IpAddr, proxies: &[IpAddr]) -> bool {
    proxies.contains(&address.to_canonical())
}

fn words(headers: &HeaderMap, name: &'static str) -> Vec<String> {
    let lines = headers.get_all(HeaderName::from_static(name)).iter();
    // A line that is no text is a word that is no address.
    let words = lines.flat_map(|line| line.to_str().unwrap_or("?").split(',').map(str::trim));
    words.map(str::to_lowercase).collect()
}

/// An address, with or without the port that some proxies add.
fn address(word: &str) -> Option<IpAddr> {
    let bare = word.strip_prefix('[').and_then(|word| word.strip_suffix(']')).unwrap_or(word);
    let address = bare.parse().or_else(|_| word.parse::<SocketAddr>().map(|at| at.ip()));
    address.ok().map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROXY: &str = "127.0.0.1";

    fn said(lines: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, text) in lines {
            headers.append(HeaderName::from_static(name), text.parse().unwrap());
        }
        headers
    }

    fn from(peer: &str, lines: &[(&'static str, &'static str)]) -> Option<(String, bool)> {
        let proxies = [PROXY.parse().unwrap(), "10.0.0.2".parse().unwrap()];
        let found = behind(peer.parse().unwrap(), &said(lines), &proxies)?;
        Some((found.address.to_string(), found.is_secure))
    }

    fn at(address: &str) -> Option<(String, bool)> {
        Some((address.to_owned(), false))
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let lines = [("x-forwarded-for", "192.168.0.7"), ("x-forwarded-proto", "https")];
        assert_eq!(from(PROXY, &lines), Some(("192.168.0.7".into(), true)));
        assert_eq!(from("::ffff:127.0.0.1", &lines), Some(("192.168.0.7".into(), true)));
        assert_eq!(from("192.168.0.9", &lines), None);
        assert_eq!(from("::1", &lines), None);
    }

    #[test]
    fn what_the_guest_put_in_front_is_not_believed() {
        assert_eq!(from(PROXY, &[("x-forwarded-for", "127.0.0.1, 192.168.0.7")]), at("192.168.0.7"));
        assert_eq!(from(PROXY, &[("x-forwarded-for", "1.2.3.4, 192.168.0.7, 10.0.0.2")]), at("192.168.0.7"));
        let two = [("x-forwarded-for", "1.2.3.4"), ("x-forwarded-for", "192.168.0.7")];
        assert_eq!(from(PROXY, &two), at("192.168.0.7"));
        let protos = [("x-forwarded-for", "192.168.0.7"), ("x-forwarded-proto", "https, http")];
        assert_eq!(from(PROXY, &protos), at("192.168.0.7"));
    }

    #[test]
    fn addresses_are_read_as_proxies_write_them() {
        for (text, read) in [
            ("192.168.0.7:5151", "192.168.0.7"),
            ("fd00::7", "fd00::7"),
            ("[fd00::7]", "fd00::7"),
            ("[fd00::7]:5151", "fd00::7"),
            ("::ffff:192.168.0.7", "192.168.0.7"),
        ] {
            assert_eq!(from(PROXY, &[("x-forwarded-for", text)]), at(read), "{text}");
        }
        for text in ["", "unknown", "192.168.0.7, nobody", "127.0.0.1"] {
            assert_eq!(from(PROXY, &[("x-forwarded-for", text)]), None, "{text}");
        }
        assert_eq!(from(PROXY, &[]), None);
    }
}
