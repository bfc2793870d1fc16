//! How a hub is set up: flags before environment before file before what is built in.
//! `docs/operating.md` lists every setting; a test holds the list to this file.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Deserialize;

use crate::web::edge::hosts::Authority;

/// Where a hub listens unless told otherwise.
const LISTEN: &str = "0.0.0.0:7878";
/// What it logs unless told otherwise.
const LOG: &str = "info";

/// The port of https unless told otherwise.
pub const HTTPS_PORT: u16 = 8443;

/// Where https is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum HttpsAt {
    /// Nowhere.
    Off,
    /// At this address.
    At(SocketAddr),
}

impl std::str::FromStr for HttpsAt {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "off" => Ok(Self::Off),
            _ => text.parse().map(Self::At).map_err(|_| format!("`{text}` is neither ADDR:PORT nor `off`")),
        }
    }
}

impl TryFrom<String> for HttpsAt {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

/// Settings as they are given; those left out come from the next source.
#[derive(Debug, Clone, Default, Args, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Given {
    /// Folder with the hub's data; made when it is missing.
    #[arg(long, env = "PLATO_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Address and port to listen on [0.0.0.0:7878].
    #[arg(long, env = "PLATO_LISTEN", value_name = "ADDR:PORT")]
    pub listen: Option<SocketAddr>,
    /// Folder with the hub's secrets; keep it out of backups of the data [DIR-secrets].
    #[arg(long, env = "PLATO_SECRETS", value_name = "DIR")]
    pub secrets: Option<PathBuf>,
    /// Where guests reach this hub, for QR codes [http://<this machine's address>:<port>].
    #[arg(long, env = "PLATO_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// Further names or addresses that this hub is reached by, with commas between them.
    #[arg(long, env = "PLATO_HOSTS", value_name = "NAMES", value_delimiter = ',')]
    pub hosts: Option<Vec<String>>,
    /// Address and port for https, or `off` [port 8443 at the address of --listen].
    #[arg(long, env = "PLATO_HTTPS", value_name = "ADDR:PORT")]
    pub https: Option<HttpsAt>,
    /// File with the operator's certificate chain (PEM); read again when it changes.
    #[arg(long, env = "PLATO_TLS_CERT", value_name = "FILE")]
    pub tls_cert: Option<PathBuf>,
    /// File with its key (PEM).
    #[arg(long, env = "PLATO_TLS_KEY", value_name = "FILE")]
    pub tls_key: Option<PathBuf>,
    /// Let staff sign in on plain http from other machines, too [false].
    #[arg(long, env = "PLATO_STAFF_ON_PLAIN_HTTP", value_name = "BOOL")]
    pub staff_on_plain_http: Option<bool>,
    /// Addresses of proxies that are believed when they say whom they speak for (X-Forwarded-For and
    /// X-Forwarded-Proto), with commas between them [none].
    #[arg(long, env = "PLATO_PROXIES", value_name = "ADDRS", value_delimiter = ',')]
    pub proxies: Option<Vec<IpAddr>>,
    /// Announce the hub on the network by mDNS [true].
    #[arg(long, env = "PLATO_MDNS", value_name = "BOOL")]
    pub mdns: Option<bool>,
    /// File with the keys of the house's account for online payment [guests cannot pay online].
    #[arg(long, env = "PLATO_PAYMENTS", value_name = "FILE")]
    pub payments: Option<PathBuf>,
    /// What to log, as a tracing filter [info].
    #[arg(long, env = "PLATO_LOG", value_name = "FILTER")]
    pub log: Option<String>,
    /// How to log: `text` or `json` [text].
    #[arg(long, env = "PLATO_LOG_FORMAT", value_name = "FORMAT")]
    pub log_format: Option<LogFormat>,
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// Settings in force.
#[derive(Debug, Clone)]
pub struct Config {
    /// Folder with the hub's data.
    pub data: PathBuf,
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// Folder with the hub's secrets.
    pub secrets: PathBuf,
    /// Where guests reach this hub; worked out from the address when none is given.
    pub public_url: Option<String>,
    /// Further names or addresses that it is reached by.
    pub hosts: Vec<String>,
    /// Where https is spoken, if that was said; by itself at [`HTTPS_PORT`].
    pub https: Option<HttpsAt>,
    /// The operator's certificate and key.
    pub operator: Option<(PathBuf, PathBuf)>,
    /// May staff sign in on plain http from other machines?
    pub staff_on_plain_http: bool,
    /// Proxies that are believed.
    pub proxies: Vec<IpAddr>,
    /// Announce the hub by mDNS?
    pub mdns: bool,
    /// Keys for online payment.
    pub payments: Option<PathBuf>,
    /// What to log.
    pub log: String,
    /// How to log.
    pub log_format: LogFormat,
}

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigFault {
    /// The file cannot be read.
    #[error("cannot read {path}: {fault}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        fault: std::io::Error,
    },
    /// The file is not in order.
    #[error("{path}: {fault}")]
    Content {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        fault: toml::de::Error,
    },
    /// There is no data folder.
    #[error("say where the data is: --data DIR, PLATO_DATA, or `data` in the settings file")]
    NoData,
    /// The address for guests is none.
    #[error("public_url has to be like http://192.168.1.5:7878, not `{0}`")]
    PublicUrl(String),
    /// A certificate without a key, or the other way round.
    #[error("tls_cert and tls_key belong together: give both or none")]
    HalfPair,
    /// A host is none.
    #[error("hosts are names or addresses like tables.example or 192.168.1.5, not `{0}`")]
    Host(String),
}

impl Config {
    /// Brings the sources together. `given` holds flags and environment, which clap has merged.
    pub fn resolve(given: Given, file: Option<&Path>) -> Result<Self, ConfigFault> {
        let written = file.map_or(Ok(Given::default()), read)?;
        let data = given.data.or(written.data).ok_or(ConfigFault::NoData)?;
        let public_url = given.public_url.or(written.public_url);
        let public_url = public_url.map(|url| check_url(&url)).transpose()?;
        Ok(Self {
            secrets: given.secrets.or(written.secrets).unwrap_or_else(|| beside(&data)),
            data,
            listen: given
                .listen
                .or(written.listen)
                .unwrap_or_else(|| LISTEN.parse().expect("it is an address")),
            public_url,
            hosts: check_hosts(given.hosts.or(written.hosts).unwrap_or_default())?,
            https: given.https.or(written.https),
            operator: pair(given.tls_cert.or(written.tls_cert), given.tls_key.or(written.tls_key))?,
            staff_on_plain_http: given.staff_on_plain_http.or(written.staff_on_plain_http).unwrap_or(false),
            proxies: canonical(given.proxies.or(written.proxies).unwrap_or_default()),
            mdns: given.mdns.or(written.mdns).unwrap_or(true),
            payments: given.payments.or(written.payments),
            log: given.log.or(written.log).unwrap_or_else(|| LOG.to_owned()),
            log_format: given.log_format.or(written.log_format).unwrap_or_default(),
        })
    }
}

fn read(path: &Path) -> Result<Given, ConfigFault> {
    let text = std::fs::read_to_string(path);
    let text = text.map_err(|fault| ConfigFault::File { path: path.to_owned(), fault })?;
    toml::from_str(&text).map_err(|fault| ConfigFault::Content { path: path.to_owned(), fault })
}

fn pair(cert: Option<PathBuf>, key: Option<PathBuf>) -> Result<Option<(PathBuf, PathBuf)>, ConfigFault> {
    match (cert, key) {
        (Some(cert), Some(key)) => Ok(Some((cert, key))),
        (None, None) => Ok(None),
        _ => Err(ConfigFault::HalfPair),
    }
}

/// As addresses are compared.
fn canonical(addresses: Vec<IpAddr>) -> Vec<IpAddr> {
    addresses.iter().map(IpAddr::to_canonical).collect()
}

fn check_hosts(hosts: Vec<String>) -> Result<Vec<String>, ConfigFault> {
    match hosts.iter().find(|host| Authority::parse(host).is_none()) {
        Some(wrong) => Err(ConfigFault::Host(wrong.clone())),
        None => Ok(hosts),
    }
}

fn check_url(url: &str) -> Result<String, ConfigFault> {
    let rest = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://"));
    let host = rest.map(|rest| rest.trim_end_matches('/'));
    let is_host = |host: &&str| !host.is_empty() && !host.contains(['/', '#', '?', ' ']);
    match host.filter(is_host) {
        Some(_) => Ok(url.trim_end_matches('/').to_owned()),
        None => Err(ConfigFault::PublicUrl(url.to_owned())),
    }
}

/// The folder of secrets that belongs to a data folder: next to it, never in it.
fn beside(data: &Path) -> PathBuf {
    let mut name = data.file_name().unwrap_or(data.as_os_str()).to_owned();
    name.push("-secrets");
    data.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        file
    }

    #[test]
    fn what_is_given_comes_before_the_file_and_the_file_before_what_is_built_in() {
        let file = file("data = \"/srv/plato\"\nlisten = \"127.0.0.1:1\"\nmdns = false\n");
        let given = Given { listen: Some("127.0.0.1:2".parse().unwrap()), ..Given::default() };
        let config = Config::resolve(given, Some(file.path())).unwrap();
        assert_eq!(config.data, Path::new("/srv/plato"));
        assert_eq!(config.listen.port(), 2);
        assert!(!config.mdns);
        assert_eq!(config.log, LOG);
        assert_eq!(config.secrets, Path::new("/srv/plato-secrets"));
    }

    #[test]
    fn a_setting_that_does_not_exist_is_refused() {
        let file = file("dta = \"x\"\n");
        assert!(matches!(
            Config::resolve(Given::default(), Some(file.path())),
            Err(ConfigFault::Content { .. })
        ));
        assert!(matches!(Config::resolve(Given::default(), None), Err(ConfigFault::NoData)));
        assert!(matches!(
            Config::resolve(Given::default(), Some(Path::new("/nowhere/plato.toml"))),
            Err(ConfigFault::File { .. })
        ));
    }

    #[test]
    fn the_address_for_guests_has_to_be_one() {
        assert_eq!(check_url("http://plato.local:7878/").unwrap(), "http://plato.local:7878");
        for wrong in ["plato.local", "ftp://x", "http://", "http://x/y", "http://x y"] {
            assert!(check_url(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_setting_is_documented() {
        let documented = include_str!("../../docs/operating.md");
        for setting in [
            "data",
            "listen",
            "secrets",
            "public_url",
            "hosts",
            "https",
            "tls_cert",
            "tls_key",
            "staff_on_plain_http",
            "proxies",
            "mdns",
            "payments",
            "log",
            "log_format",
        ] {
            let row = format!(
                "| `{setting}` | `--{}` | `PLATO_{}` |",
                setting.replace('_', "-"),
                setting.to_uppercase()
            );
            assert!(documented.contains(&row), "docs/operating.md lacks {row}");
        }
    }
}
