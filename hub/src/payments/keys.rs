//! The keys of the provider's account: a file that the settings name. Never in the venue file, the log, the
//! audit or a log line.

use std::fmt;
use std::net::IpAddr;
use std::path::Path;

use serde::Deserialize;

/// Keys of an account.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keys {
    /// With which the hub speaks to the provider.
    pub secret_key: String,
    /// With which the provider signs what it sends; without it the hub only asks.
    #[serde(default)]
    pub webhook_secret: Option<String>,
    /// Where the provider is, for trying it out against a program of one's own.
    #[serde(default)]
    pub address: Option<String>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("Keys(..)")
    }
}

/// Why the keys cannot be used. Says nothing of what stands in them.
#[derive(Debug, thiserror::Error)]
pub enum KeysFault {
    /// The file cannot be read.
    #[error("cannot read the keys for payments: {0}")]
    File(#[from] std::io::Error),
    /// It has something else in it.
    #[error("the file with the keys for payments has `secret_key` and, if there is one, `webhook_secret`")]
    Content,
    /// They would be sent where anybody on the way can read them.
    #[error("the `address` in the file with the keys for payments is https, or this machine")]
    Address,
}

impl Keys {
    /// Reads them.
    pub fn read(file: &Path) -> Result<Self, KeysFault> {
        let keys: Self = toml::from_str(&std::fs::read_to_string(file)?).map_err(|_| KeysFault::Content)?;
        let is_key = |key: &str| !key.is_empty() && key.chars().all(|letter| letter.is_ascii_graphic());
        let is_usable = is_key(&keys.secret_key) && keys.webhook_secret.as_deref().is_none_or(is_key);
        if !is_usable {
            return Err(KeysFault::Content);
        }
        if keys.address.as_deref().is_none_or(is_private) { Ok(keys) } else { Err(KeysFault::Address) }
    }
}

/// Can nobody on the way to this address read what is sent there?
fn is_private(address: &str) -> bool {
    let Ok(url) = reqwest::Url::parse(address) else { return false };
    let Some(host) = url.host_str() else { return false };
    let ip: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    let is_loopback = host == "localhost" || ip.is_some_and(|ip| ip.is_loopback());
    let has_login = !url.username().is_empty() || url.password().is_some();
    !has_login && (url.scheme() == "https" || (url.scheme() == "http" && is_loopback))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Keys, KeysFault> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        Keys::read(file.path())
    }

    #[test]
    fn keys_are_read_and_never_shown() {
        let keys = read("secret_key = \"sk_test_1\"\nwebhook_secret = \"whsec_1\"\n").unwrap();
        assert_eq!(
            (keys.secret_key.as_str(), keys.webhook_secret.as_deref()),
            ("sk_test_1", Some("whsec_1"))
        );
        assert_eq!(format!("{keys:?}"), "Keys(..)");
    }

    #[test]
    fn a_file_that_is_wrong_is_refused_without_telling_what_stands_in_it() {
        for text in ["secret_key = \"\"", "secret_key = \"sk live\"", "secret = \"sk_1\"", "sk_live_1", ""] {
            let fault = read(text).unwrap_err().to_string();
            assert!(!fault.contains("sk_") && !fault.contains("sk live"), "{fault}");
        }
        for text in [
            "http://provider.example",
            "http://192.0.2.7:80",
            "ftp://127.0.0.1",
            "https://a:b@c.example",
            "nowhere",
        ] {
            let keys = format!("secret_key = \"sk_test_1\"\naddress = \"{text}\"");
            assert!(matches!(read(&keys), Err(KeysFault::Address)), "{text}");
        }
        for text in
            ["https://provider.example/stripe", "http://127.0.0.1:9", "http://[::1]:9", "http://localhost:9"]
        {
            let keys = format!("secret_key = \"sk_test_1\"\naddress = \"{text}\"");
            assert_eq!(read(&keys).unwrap().address.as_deref(), Some(text));
        }
        assert!(matches!(Keys::read(Path::new("/nowhere/keys.toml")), Err(KeysFault::File(_))));
    }
}
